import { addBill, addCalls, type Cell, newCell } from "./cell.ts";
import type { BillRow, CallRow } from "./sides.ts";

export const DAY_MS = 86_400_000;

/** Cells that could be matched, and the rows of either side that name too little for one. */
export type Matched = Readonly<{
  cells: Cell[];
  vagueBills: readonly BillRow[];
  vagueCalls: readonly CallRow[];
}>;

/**
 * Puts bill and calls of one group side by side, by charge period, model and component. Where charge
 * periods of a model's component overlap, they are one; calls outside any stay by their day.
 */
export function matchCells(bills: readonly BillRow[], calls: readonly CallRow[]): Matched {
  const exactBills = bills.filter(isExact);
  const periods = new Map<string, readonly Period[]>();
  for (const [key, rows] of grouped(exactBills, keyOf)) periods.set(key, disjoint(rows));
  const cells = new Map<string, Cell>();
  const cellFor = (row: BillRow | CallRow, period: Period): Cell => {
    const key = `${period.startMs} ${keyOf(row)}`;
    const cell =
      cells.get(key) ?? newCell({ ...period, model: row.model, component: row.component });
    cells.set(key, cell);
    return cell;
  };
  for (const row of exactBills) {
    addBill(cellFor(row, periodOf(periods.get(keyOf(row)), row.startMs)), row);
  }
  for (const row of calls) {
    if (row.component === null) continue;
    addCalls(cellFor(row, periodOf(periods.get(keyOf(row)), row.dayMs)), row);
  }
  return {
    cells: [...cells.values()],
    vagueBills: bills.filter((row) => !isExact(row)),
    vagueCalls: calls.filter((row) => row.component === null && row.cost !== null),
  };
}

type Period = Readonly<{ startMs: number; endMs: number }>;

const keyOf = ({ model, component }: BillRow | CallRow): string =>
  JSON.stringify([model, component]);

/** A line that a price can be worked out of. */
const isExact = ({ model, component, quantity }: BillRow): boolean =>
  model !== null && component !== null && quantity !== null && quantity > 0n;

/** The periods of rows, with those that overlap made one. */
export function disjoint(rows: readonly Period[]): readonly Period[] {
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of [...rows].sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && startMs < last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

const periodOf = (periods: readonly Period[] | undefined, atMs: number): Period =>
  periods?.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs) ?? {
    startMs: atMs,
    endMs: atMs + DAY_MS,
  };

/** Rows by a key, in the order in which keys come. */
export function grouped<Row>(
  rows: Iterable<Row>,
  key: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
