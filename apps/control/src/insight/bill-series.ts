import type { BilledHistory } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import {
  formatDollars,
  type Picodollars,
  parseDollars,
  subtract,
  sum,
  ZERO,
} from "@headgate/money";
import type { SpendPoint, SpendSeries } from "@headgate/planner";
import { notKnown } from "./not-known.ts";
import { STEP_MS } from "./step-ms.ts";

const STEP = STEP_MS.day;
/** So many days without a line are no quiet days: a statement is missing. */
const MISSING_DAYS = 7;
/** A bill (an account's lines of one source) with lines on so many of the 28 days up to its last one is waited for: five in a week. */
const REGULAR_DAYS = 20;
const LATELY_DAYS = 28;
/** A bill whose last line is further behind the others' is over: the bill of a month comes within the next. */
const PATIENCE_DAYS = 35;
/** Currency of forecasts and anomalies. */
export const BILLS_CURRENCY = "USD";
/** More than there are. */
const MOST_SOURCES = 100;
const MOST_ACCOUNTS = 10_000;

export type BilledSeries = Readonly<{
  series: SpendSeries;
  billed: BilledHistory;
  /** Those for longer than a day among them. */
  lines: number;
  /** Of whose use these are no bills; absent where they are all bills. */
  calledProviders?: readonly string[];
}>;

/**
 * What bills say of each day (UTC): the effective cost of lines for a day or less. A line for longer is not spread; how many
 * there are is told. The last day that has lines may still grow, so it is not known, and neither are those behind it, nor a
 * week or more without a line. Of several sources and accounts, days are known as far as all that are waited for have come. An
 * account is whose bill it is: a payer's members are billed together, and one that stops is waited for by nobody.
 *
 * @param calledProviders where calls are known, the providers (the price book's names) that they are of: what these could
 *   explain is left out, for it is in the calls
 */
export async function billSeries(
  ledger: Pick<LedgerStore, "report">,
  {
    fromMs,
    toMs,
    calledProviders,
  }: Readonly<{ fromMs: number; toMs: number; calledProviders?: readonly string[] }>,
): Promise<BilledSeries> {
  const query = {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    billing_currency: BILLS_CURRENCY,
    grain: "day",
    ...(calledProviders !== undefined && { beyondCallsTo: calledProviders }),
  } as const;
  const whole = await ledger.report("bill-over-time", { ...query, limit: 1 });
  const { rows } = await ledger.report("bill-over-time", {
    ...query,
    ofDays: true,
    by: "source",
    limit: MOST_SOURCES,
  });
  const costs = new Map<number, Picodollars>();
  for (const { start, effective_cost } of rows) {
    const startMs = Date.parse(start);
    costs.set(startMs, sum([costs.get(startMs) ?? ZERO, parseDollars(effective_cost)]));
  }
  const bills: (readonly number[])[] = [];
  for (const source of new Set(rows.map(({ group }) => group))) {
    const ofSource = await ledger.report("bill-over-time", {
      ...query,
      ofDays: true,
      // An empty text stands for lines without a value.
      source: source ?? "",
      by: "billing_account",
      limit: MOST_ACCOUNTS,
    });
    bills.push(...daysByGroup(ofSource.rows));
  }
  const knownMs = knownUntil(bills);
  const costOf = (some: typeof rows) => sum(some.map((row) => parseDollars(row.effective_cost)));
  const linesOf = (some: typeof rows) => some.reduce((total, row) => total + row.lines, 0);
  return {
    series: { grain: "day", points: pointsOf(costs, { knownMs, toMs }) },
    billed: {
      effective_cost: formatDollars(costOf(rows)),
      longer_lines: linesOf(whole.rows) - linesOf(rows),
      longer_cost: formatDollars(subtract(costOf(whole.rows), costOf(rows))),
      known_until: knownMs === undefined ? null : new Date(knownMs).toISOString(),
    },
    lines: linesOf(whole.rows),
    ...(calledProviders !== undefined && { calledProviders }),
  };
}

/** Days with lines of each group, in order of time. */
function daysByGroup(
  rows: readonly Readonly<{ start: string; group: string | null }>[],
): readonly (readonly number[])[] {
  const daysOf = new Map<string | null, number[]>();
  for (const { start, group } of rows) {
    const days = daysOf.get(group);
    if (days === undefined) daysOf.set(group, [Date.parse(start)]);
    else days.push(Date.parse(start));
  }
  return [...daysOf.values()];
}

/**
 * The first day that is not known, or not wholly: the last one of the bill that is furthest behind of those that are
 * waited for.
 *
 * @param bills days with lines of each, in order of time
 */
function knownUntil(bills: readonly (readonly number[])[]): number | undefined {
  const lasts = bills.flatMap((days) => days.at(-1) ?? []);
  if (lasts.length === 0) return undefined;
  const latestMs = Math.max(...lasts);
  const waitedFor = bills.flatMap((days) => {
    const lastMs = days.at(-1);
    if (lastMs === undefined || lastMs < latestMs - PATIENCE_DAYS * STEP) return [];
    const lately = days.filter((startMs) => startMs > lastMs - LATELY_DAYS * STEP);
    return lately.length < REGULAR_DAYS ? [] : [lastMs];
  });
  return Math.min(latestMs, ...waitedFor);
}

/** Without holes, from the first day with a line to the last whole one. */
function pointsOf(
  costs: ReadonlyMap<number, Picodollars>,
  { knownMs, toMs }: Readonly<{ knownMs: number | undefined; toMs: number }>,
): readonly SpendPoint[] {
  const starts = [...costs.keys()].sort((one, other) => one - other);
  const [firstMs] = starts;
  if (firstMs === undefined || knownMs === undefined) return [];
  const points: SpendPoint[] = [];
  let before = firstMs;
  for (const startMs of starts) {
    const gap = (startMs - before) / STEP - 1;
    for (let ms = before + STEP; ms < startMs; ms += STEP) {
      points.push(gap < MISSING_DAYS && ms < knownMs ? { startMs: ms, cost: ZERO } : notKnown(ms));
    }
    const cost = costs.get(startMs);
    points.push(startMs >= knownMs || cost === undefined ? notKnown(startMs) : { startMs, cost });
    before = startMs;
  }
  for (let ms = before + STEP; ms < toMs; ms += STEP) points.push(notKnown(ms));
  return points;
}
