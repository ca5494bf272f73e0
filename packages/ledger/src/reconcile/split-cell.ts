import { divideRounded, picodollars } from "@headgate/money";
import { billCostOf, billedOf, type Cell, calledOf, callsCostOf, type Part } from "./cell.ts";

/** Names a difference of price; the amount is worked out already. */
export type NameRate = (cell: Cell) => Pick<Part, "reason"> & Readonly<{ note?: string }>;

/**
 * Splits bill − calls of one cell. The order of substitution is fixed: first calls are moved to the day on
 * which they were billed, then a side that is not there is coverage, then quantity counts at the bill's
 * rate, then calls without a price at that rate, and what is left, with the quantity the same on both sides,
 * is the rate:
 *
 *     timing   = cost moved here − cost moved away
 *     quantity = B × (Qb − Qc) ÷ Qb
 *     unpriced = B × Qu ÷ Qb
 *     rate     = B − C − quantity − unpriced
 *
 * with B and Qb of the bill, C and Qc of the calls after the move, and Qu of those without a price. Each
 * quotient is rounded once, and the rest is taken, so that the parts add up exactly.
 */
export function splitCell(
  cell: Cell,
  context: Readonly<{
    isBilledDay: (cell: Cell) => boolean;
    /** Whether the bill states some hours of the day so far: calls behind them are not more than it, but later. */
    isUnfinished: (cell: Cell) => boolean;
    nameRate: NameRate;
  }>,
): readonly Part[] {
  const timing: Part = { cause: "timing", reason: "shifted", amount: cell.shifted };
  const own = ownParts(cell, context);
  return [timing, ...own].filter(({ amount }) => amount !== 0n);
}

function ownParts(
  cell: Cell,
  { isBilledDay, isUnfinished, nameRate }: Parameters<typeof splitCell>[1],
): readonly Part[] {
  const bill = billCostOf(cell);
  const calls = callsCostOf(cell);
  const difference = bill - calls;
  if (cell.model === null && cell.bill !== undefined) {
    return [{ cause: "unexplained", reason: "no_model", amount: difference }];
  }
  const notReached = { cause: "timing", reason: "bill_ends_within_day" } as const;
  if (cell.bill === undefined && isUnfinished(cell)) {
    return [{ ...notReached, amount: difference }];
  }
  if (cell.bill === undefined) {
    const reason = isBilledDay(cell) ? "not_billed" : "no_bill_for_day";
    return [{ cause: "coverage", reason, amount: difference }];
  }
  if (cell.calls === undefined) {
    return [{ cause: "coverage", reason: "not_called", amount: difference }];
  }
  const billed = billedOf(cell);
  const called = calledOf(cell);
  if (cell.component === null || billed <= 0n) {
    return [{ cause: "unexplained", reason: "no_quantity", amount: difference }];
  }
  const { priced, unpriced } = cell.calls;
  const quantity = divideRounded(picodollars(bill), billed, billed - called);
  const rest = difference - quantity;
  // Where no call has a price, all of the rest is theirs, roundings too.
  const ofUnpriced = priced === 0n ? rest : divideRounded(picodollars(bill), billed, unpriced);
  const rate = rest - ofUnpriced;
  return [
    billed < called && isUnfinished(cell)
      ? { ...notReached, amount: quantity }
      : {
          cause: "quantity",
          reason: billed > called ? "more_billed" : "more_called",
          amount: quantity,
        },
    { cause: "rate", reason: "unpriced", amount: ofUnpriced },
    ...(rate === 0n ? [] : [{ cause: "rate" as const, ...nameRate(cell), amount: rate }]),
  ];
}
