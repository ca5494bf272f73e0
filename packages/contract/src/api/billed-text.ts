import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { counted } from "../counted.ts";
import type { BilledHistory, BillsLeftOut } from "./insight.ts";

/** What forecasts and anomalies rest on where no call is known, and what of the bills is in none of it. */
export const billedText = (billed: BilledHistory): string =>
  `Of bills, since the ledger has no call of this time: ${daysText(billed)}`;

/** The same of what is billed beside the calls that are known. */
export const beyondCallsText = (billed: BilledHistory): string =>
  `Beyond calls: what bills tell that no call can, which is in none of the figures of calls: ${daysText(billed)}`;

function daysText(billed: BilledHistory): string {
  const { longer_lines: lines, longer_cost: cost, known_until: until } = billed;
  const longer =
    lines === 0
      ? ""
      : ` ${counted(lines, "line")} for longer than a day (${dollars(cost)}) ${lines === 1 ? "is" : "are"} left out.`;
  const known = until === undefined || until === null ? "" : `, known up to ${until.slice(0, 10)}`;
  return `${dollars(billed.effective_cost)} by days (UTC)${known}.${longer}`;
}

/** Bills that are in no figure, and why; undefined where there are none. */
export function billsLeftOutText(leftOut: BillsLeftOut | undefined): string | undefined {
  if (leftOut === undefined) return undefined;
  const { because, lines, effective_cost: cost, providers } = leftOut;
  const billed = `Bills of this time, ${dollars(cost)} in ${counted(lines, "line")}`;
  switch (because) {
    case "calls":
      return `${billed}, of the use of ${providers.join(", ")}, are in no figure: calls of these providers are known, and stand for them. What the bills have beyond those calls is not in it.`;
    case "filter":
      return `${billed}, are in no figure: with a filter calls alone are told.`;
    case "hours":
      return `${billed}, are in no figure: they tell days, not hours.`;
    default:
      return because satisfies never;
  }
}

const dollars = (text: string): string => displayDollarsCompact(parseDollars(text));
