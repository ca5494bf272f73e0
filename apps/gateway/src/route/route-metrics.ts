import { Counter, Gauge, type Registry } from "prom-client";
import type { FeedbackDesk } from "./feedback-desk.ts";
import type { LabelDesk } from "./labels/label-desk.ts";
import type { RouteDesk } from "./route-desk.ts";

/** What can be told of the choice of models. */
export function registerRouteMetrics(
  registry: Registry,
  desk: RouteDesk,
  labels: LabelDesk,
  feedback: FeedbackDesk,
): void {
  const registers = [registry];
  new Gauge({
    name: "headgate_route_certified_fingerprints",
    help: "Tasks on which labels certify a cheaper model at the promise that holds, over all pools.",
    registers,
    collect() {
      this.set(desk.certifiedNow);
    },
  });
  new Counter({
    name: "headgate_route_certificates_lost_total",
    help: "Times that newer labels took a task's certificate away: its calls went back to the reference.",
    registers,
    collect() {
      this.reset();
      this.inc(desk.study.certificatesLost);
    },
  });
  new Counter({
    name: "headgate_route_answers_checked_total",
    help: "Cheaper models' answers that clients got, by what the checks found once they had them: stood, failed, not_read, or dropped since too many waited.",
    labelNames: ["what"],
    registers,
    collect() {
      this.reset();
      const { stood, failed, notRead, dropped } = desk.served.counts;
      this.inc({ what: "stood" }, stood);
      this.inc({ what: "failed" }, failed);
      this.inc({ what: "not_read" }, notRead);
      this.inc({ what: "dropped" }, dropped);
    },
  });
  new Counter({
    name: "headgate_route_answers_worse_total",
    help: "Times that a model, or a task's certificate, was put out of force since its newest answers or labels are worse.",
    registers,
    collect() {
      this.reset();
      this.inc(desk.watch.alarms);
    },
  });
  new Counter({
    name: "headgate_route_models_missing_total",
    help: "Times that a model was not asked any more, since its provider says that it is not there.",
    labelNames: ["model"],
    registers,
    collect() {
      this.reset();
      for (const [model, count] of desk.missing.found) this.inc({ model }, count);
    },
  });
  new Counter({
    name: "headgate_route_calls_not_kept_total",
    help: "Routed calls that nobody can speak of after a restart: too many at once, or the disk did not take them.",
    registers,
    collect() {
      this.reset();
      this.inc(desk.keptCalls.notKept);
    },
  });
  new Counter({
    name: "headgate_route_labels_total",
    help: "What became of calls that routing was to learn from.",
    labelNames: ["result"],
    registers,
    collect() {
      this.reset();
      const { tally } = labels;
      this.inc({ result: "learned" }, tally.learned);
      this.inc({ result: "not_judged" }, tally.notJudged);
      this.inc({ result: "unreadable" }, tally.unreadable);
      this.inc({ result: "dropped" }, tally.dropped);
      this.inc({ result: "failed" }, tally.failed);
      this.inc({ result: "judge_not_believed" }, tally.judgeNotBelieved);
      this.inc({ result: "feedback" }, feedback.learned);
      this.inc({ result: "feedback_refused" }, feedback.refused);
    },
  });
}
