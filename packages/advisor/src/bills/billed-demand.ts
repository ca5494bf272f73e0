import type { SpendCategory } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { type DemandTrace, toMicrodollars } from "@headgate/planner";
import type { Range } from "../findings/range.ts";
import {
  addCovered,
  type CoveredUsage,
  type MachineService,
  type UsageQuery,
  usageOnDemand,
} from "./covered-usage.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS = 24;
/** Calls are priced in dollars, and plans are made in them. */
const CURRENCY = "USD";
/** A bill can be asked for so many hours at once. */
const MOST_DAYS = 60;
/** What a report answers at most; of providers bills have a handful. */
const MOST_PROVIDERS = 1_000;

export type BilledDemand = Readonly<{
  trace: DemandTrace;
  /** `hours`: the bills tell them. `days`: one of them tells days, and each of its days is taken to be even. */
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
  const query = {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    grain: "hour",
    billing_currency: CURRENCY,
    ...which,
  } as const;
  const lines: BilledHour[] = [];
  const covered: CoveredUsage[] = [];
  for (const bill of await billsOf(ledger, query)) {
    const usage = await usageOnDemand(ledger, { ...query, provider: bill }, coveredIs);
    covered.push(usage.covered);
    for (const { start, cost } of usage.rows) {
      lines.push({ bill, atMs: Date.parse(start), microdollars: toMicrodollars(cost) });
    }
  }
  if (lines.length === 0) return undefined;
  const byDay = billsByDay(lines);
  const beginMs = Math.floor(earliest(lines) / DAY_MS) * DAY_MS;
  const hours = (Math.floor(latest(lines) / DAY_MS) * DAY_MS + DAY_MS - beginMs) / HOUR_MS;
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
    covered: addCovered(covered),
  };
}

/** Providers whose bills have usage of these; lines that name none are one more. */
async function billsOf(
  ledger: Pick<LedgerStore, "report">,
  {
    service: _service,
    grain: _grain,
    ...query
  }: UsageQuery & Readonly<{ service?: MachineService }>,
): Promise<readonly string[]> {
  const { rows } = await ledger.report("bill-by", {
    ...query,
    charge_category: "usage",
    by: "provider",
    limit: MOST_PROVIDERS,
  });
  return rows.map(({ group }) => group ?? "");
}

const earliest = (lines: readonly BilledHour[]): number =>
  lines.reduce((least, { atMs }) => Math.min(least, atMs), Infinity);
const latest = (lines: readonly BilledHour[]): number =>
  lines.reduce((most, { atMs }) => Math.max(most, atMs), -Infinity);

/** What a provider's bill has of an hour, or of the day that begins with it. */
type BilledHour = Readonly<{ bill: string; atMs: number; microdollars: number }>;

/** A bill by the day has its lines at midnight; one by the hour has them at other hours, too. */
const billsByDay = (lines: readonly BilledHour[]): ReadonlySet<string> => {
  const byHour = new Set(lines.flatMap(({ bill, atMs }) => (atMs % DAY_MS === 0 ? [] : [bill])));
  return new Set(lines.flatMap(({ bill }) => (byHour.has(bill) ? [] : [bill])));
};
