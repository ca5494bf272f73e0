import { counted, type SelfHostPlan } from "@headgate/contract";
import { compactCount, countText } from "../../format/count-text.ts";
import { costShown, dollarsShown } from "../../format/money-text.ts";
import { betweenText, type Fact, percentText } from "./plan-text.ts";

export const answerTexts: Readonly<Record<SelfHostPlan["answer"], string>> = {
  self_host: "Host it yourself",
  api: "Stay with an API",
  too_close: "Too close to call",
};

/** Both ways beside each other, and from which volume it turns. */
export const selfHostFacts = (plan: SelfHostPlan): readonly Fact[] => [
  {
    title: "Self-hosted",
    value: dollarsShown(plan.self_host.month.estimate),
    note: `a month; ${betweenText(plan.self_host.month)}`,
  },
  {
    title: "API, same weights",
    value: dollarsShown(plan.api.month.estimate),
    note: `a month; ${betweenText(plan.api.month)}`,
  },
  breakEvenFact(plan.break_even),
  {
    title: "Self-hosting is cheaper",
    value: percentText(plan.chance_self_host_is_cheaper),
    note: "of the cases looked at",
  },
];

function breakEvenFact(at: SelfHostPlan["break_even"]): Fact {
  const title = "Break-even";
  switch (at.kind) {
    case "at":
      return {
        title,
        value: `${compactCount(at.tokens_per_month)} tokens`,
        note: `a month, ${at.times_now.toFixed(2)}× of now`,
      };
    case "never":
      return { title, value: "never", note: at.why };
    case "always":
      return { title, value: "at any volume", note: at.why };
    default:
      return at satisfies never;
  }
}

/** What is run, what it is asked, and what a wrong choice costs, in a sentence each. */
export function selfHostTexts(plan: SelfHostPlan): readonly string[] {
  const { deployment, traffic, replica, fleet, self_host: own, regret } = plan;
  const { parts } = own;
  return [
    `${plan.model.weights} in ${deployment.precision} on ${deployment.spread} × ${deployment.accelerator} a replica, ${deployment.preset}; ${fleet.mean_replicas.toFixed(1)} replicas on average, ${fleet.peak_replicas} at the peak, ${percentText(fleet.utilisation)} used.`,
    `Traffic (${traffic.basis}): ${countText(traffic.calls_per_month)} calls a month of ${countText(traffic.prompt_tokens)} tokens in and ${countText(traffic.answer_tokens)} out; peak ${traffic.peak_to_mean.toFixed(2)}× the mean.`,
    ...(traffic.unknown_calls === 0
      ? []
      : [
          `${counted(traffic.unknown_calls, "call")} of unknown tokens: taken as long as the others.`,
        ]),
    `Throughput, ${replica.band.kind}: measured ÷ worked out is ${replica.band.low.toFixed(2)} to ${replica.band.high.toFixed(2)} in the middle 80 % of ${counted(replica.band.rows, "server")}.`,
    ...(replica.not_worked_out.length === 0
      ? []
      : [`Not worked out: ${replica.not_worked_out.join("; ")}.`]),
    `Self-hosted is machines ${dollarsShown(parts.machines)}, starting ${dollarsShown(parts.starting)}, operations ${dollarsShown(parts.operations)}, storage ${dollarsShown(parts.storage)}, egress ${dollarsShown(parts.egress)}.`,
    `A wrong choice costs a month, on average: ${dollarsShown(regret.self_host)} self-hosted, ${dollarsShown(regret.api)} with the API.`,
    `Self-hosted: ${own.month.basis}. API: ${plan.api.month.basis}.`,
  ];
}

export type HostLine = Readonly<{ key: string; host: string; cost: string; notes: string }>;

/** Who sells the same weights, the cheapest first; the model of now last. */
export function hostLines({ api }: SelfHostPlan): readonly HostLine[] {
  const lines = api.hosts.map((host) => lineOf(host, ""));
  return api.current === null ? lines : [...lines, lineOf(api.current, "now, other weights; ")];
}

const lineOf = (host: SelfHostPlan["api"]["hosts"][number], what: string): HostLine => ({
  key: `${what}${host.provider}/${host.model}`,
  host: `${host.provider}/${host.model}`,
  cost: costShown(host.dollars_per_month),
  notes: `${what}${host.notes.join("; ")}`,
});
