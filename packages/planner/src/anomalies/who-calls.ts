import { divideRounded, type Picodollars, subtract, sum } from "@headgate/money";
import { groupBy } from "../statistics/group-by.ts";
import { type ChangeCell, changeOf } from "./change-cell.ts";
import type { Measure } from "./measures.ts";

const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/**
 * Whether what a call or a token of a slice costs was moved more by who called than by what the calls of each cost:
 * where one dear feature calls five times as often, all of a customer's calls cost more, and none of them does.
 *
 * @param cells of the slice alone
 * @param who dimensions of callers: who else calls is another mix of callers, another model is not
 */
export function isMovedByCallers(
  cells: readonly ChangeCell[],
  who: readonly string[],
  measure: Measure,
): boolean {
  if (measure === "cost") return false;
  const all = changeOf(asManyTogether(cells, measure));
  const callers = groupBy(cells, ({ values }) => JSON.stringify(who.map((one) => values[one])));
  const ofEach = sum(
    [...callers.values()].map((of) =>
      // A caller that was not there has no usual cost of a call.
      unitsOf(of, "before", measure) === 0 ? NONE : changeOf(asManyTogether(of, measure)),
    ),
  );
  return magnitude(subtract(all, ofEach)) > magnitude(ofEach);
}

const NONE = sum([]);

/**
 * Cells with what they would have cost before, had there been as many calls, or tokens, as now in all of them together:
 * what is left of the change is of what these cost and of which of them there were.
 */
export function asManyTogether(
  cells: readonly ChangeCell[],
  measure: Exclude<Measure, "cost">,
): readonly ChangeCell[] {
  const [was, is] = [unitsOf(cells, "before", measure), unitsOf(cells, "after", measure)];
  if (was === 0) return cells;
  const scaled = (cost: Picodollars) => divideRounded(cost, BigInt(was), BigInt(is));
  return cells.map((cell) => ({
    ...cell,
    before: { ...cell.before, cost: scaled(cell.before.cost) },
  }));
}

const unitsOf = (
  cells: readonly ChangeCell[],
  of: "after" | "before",
  measure: Exclude<Measure, "cost">,
): number =>
  cells.reduce(
    (total, cell) => total + cell[of][measure === "cost_per_call" ? "attempts" : "tokens"],
    0,
  );
