import { divideRounded, picodollars } from "@headgate/money";
import { billedOf, type CallSide, type Cell, calledOf } from "./cell.ts";
import { grouped } from "./match-cells.ts";

/**
 * Moves calls to the neighbouring day on which they were billed. A run of adjacent periods of one model's
 * component is a shift when its quantities differ in every period and come to the same in all of it, and no
 * period passes on more than its own calls. Cost moves with quantity, so that what moved nets out exactly;
 * a run that does not net out, for instance over the edge of the range, stays a difference of quantity.
 */
export function shiftDays(cells: readonly Cell[]): void {
  const series = grouped(cells, ({ model, component }) => JSON.stringify([model, component]));
  for (const one of series.values()) {
    const ordered = [...one].sort((a, b) => a.startMs - b.startMs);
    let at = 0;
    while (at < ordered.length) {
      const run = runFrom(ordered, at);
      for (const move of run) carry(move);
      at += run.length === 0 ? 1 : run.length + 1;
    }
  }
}

/** What one period passes on: all of its calls are known before anything moves. */
type Move = Readonly<{ from: Cell; to: Cell; quantity: bigint }>;

/** The moves of the shortest run that begins here and nets out; none where there is no such run. */
function runFrom(ordered: readonly Cell[], first: number): readonly Move[] {
  const moves: Move[] = [];
  const given = new Map<Cell, bigint>();
  let surplus = 0n;
  for (let index = first; index < ordered.length; index += 1) {
    const cell = ordered[index] as Cell;
    const next = ordered[index + 1];
    const difference = billedOf(cell) - calledOf(cell);
    if (difference === 0n) return [];
    surplus += difference;
    if (surplus === 0n) return moves;
    if (next === undefined || next.startMs !== cell.endMs) return [];
    const [from, to] = surplus < 0n ? [cell, next] : [next, cell];
    const quantity = surplus < 0n ? -surplus : surplus;
    const before = given.get(from);
    const all = before === undefined ? quantity : before + quantity;
    if (from.calls === undefined || all > from.calls.priced) return [];
    given.set(from, all);
    moves.push({ from, to, quantity });
  }
  return [];
}

/** Rounds the cost that moves once; what stays is the rest. */
function carry({ from, to, quantity }: Move): void {
  const source = from.calls as CallSide;
  const cost =
    quantity === source.priced
      ? source.cost
      : divideRounded(picodollars(source.cost), source.priced, quantity);
  to.calls ??= { cost: 0n, priced: 0n, unpriced: 0n, rows: [] };
  to.calls.cost += cost;
  to.calls.priced += quantity;
  for (const row of source.rows) to.calls.rows.push(row);
  to.shifted += cost;
  source.cost -= cost;
  source.priced -= quantity;
  from.shifted -= cost;
  if (source.priced === 0n && source.unpriced === 0n && source.cost === 0n) from.calls = undefined;
}
