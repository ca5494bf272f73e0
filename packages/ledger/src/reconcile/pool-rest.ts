import { addBill, addCalls, type Cell, newCell } from "./cell.ts";
import { DAY_MS, disjoint, grouped, type Matched } from "./match-cells.ts";

/**
 * Lines and calls that name too little to be matched, compared more coarsely: with all of their model's
 * cells in their period that the other side does not know, and lines without a model with all that is then
 * left. A line that names its component still meets calls that are matched by it first.
 */
export function poolRest({ cells, vagueBills, vagueCalls }: Matched): readonly Cell[] {
  const left = new Set(cells);
  const rows = [
    ...vagueBills.map((bill) => ({ bill, ...bill })),
    ...vagueCalls.map((calls) => ({
      calls,
      ...calls,
      startMs: calls.dayMs,
      endMs: calls.dayMs + DAY_MS,
    })),
  ];
  // Those with a model first: they have the better claim to that model's calls.
  const byModel = [...grouped(rows, ({ model }) => JSON.stringify(model)).values()].sort(
    ([a], [b]) => Number(a?.model === null) - Number(b?.model === null),
  );
  const pools = byModel.flatMap((ofModel) =>
    disjoint(ofModel).map((period) => {
      const inPeriod = ({ startMs, endMs }: { startMs: number; endMs: number }): boolean =>
        startMs >= period.startMs && endMs <= period.endMs;
      const model = ofModel[0]?.model ?? null;
      const pool = newCell({ ...period, model, component: null });
      const own = ofModel.filter(inPeriod);
      for (const row of own) {
        if ("bill" in row) addBill(pool, row.bill);
        else addCalls(pool, row.calls);
      }
      const takesCalls = pool.bill !== undefined;
      const takesBills = pool.calls !== undefined;
      for (const cell of left) {
        const isOfPool = inPeriod(cell) && (model === null || cell.model === model);
        if (!isOfPool) continue;
        if (takesCalls && cell.bill === undefined && cell.calls !== undefined) {
          take(pool, cell);
          left.delete(cell);
        } else if (takesBills && cell.calls === undefined && cell.bill !== undefined) {
          take(pool, cell);
          left.delete(cell);
        }
      }
      return pool;
    }),
  );
  return [...left, ...pools];
}

/** Moves all of a cell, which has one side, into a pool. */
function take(pool: Cell, cell: Cell): void {
  pool.shifted += cell.shifted;
  if (cell.bill !== undefined) {
    for (const row of cell.bill.rows) addBill(pool, row);
  }
  if (cell.calls === undefined) return;
  // Not by its rows: a shift may have left a part of them.
  pool.calls ??= { cost: 0n, priced: 0n, unpriced: 0n, rows: [] };
  pool.calls.cost += cell.calls.cost;
  pool.calls.priced += cell.calls.priced;
  pool.calls.unpriced += cell.calls.unpriced;
  for (const row of cell.calls.rows) pool.calls.rows.push(row);
}
