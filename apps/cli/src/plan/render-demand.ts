import { counted, type DemandSummary, type NoPlan } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { colors } from "../command-line/terminal.ts";

export const money = (text: string): string => displayDollarsCompact(parseDollars(text));
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const times = (number: number | null): string =>
  number === null ? "not known" : `${number.toFixed(2)}×`;

/** Why there is no plan: each reason with its place and what to do about it. */
export const renderNoPlan = ({ reasons }: NoPlan): string =>
  ["No plan:", ...reasons.map(({ place, text, mend }) => `  ${place}: ${text}\n    ${mend}`)].join(
    "\n",
  );

/** Demand in a few lines, with how it is expected to go on. */
export function renderDemand(demand: DemandSummary): string {
  const { left_out: left, outlook } = demand;
  const apart = [
    [left.answered_by_cache, "answered by Headgate's cache"],
    [left.batch, "sent to a batch tier"],
    [left.not_served, `not served, ${left.throttled} of them with 429`],
    [demand.unknown_attempts, "of unknown tokens or cost"],
  ] as const;
  return [
    colors.bold(`Demand by the ${demand.grain}, ${demand.from} to ${demand.to}`),
    `Attempts       ${counted(demand.attempts, "attempt")} in ${counted(demand.steps, demand.grain)}${demand.simulated_attempts === 0 ? "" : `; ${demand.simulated_attempts} of them simulated`}`,
    ...apart.flatMap(([count, why]) => (count === 0 ? [] : [`In no sum      ${count} ${why}`])),
    `On demand      ${onDemandText(demand)}`,
    `Beside mean    P95 ${times(demand.p95_over_mean)}, peak ${times(demand.peak_over_mean)}`,
    ...busiest(demand.hours_of_week),
    outlook.kind === "history_too_short"
      ? `Outlook        none: ${counted(outlook.needed_days, "day")} are needed, ${counted(outlook.known_days, "is", "are")} known`
      : `Outlook        ${outlook.method}, ${percent(outlook.growth_per_month)} a month; off by ${percent(outlook.mean_absolute_error)} on average when asked on ${counted(outlook.origins, "day")} of the past, ${counted(outlook.horizon_days, "day")} ahead`,
  ].join("\n");
}

function onDemandText({
  on_demand_per_month: onDemand,
  attempts,
  unknown_attempts: unknown,
}: DemandSummary): string {
  if (onDemand !== null) {
    return `${unknown === 0 ? "" : "≥ "}${money(onDemand)} a month, as it was`;
  }
  return attempts > 0 && unknown === attempts
    ? "not known: no attempt's tokens and cost are known"
    : "not known: less than a day tells of no month";
}

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function busiest(hours: readonly number[] | null): readonly string[] {
  if (hours === null) return [];
  const name = (place: number): string =>
    `${days[Math.floor(place / 24)]} ${String(place % 24).padStart(2, "0")}:00`;
  const most = hours.indexOf(Math.max(...hours));
  const least = hours.indexOf(Math.min(...hours));
  return [
    `Hours (UTC)    most on ${name(most)} (${times(hours[most] as number)}), least on ${name(least)} (${times(hours[least] as number)})`,
  ];
}
