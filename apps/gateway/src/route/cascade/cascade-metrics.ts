import { Counter, type Registry } from "prom-client";
import type { CascadeCounts } from "./cascade-desk.ts";

/** What became of cheaper models' answers that were looked at. */
export function registerCascadeMetrics(registry: Registry, counts: CascadeCounts): void {
  const registers = [registry];
  new Counter({
    name: "headgate_cascade_answers_total",
    help: "Cheaper models' answers: accepted, not_looked_at, or given_anyway since the reference failed.",
    labelNames: ["what"],
    registers,
    collect() {
      this.reset();
      this.inc({ what: "accepted" }, counts.accepted);
      this.inc({ what: "not_looked_at" }, counts.notLookedAt);
      this.inc({ what: "given_anyway" }, counts.givenAnyway);
    },
  });
  new Counter({
    name: "headgate_cascade_failed_checks_total",
    help: "Checks that cheaper models' answers failed; one answer can fail several.",
    labelNames: ["check"],
    registers,
    collect() {
      this.reset();
      for (const [check, count] of counts.escalated) this.inc({ check }, count);
    },
  });
  new Counter({
    name: "headgate_cascade_models_taken_out_total",
    help: "Times that a model was not asked any more by calls of a key, since most of its answers were not accepted.",
    labelNames: ["model"],
    registers,
    collect() {
      this.reset();
      for (const [model, count] of counts.takenOut) this.inc({ model }, count);
    },
  });
}
