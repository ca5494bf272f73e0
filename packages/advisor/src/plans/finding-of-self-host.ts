import { counted, type HistoryDepth, type NotPlanned, type SelfHostPlan } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import type { Estimated } from "./bought.ts";
import type { DearModel } from "./dearest-models.ts";
import { percent } from "./demand-left.ts";
import { monthlyEstimate, shownDollars } from "./monthly-estimate.ts";

const microdollars = (text: string): number => toMicrodollars(parseDollars(text));

/** What it saves against the cheapest host of the same weights: moving there first would save the rest without machines. */
export const savedByHosting = ({ api, self_host }: SelfHostPlan): Estimated => {
  const estimate = microdollars(api.month.estimate) - microdollars(self_host.month.estimate);
  const ends = [
    microdollars(api.month.low) - microdollars(self_host.month.low),
    microdollars(api.month.high) - microdollars(self_host.month.high),
    microdollars(api.month.estimate) - microdollars(self_host.month.high),
    microdollars(api.month.estimate) - microdollars(self_host.month.low),
  ];
  return { low: Math.min(estimate, ...ends), estimate, high: Math.max(estimate, ...ends) };
};

const breakEvenText = ({ break_even: at, traffic }: SelfHostPlan): string => {
  switch (at.kind) {
    case "at":
      return `it would from ${millions(at.tokens_per_month)} tokens a month in this shape, ${at.times_now.toFixed(1)} times today's ${millions((traffic.tokens_per_day * 365) / 12)}`;
    case "never":
    case "always":
      return at.why;
    default:
      return at satisfies never;
  }
};
const millions = (tokens: number): string =>
  `${(tokens / 1e6).toLocaleString("en", { maximumFractionDigits: 0 })} million`;

/** Why the answer is no, with the volume at which it would turn. */
export function whyNotHosted({ model }: Pick<DearModel, "model">, plan: SelfHostPlan): NotPlanned {
  const months = `${shownDollars(microdollars(plan.self_host.month.estimate))} a month hosted, ${shownDollars(microdollars(plan.api.month.estimate))} at the cheapest API with the same weights`;
  const why =
    plan.answer === "too_close"
      ? `neither is cheaper in nine of ten cases (hosted in ${percent(plan.chance_self_host_is_cheaper)})`
      : "the API is cheaper";
  return {
    kind: "self-host",
    subject: model,
    text: `No: ${why}, because it is ${months}; ${breakEvenText(plan)}.`,
    mend:
      plan.answer === "too_close"
        ? "Measure one deployment and enter it under plans.self_host.measured: the range then narrows."
        : null,
  };
}

/** A plan that says yes as a recommendation. */
export function findingOfSelfHost(
  { model }: Pick<DearModel, "model">,
  plan: SelfHostPlan,
  depth: HistoryDepth,
): Finding {
  const { deployment, fleet, traffic } = plan;
  const saving = savedByHosting(plan);
  return {
    kind: "self-host",
    phase: "infrastructure",
    scope: { model },
    title: `Host ${plan.model.weights} yourself: about ${counted(Math.round(fleet.mean_replicas), "replica")} of ${deployment.spread} × ${deployment.accelerator}`,
    steps: [
      `headgate plan self-host --model ${model} shows all of it; measure one replica before you rent more.`,
      "Keep an API with the same weights as the fallback, in headgate.yaml under models.",
    ],
    dollars: monthlyEstimate(saving),
    savedInRange: null,
    figures: [
      { what: "hosted, a month", value: shownDollars(microdollars(plan.self_host.month.estimate)) },
      {
        what: "the cheapest API with the same weights, a month",
        value: shownDollars(microdollars(plan.api.month.estimate)),
      },
      { what: "cheaper in so many of the cases", value: percent(plan.chance_self_host_is_cheaper) },
      { what: "tokens a day", value: millions(traffic.tokens_per_day) },
      { what: "peak beside the mean hour", value: traffic.peak_to_mean.toFixed(1) },
    ],
    confidence: {
      level: plan.replica.band.kind === "calibrated" && depth !== "rows" ? "medium" : "low",
      reason:
        plan.replica.band.kind === "calibrated"
          ? "Throughput rests on one measurement of yours."
          : "Throughput is worked out, not measured: measure one replica first.",
    },
    effortHours: 160,
    depth,
    quality: {
      risk: "low",
      reason: "The same weights; another precision or server can answer otherwise.",
      check: "Send the same calls to both and compare, as an experiment of the route lever does.",
    },
    plan: {
      range_basis: plan.self_host.month.basis,
      risks: [
        `Hosting it where the API would have been cheaper costs ${shownDollars(microdollars(plan.regret.self_host))} a month on average.`,
        "Machines need people: what they cost is in it as operations.",
      ],
      would_change: [
        `Break-even: ${breakEvenText(plan)}.`,
        ...plan.turning_points.map(
          ({ input, now, turns_at, answer_then }) =>
            `${input} is ${now}; at ${turns_at}: ${answer_then}.`,
        ),
        ...plan.assumptions,
      ],
      sources: plan.sources,
      exports: [],
    },
  };
}
