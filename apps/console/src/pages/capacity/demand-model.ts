import { counted, type DemandSummary } from "@headgate/contract";
import { dollarsShown } from "../../format/money-text.ts";
import { type Fact, percentText, timesText } from "./plan-text.ts";

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Mean, P95, peak and what comes. */
export const demandFacts = (demand: DemandSummary): readonly Fact[] => [
  onDemandFact(demand),
  {
    title: "P95 ÷ mean",
    value: timesText(demand.p95_over_mean),
    note: `dollars of each ${demand.grain}`,
  },
  {
    title: "Peak ÷ mean",
    value: timesText(demand.peak_over_mean),
    note: `the busiest ${demand.grain}`,
  },
  outlookFact(demand.outlook),
];

function onDemandFact({
  on_demand_per_month: onDemand,
  attempts,
  unknown_attempts: unknown,
}: DemandSummary): Fact {
  const title = "On demand";
  if (onDemand !== null) {
    const value = `${unknown === 0 ? "" : "≥ "}${dollarsShown(onDemand)}`;
    return { title, value, note: "a mean month, as it was" };
  }
  const note =
    attempts > 0 && unknown === attempts
      ? "no attempt's tokens and cost are known"
      : "a day of history is needed";
  return { title, value: "not known", note };
}

function outlookFact(outlook: DemandSummary["outlook"]): Fact {
  switch (outlook.kind) {
    case "back_tested":
      return {
        title: "Outlook",
        value: `${outlook.growth_per_month > 0 ? "+" : ""}${percentText(outlook.growth_per_month)}`,
        note: `a month; ± ${percentText(outlook.mean_absolute_error)} on average`,
      };
    case "history_too_short":
      return {
        title: "Outlook",
        value: "not known",
        note: `${counted(outlook.needed_days, "day")} of history are needed, ${outlook.known_days} known`,
      };
    default:
      return outlook satisfies never;
  }
}

/** What the figures rest on, and what is in no sum, in a sentence each. */
export function demandTexts(demand: DemandSummary): readonly string[] {
  const { left_out: left, outlook } = demand;
  const apart = [
    [left.answered_by_cache, "answered by Headgate's cache"],
    [left.batch, "sent to a batch tier"],
    [left.not_served, `not served, ${left.throttled} of them refused with 429`],
    [demand.unknown_attempts, "of unknown tokens or cost, so this is a lower bound"],
  ] as const;
  return [
    `${counted(demand.attempts, "attempt")} in ${counted(demand.steps, demand.grain)}, from ${dayOf(demand.from)} to ${dayOf(demand.to)}.`,
    ...apart.flatMap(([count, why]) =>
      count === 0 ? [] : [`In no sum: ${counted(count, "attempt")} ${why}.`],
    ),
    ...(demand.simulated_attempts === 0
      ? []
      : [`${counted(demand.simulated_attempts, "attempt")} at simulated providers.`]),
    ...(outlook.kind === "back_tested"
      ? [
          `Outlook: ${outlook.method}, tried on ${counted(outlook.origins, "day")} of the past (${outlook.independent_origins} independent), ${counted(outlook.horizon_days, "day")} ahead${outlook.coverage === null ? "" : `; its range held ${percentText(outlook.coverage)} of what came`}.`,
        ]
      : []),
  ];
}

const dayOf = (moment: string): string => moment.slice(0, 10);

export type HourPoint = Readonly<{ label: string; title: string; text: string; length: number }>;

/** Hours of the week beside the mean hour, from Monday on; undefined with less than a week. */
export const hourPoints = ({ hours_of_week }: DemandSummary): readonly HourPoint[] | undefined =>
  hours_of_week?.map((length, index) => {
    const day = weekdays[Math.floor(index / 24)] as string;
    return {
      label: day,
      title: `${day} ${String(index % 24).padStart(2, "0")}:00`,
      text: timesText(length),
      length,
    };
  });
