import type { SpendCategory } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import type { DemandTrace } from "@headgate/planner";
import type { Range } from "../findings/range.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS = 24;
/** Calls are priced in dollars, and plans are made in them. */
const CURRENCY = "USD";
/** A bill can be asked for so many hours at once. */
const MOST_DAYS = 60;
/** A bill names so many at once; the rest of them is one more. */
const MOST_PROVIDERS = 20;

export type BilledDemand = Readonly<{
  trace: DemandTrace;
  /** `hours`: the bills tell them. `days`: one of them tells days, and each of its days is taken to be even. */
  told: "hours" | "days";
}>;

/**
 * What bills say was used, hour by hour: usage in dollars at its effective cost, from the first to the last day that they
 * have a line of. Undefined where they have none. Bills tell no calls and, here, no tokens: those columns are empty.
 */
export async function billedDemand(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
  which: Readonly<{ category: SpendCategory; provider?: string; model?: string }>,
): Promise<BilledDemand | undefined> {
  const toMs = Math.ceil(Date.parse(range.to) / DAY_MS) * DAY_MS;
  const fromMs = Math.max(
    Math.floor(Date.parse(range.from) / DAY_MS) * DAY_MS,
    toMs - MOST_DAYS * DAY_MS,
  );
  const { rows } = await ledger.report("bill-over-time", {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    grain: "hour",
    by: "provider",
    limit: MOST_PROVIDERS,
    charge_category: "usage",
    billing_currency: CURRENCY,
    ...which,
  });
  const lines = rows.map(
    ({ start, group, is_other: isOther, effective_cost: cost }): BilledHour => ({
      bill: JSON.stringify(isOther ? { isOther } : { group }),
      atMs: Date.parse(start),
      // A refund within usage is no demand.
      microdollars: Math.max(0, Number(parseDollars(cost)) / 1e6),
    }),
  );
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const byDay = billsByDay(lines);
  const beginMs = Math.floor(first.atMs / DAY_MS) * DAY_MS;
  const hours = (Math.floor(last.atMs / DAY_MS) * DAY_MS + DAY_MS - beginMs) / HOUR_MS;
  const spent = new Float64Array(hours);
  for (const { bill, atMs, microdollars } of lines) {
    const hour = (atMs - beginMs) / HOUR_MS;
    const length = byDay.has(bill) ? HOURS : 1;
    for (let at = hour; at < hour + length; at++) {
      spent[at] = (spent[at] as number) + microdollars / length;
    }
  }
  const none = () => new Float64Array(hours);
  return {
    trace: {
      fromMs: beginMs,
      stepMs: HOUR_MS,
      calls: none(),
      inputTokens: none(),
      cacheReadTokens: none(),
      outputTokens: none(),
      onDemandMicrodollars: spent,
      unknownCalls: 0,
    },
    told: byDay.size > 0 ? "days" : "hours",
  };
}

/** What a provider's bill has of an hour, or of the day that begins with it. */
type BilledHour = Readonly<{ bill: string; atMs: number; microdollars: number }>;

/** A bill by the day has its lines at midnight; one by the hour has them at other hours, too. */
const billsByDay = (lines: readonly BilledHour[]): ReadonlySet<string> => {
  const byHour = new Set(lines.flatMap(({ bill, atMs }) => (atMs % DAY_MS === 0 ? [] : [bill])));
  return new Set(lines.flatMap(({ bill }) => (byHour.has(bill) ? [] : [bill])));
};
