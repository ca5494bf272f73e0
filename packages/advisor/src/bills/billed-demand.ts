import type { SpendCategory } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { type DemandTrace, toMicrodollars } from "@headgate/planner";
import type { Range } from "../findings/range.ts";
import { type CoveredUsage, type MachineService, usageOnDemand } from "./covered-usage.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS = 24;
/** Calls are priced in dollars, and plans are made in them. */
const CURRENCY = "USD";
/** A bill can be asked for so many hours at once. */
const MOST_DAYS = 60;

export type BilledDemand = Readonly<{
  trace: DemandTrace;
  /** `hours`: the bill tells them. `days`: it tells days, and each is taken to be even. */
  told: "hours" | "days";
  covered: CoveredUsage;
}>;

/**
 * What bills say was used, hour by hour: usage in dollars on demand, from the first to the last day that they
 * have a line of. Undefined where they have none. Bills tell no calls and, here, no tokens: those columns are empty.
 */
export async function billedDemand(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
  which: Readonly<{
    category: SpendCategory;
    service?: MachineService;
    provider?: string;
    model?: string;
  }>,
  coveredIs: "counted" | "left_out",
): Promise<BilledDemand | undefined> {
  const toMs = Math.ceil(Date.parse(range.to) / DAY_MS) * DAY_MS;
  const fromMs = Math.max(
    Math.floor(Date.parse(range.from) / DAY_MS) * DAY_MS,
    toMs - MOST_DAYS * DAY_MS,
  );
  const { rows, covered } = await usageOnDemand(
    ledger,
    {
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      grain: "hour",
      billing_currency: CURRENCY,
      ...which,
    },
    coveredIs,
  );
  const lines = rows.map(({ start, cost }) => ({
    atMs: Date.parse(start),
    microdollars: toMicrodollars(cost),
  }));
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  // A bill by the day has its lines at midnight; one by the hour has them at other hours, too.
  const isByDay = lines.every(({ atMs }) => atMs % DAY_MS === 0);
  const beginMs = Math.floor(first.atMs / DAY_MS) * DAY_MS;
  const hours = (Math.floor(last.atMs / DAY_MS) * DAY_MS + DAY_MS - beginMs) / HOUR_MS;
  const spent = new Float64Array(hours);
  for (const { atMs, microdollars } of lines) {
    const hour = (atMs - beginMs) / HOUR_MS;
    // A refund within usage is no demand.
    const amount = Math.max(0, microdollars);
    if (!isByDay) spent[hour] = amount;
    else spent.fill(amount / HOURS, hour, hour + HOURS);
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
    told: isByDay ? "days" : "hours",
    covered,
  };
}
