import type { ReconciliationCause, ReconciliationReason, UsageComponent } from "@headgate/contract";
import type { BillRow, CallRow, Quantity } from "./sides.ts";

/** A signed part of bill − calls, with its name. */
export type Part = Readonly<{
  cause: ReconciliationCause;
  reason: ReconciliationReason;
  amount: bigint;
  note?: string;
}>;

type BillSide = { cost: bigint; quantity: Quantity; rows: BillRow[] };
/** Calls without a known price have a quantity, and add nothing to the cost. */
export type CallSide = { cost: bigint; priced: Quantity; unpriced: Quantity; rows: CallRow[] };

/** One model's component within a charge period, as bill and calls have it; a side that is absent knows nothing of it. */
export type Cell = {
  startMs: number;
  endMs: number;
  model: string | null;
  component: UsageComponent | null;
  /** Where bill and calls were told apart by it: the only one in the cell. */
  tier?: string;
  bill: BillSide | undefined;
  calls: CallSide | undefined;
  /** The calls' cost that came from neighbouring days, less what went there. */
  shifted: bigint;
};

export const newCell = (
  about: Pick<Cell, "startMs" | "endMs" | "model" | "component" | "tier">,
): Cell => ({
  ...about,
  bill: undefined,
  calls: undefined,
  shifted: 0n,
});

/** Adds a row to the bill's side; a row without a quantity adds none. */
export function addBill(cell: Cell, row: BillRow): void {
  cell.bill ??= { cost: 0n, quantity: 0n, rows: [] };
  cell.bill.cost += row.cost;
  if (row.quantity !== null) cell.bill.quantity += row.quantity;
  cell.bill.rows.push(row);
}

/** Adds a row to the calls' side. */
export function addCalls(cell: Cell, row: CallRow): void {
  cell.calls ??= { cost: 0n, priced: 0n, unpriced: 0n, rows: [] };
  if (row.quantity !== null && row.cost === null) cell.calls.unpriced += row.quantity;
  if (row.quantity !== null && row.cost !== null) cell.calls.priced += row.quantity;
  if (row.cost !== null) cell.calls.cost += row.cost;
  cell.calls.rows.push(row);
}

/** What the bill says was used; a cell that no line names has nothing billed. */
export const billedOf = ({ bill }: Cell): Quantity => (bill === undefined ? 0n : bill.quantity);
/** What calls used, priced or not; a cell that no call names has nothing called. */
export const calledOf = ({ calls }: Cell): Quantity =>
  calls === undefined ? 0n : calls.priced + calls.unpriced;
export const billCostOf = ({ bill }: Cell): bigint => (bill === undefined ? 0n : bill.cost);
export const callsCostOf = ({ calls }: Cell): bigint => (calls === undefined ? 0n : calls.cost);
