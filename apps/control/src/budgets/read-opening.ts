import {
  type Begun,
  type Budget,
  type Slots,
  type Span,
  slotEnds,
  slotsAt,
  slotWidth,
} from "@headgate/budgets";
import {
  type BudgetSubject,
  type Filter,
  isAnsweredByCache,
  type LeverName,
  leverNames,
  OWN_CALL_TAG,
  type SpendByRow,
  type Totals,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";

/** What one subject had spent in one slot before the budget was known. */
export type Opening = Readonly<{
  subject: string;
  slot: number;
  amount: bigint;
  simulated: boolean;
}>;

/** More than so many values of one field are not told apart by a report. */
const MOST_VALUES = 1_000;

type Sums = Pick<
  Totals,
  "effective_cost" | "input_tokens" | "output_tokens" | "calls" | "simulated_cost"
>;

/** When a budget was not known here, so that only the ledger has what was spent: before it was, and in its gaps. */
export const untold = ({ sinceMs, gaps }: Pick<Begun, "sinceMs" | "gaps">): readonly Span[] => [
  { startMs: Number.NEGATIVE_INFINITY, endMs: sinceMs },
  ...gaps,
];

/**
 * What the ledger has of a budget's window from when the budget was not known: calls through the gateway, by the start of
 * their attempts. Attempts without a known cost add nothing to dollars.
 *
 * @returns `leftOut`: values of `per` beyond what a report tells apart; their spend is not in it
 */
export async function readOpening(
  ledger: Pick<LedgerStore, "report">,
  budget: Budget,
  { spans, nowMs }: Readonly<{ spans: readonly Span[]; nowMs: number }>,
): Promise<Readonly<{ openings: readonly Opening[]; leftOut: number }>> {
  const { window, config } = budget;
  if (window === undefined) return { openings: [], leftOut: 0 };
  const parts = slotsUntil(budget, slotsAt(window, nowMs, config.time_zone), spans).flatMap(
    (slot) =>
      partsOf({ startMs: slot, endMs: slotEndOf(budget, slot) }, spans).map((part) => ({
        slot,
        range: rangeOf(part),
        part,
      })),
  );
  // Calls wait for it: what concerns no slot at all is found once, for all of them.
  const whole = await madeInAll(
    ledger,
    budget,
    parts.map(({ part }) => part),
  );
  const openings = new Map<string, Opening>();
  let leftOut = 0;
  if (whole === undefined) return { openings: [], leftOut };
  for (const { slot, range } of parts) {
    const found = await sumsBySubject({ ledger, budget, range, ...whole });
    leftOut += found.leftOut;
    for (const { values, sums } of found.subjects) {
      const amount = amountOf(budget, sums);
      if (amount === 0n) continue;
      const subject = JSON.stringify(values);
      const before = openings.get(`${slot}\n${subject}`);
      openings.set(`${slot}\n${subject}`, {
        ...{ subject, slot, amount: before === undefined ? amount : before.amount + amount },
        simulated: parseDollars(sums.simulated_cost) > 0n || before?.simulated === true,
      });
    }
  }
  return { openings: [...openings.values()], leftOut };
}

const rangeOf = ({ startMs, endMs }: Span): Range => ({
  from: new Date(startMs).toISOString(),
  to: new Date(endMs).toISOString(),
});

/** The slots that count now and began before the last of the spans was over. */
function slotsUntil({ window }: Budget, slots: Slots, spans: readonly Span[]): readonly number[] {
  const lastMs = Math.max(...spans.map(({ endMs }) => endMs));
  if (typeof window !== "object" || !("rolling" in window)) {
    return slots.at < lastMs ? [slots.at] : [];
  }
  const width = slotWidth(window.rolling);
  const found: number[] = [];
  for (let slot = slots.oldest; slot < lastMs; slot += width) found.push(slot);
  return found;
}

/** What of a stretch of time lies in spans. */
const partsOf = (whole: Span, spans: readonly Span[]): readonly Span[] =>
  spans.flatMap(({ startMs, endMs }) => {
    const part = {
      startMs: Math.max(whole.startMs, startMs),
      endMs: Math.min(whole.endMs, endMs),
    };
    return part.startMs < part.endMs ? [part] : [];
  });

/** Where a slot's own time ends, which is not when it counts no longer. */
const slotEndOf = ({ window, config }: Budget, slot: number): number => {
  if (window === undefined) return slot;
  return typeof window === "object" && "rolling" in window
    ? slot + slotWidth(window.rolling)
    : slotEnds(window, slot, config.time_zone);
};

type Query = Filter & Readonly<{ from: string; to: string }>;
type Subject = Readonly<{ values: readonly string[]; sums: Sums }>;
type BySubject = Readonly<{ subjects: readonly Subject[]; leftOut: number }>;

type Range = Readonly<{ from: string; to: string }>;
type Asked = Whole &
  Readonly<{
    ledger: Pick<LedgerStore, "report">;
    budget: Budget;
    range: Range;
  }>;

/** What of all that was made is no client's request, where a budget is of requests. */
type Whole = Readonly<{
  /** Those that made calls of their own. */
  levers: readonly LeverName[];
  /** Whether a call was answered by Headgate's own cache. */
  hasCached: boolean;
}>;

/** What was made from the first of some stretches of time to the last; undefined where nothing was. */
async function madeInAll(
  ledger: Pick<LedgerStore, "report">,
  { measure, config: { match } }: Budget,
  parts: readonly Span[],
): Promise<Whole | undefined> {
  if (parts.length === 0) return undefined;
  const startMs = Math.min(...parts.map((part) => part.startMs));
  const endMs = Math.max(...parts.map((part) => part.endMs));
  const query: Query = { ...match, ...rangeOf({ startMs, endMs }), source: "gateway" };
  const { totals } = await ledger.report("totals", query);
  if (totals.attempts === 0 && totals.calls === 0) return undefined;
  if (measure !== "requests") return { levers: [], hasCached: false };
  return {
    levers: await leversWithCalls(ledger, query),
    hasCached: (await cachedOf(ledger, query)) > 0,
  };
}

/** Groups by the first field, and within each value by the next one. */
async function sumsBySubject(
  asked: Asked,
  known: Readonly<Partial<Record<BudgetSubject, string>>> = {},
): Promise<BySubject> {
  const { ledger, budget, range } = asked;
  const query: Query = { ...budget.config.match, ...known, ...range, source: "gateway" };
  const values = budget.per.slice(0, Object.keys(known).length).map((field) => known[field] ?? "");
  const next = budget.per[Object.keys(known).length];
  if (next === undefined) {
    const { totals } = await ledger.report("totals", query);
    const [sums] = await withRequests(asked, query, [{ query, sums: totals }]);
    return { subjects: sums === undefined ? [] : [{ values, sums }], leftOut: 0 };
  }
  const report = await ledger.report("spend-by", { ...query, by: next, limit: MOST_VALUES });
  const isLast = budget.per.length === Object.keys(known).length + 1;
  if (isLast) {
    const all = report.rows.map((row) => ({
      label: labelOf(row),
      query: { ...query, [next]: labelOf(row) },
      sums: row,
    }));
    const counted = await withRequests(asked, query, all, next);
    return {
      subjects: all.map(({ label, sums }, index) => ({
        values: [...values, label],
        sums: counted[index] ?? sums,
      })),
      leftOut: report.left_out,
    };
  }
  const parts: BySubject[] = [];
  for (const row of report.rows) {
    parts.push(await sumsBySubject(asked, { ...known, [next]: labelOf(row) }));
  }
  return {
    subjects: parts.flatMap(({ subjects }) => subjects),
    leftOut: parts.reduce((total, { leftOut }) => total + leftOut, report.left_out),
  };
}

/**
 * Any lever may make calls of its own, which live counting leaves out of requests. A report asks for one tag: beside another
 * one, such calls stay counted, which errs on the safe side.
 */
async function leversWithCalls(
  ledger: Pick<LedgerStore, "report">,
  query: Query,
): Promise<readonly LeverName[]> {
  if (query.tag !== undefined) return [];
  const found: LeverName[] = [];
  for (const lever of leverNames) {
    if ((await ownCallsOf(ledger, lever, query)) > 0) found.push(lever);
  }
  return found;
}

const tagOf = (lever: LeverName): string => `${OWN_CALL_TAG}=${lever}`;

async function ownCallsOf(
  ledger: Pick<LedgerStore, "report">,
  lever: LeverName,
  query: Query,
): Promise<number> {
  return (await ledger.report("totals", { ...query, tag: tagOf(lever) })).totals.calls;
}

async function cachedOf(ledger: Pick<LedgerStore, "report">, query: Query): Promise<number> {
  const { rows } = await ledger.report("cache-use", { ...query, grain: "month" });
  return rows
    .filter(({ status }) => isAnsweredByCache(status))
    .reduce((total, { calls }) => total + calls, 0);
}

type Counted = Readonly<{ query: Query; label?: string; sums: Sums }>;

/**
 * Requests are calls that a provider answered and a client asked; the reports count all.
 *
 * @param query covers all that are counted, which are its values of `by`
 */
async function withRequests(
  { ledger, budget: { measure }, levers, hasCached }: Asked,
  query: Query,
  counted: readonly Counted[],
  by?: BudgetSubject,
): Promise<readonly Sums[]> {
  const all = counted.map(({ sums }) => sums);
  if (measure !== "requests" || all.every(({ calls }) => calls === 0)) return all;
  // The report of the cache groups by nothing: it is asked for each only where there was such a call at all.
  const isCached = hasCached && (await cachedOf(ledger, query)) > 0;
  const own = await Promise.all(levers.map((lever) => ownCallsBy(ledger, lever, query, by)));
  const found: Sums[] = [];
  for (const { query: one, label = "", sums } of counted) {
    let calls = sums.calls;
    if (isCached && sums.calls > 0) calls -= await cachedOf(ledger, one);
    for (const ofLever of own) calls -= await ofLever(label, one);
    found.push({ ...sums, calls });
  }
  return found;
}

/** Tells of each value how many calls a lever made: by one report of all of them. */
async function ownCallsBy(
  ledger: Pick<LedgerStore, "report">,
  lever: LeverName,
  query: Query,
  by: BudgetSubject | undefined,
): Promise<(label: string, one: Query) => Promise<number>> {
  if (by === undefined) return (_, one) => ownCallsOf(ledger, lever, one);
  const { rows, left_out } = await ledger.report("spend-by", {
    ...{ ...query, tag: tagOf(lever), by, limit: MOST_VALUES },
  });
  const known = new Map(rows.map((row) => [labelOf(row), row.calls]));
  // Not among those that are told apart is not none.
  return async (label, one) =>
    known.get(label) ?? (left_out > 0 ? ownCallsOf(ledger, lever, one) : 0);
}

const labelOf = ({ group }: SpendByRow): string => group ?? "";

function amountOf({ measure }: Budget, sums: Sums): bigint {
  switch (measure) {
    case "dollars": {
      const cost: bigint = parseDollars(sums.effective_cost);
      return cost < 0n ? 0n : cost;
    }
    case "tokens":
      return BigInt(sums.input_tokens) + BigInt(sums.output_tokens);
    case "requests":
      return BigInt(sums.calls);
    case "concurrency":
      return 0n;
    default:
      return measure satisfies never;
  }
}
