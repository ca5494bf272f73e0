import { type Budget, type Slots, slotEnds, slotsAt, slotWidth } from "@headgate/budgets";
import {
  type BudgetSubject,
  type Filter,
  isAnsweredByCache,
  type LeverName,
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

/**
 * What the ledger has of a budget's window from before the budget was known: calls through the gateway, by
 * the start of their attempts. Attempts without a known cost add nothing to dollars.
 *
 * @returns `leftOut`: values of `per` beyond what a report tells apart; their spend is not in it
 */
export async function readOpening(
  ledger: Pick<LedgerStore, "report">,
  budget: Budget,
  { sinceMs, nowMs }: Readonly<{ sinceMs: number; nowMs: number }>,
): Promise<Readonly<{ openings: readonly Opening[]; leftOut: number }>> {
  const { window, config } = budget;
  if (window === undefined) return { openings: [], leftOut: 0 };
  const slots = slotsAt(window, nowMs, config.time_zone);
  const openings: Opening[] = [];
  let leftOut = 0;
  for (const slot of slotsBefore(budget, slots, sinceMs)) {
    const toMs = Math.min(slotEndOf(budget, slot), sinceMs);
    const found = await sumsBySubject(ledger, budget, {
      from: new Date(slot).toISOString(),
      to: new Date(toMs).toISOString(),
    });
    leftOut += found.leftOut;
    for (const { values, sums } of found.subjects) {
      const amount = amountOf(budget, sums);
      if (amount === 0n) continue;
      openings.push({
        subject: JSON.stringify(values),
        slot,
        amount,
        simulated: parseDollars(sums.simulated_cost) > 0n,
      });
    }
  }
  return { openings, leftOut };
}

function slotsBefore({ window }: Budget, slots: Slots, sinceMs: number): readonly number[] {
  if (typeof window !== "object" || !("rolling" in window)) {
    return slots.at < sinceMs ? [slots.at] : [];
  }
  const width = slotWidth(window.rolling);
  const found: number[] = [];
  for (let slot = slots.oldest; slot < sinceMs; slot += width) found.push(slot);
  return found;
}

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

/** Groups by the first field, and within each value by the next one. */
async function sumsBySubject(
  ledger: Pick<LedgerStore, "report">,
  budget: Budget,
  range: Readonly<{ from: string; to: string }>,
  known: Readonly<Partial<Record<BudgetSubject, string>>> = {},
): Promise<BySubject> {
  const query: Query = { ...budget.config.match, ...known, ...range, source: "gateway" };
  const values = budget.per.slice(0, Object.keys(known).length).map((field) => known[field] ?? "");
  const next = budget.per[Object.keys(known).length];
  if (next === undefined) {
    const { totals } = await ledger.report("totals", query);
    const sums = await withRequests(ledger, budget, query, totals);
    return { subjects: [{ values, sums }], leftOut: 0 };
  }
  const report = await ledger.report("spend-by", { ...query, by: next, limit: MOST_VALUES });
  const isLast = budget.per.length === Object.keys(known).length + 1;
  if (isLast) {
    const subjects: Subject[] = [];
    for (const row of report.rows) {
      const label = labelOf(row);
      const sums = await withRequests(ledger, budget, { ...query, [next]: label }, row);
      subjects.push({ values: [...values, label], sums });
    }
    return { subjects, leftOut: report.left_out };
  }
  const parts: BySubject[] = [];
  for (const row of report.rows) {
    parts.push(await sumsBySubject(ledger, budget, range, { ...known, [next]: labelOf(row) }));
  }
  return {
    subjects: parts.flatMap(({ subjects }) => subjects),
    leftOut: parts.reduce((total, { leftOut }) => total + leftOut, report.left_out),
  };
}

/** The levers that make calls of their own. */
const LEVERS_WITH_CALLS: readonly LeverName[] = ["semantic-cache", "context"];

/** Requests are calls that a provider answered and a client asked; the reports count all. */
async function withRequests(
  ledger: Pick<LedgerStore, "report">,
  { measure }: Budget,
  query: Query,
  sums: Sums,
): Promise<Sums> {
  if (measure !== "requests" || sums.calls === 0) return sums;
  const { rows } = await ledger.report("cache-use", { ...query, grain: "month" });
  const cached = rows.filter(({ status }) => isAnsweredByCache(status));
  let requests = sums.calls - cached.reduce((total, { calls }) => total + calls, 0);
  // A report asks for one tag: beside another one, calls of Headgate's own stay counted, which errs on the safe side.
  if (query.tag === undefined) {
    for (const lever of LEVERS_WITH_CALLS) {
      const tag = `${OWN_CALL_TAG}=${lever}`;
      const { totals } = await ledger.report("totals", { ...query, tag });
      requests -= totals.calls;
    }
  }
  return { ...sums, calls: requests };
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
