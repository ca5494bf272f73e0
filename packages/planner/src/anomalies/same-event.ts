import { sum } from "@headgate/money";
import { DAY_MS } from "../statistics/spend-series.ts";
import { after, before, type ChangeCell, isWithin, ratio } from "./change-cell.ts";
import type { SliceAnomaly } from "./find-anomalies.ts";

/** What is left moved by less than this share of what all did: it is quiet. */
const QUIET = 0.5;
/** A lasting change becomes usual sooner in one slice than in another: its echo is looked for so long. */
const ECHO_MS = 14 * DAY_MS;
/** A slice is not within another for the sake of this share of its cost. */
const ALMOST_WITHIN = 0.95;
/** What is beside an anomalous slice moved as it did when its logarithm moved by half as much to twice as much. */
const MOVED_ALIKE = [0.5, 2] as const;
/** Values with less of the cost beside are not asked whether they moved alike. */
const WORTH_ASKING = 0.1;

/** Whether an event may be seen in an anomaly: at the same time, or as the echo of a lasting change. */
export function isInReach(anomaly: SliceAnomaly, event: SliceAnomaly): boolean {
  const reach = isSameSlice(anomaly, event) ? 0 : ECHO_MS;
  return anomaly.startMs < event.endMs + reach && event.startMs < anomaly.endMs;
}

const isSameSlice = ({ slice: one }: SliceAnomaly, { slice: other }: SliceAnomaly): boolean =>
  one.dimension === other.dimension && one.value === other.value;

/**
 * Whether nothing happened in an anomaly's slice but these events: without their calls, its cost, or what a call or
 * a token of it costs, moved by less than half as much, or the other way.
 *
 * @param cells of the anomaly's span and a usual one
 */
export function isQuietWithout(
  anomaly: SliceAnomaly,
  events: readonly SliceAnomaly[],
  cells: readonly ChangeCell[],
): boolean {
  const own = cells.filter((cell) => isWithin(cell, anomaly.slice));
  const rest = own.filter((cell) => !events.some(({ slice }) => isWithin(cell, slice)));
  if (rest.length === own.length) return false;
  const moved = movement(own, anomaly);
  const left = movement(rest, anomaly);
  if (left === "nothing") return true;
  return moved !== "nothing" && (moved > 0 ? left < moved * QUIET : left > moved * QUIET);
}

/** What a slice cost in both spans. */
export const sizeOf = ({ slice }: SliceAnomaly, cells: readonly ChangeCell[]): bigint => {
  const own = cells.filter((cell) => isWithin(cell, slice));
  return sum([before(own), after(own)]);
};

/**
 * The largest slice that moved as the anomaly's did: where what is beside it moved alike, too, value by value, the
 * cause is what they have in common. The anomaly itself where there is none.
 *
 * @param others anomalies at the same time
 * @param cells of the anomaly's span and a usual one
 */
export function widestAlike(
  anomaly: SliceAnomaly,
  others: readonly SliceAnomaly[],
  cells: readonly ChangeCell[],
): SliceAnomaly {
  const own = cells.filter((cell) => isWithin(cell, anomaly.slice));
  const moved = movement(own, anomaly);
  if (moved === "nothing" || after(own) === 0n) return anomaly;
  let widest = { anomaly, cost: after(own) };
  for (const other of others) {
    const isBeside = other.startMs < anomaly.endMs && anomaly.startMs < other.endMs;
    if (!isBeside || other.direction !== anomaly.direction) continue;
    const ofOther = cells.filter((cell) => isWithin(cell, other.slice));
    const inside = own.filter((cell) => isWithin(cell, other.slice));
    const rest = ofOther.filter((cell) => !isWithin(cell, anomaly.slice));
    const cost = after(ofOther);
    if (cost <= widest.cost || ratio(after(inside), after(own)) < ALMOST_WITHIN) continue;
    if (ratio(after(rest), cost) < 1 - ALMOST_WITHIN) continue;
    if (movedAlike(rest, moved, anomaly)) widest = { anomaly: other, cost };
  }
  return widest.anomaly;
}

function movedAlike(rest: readonly ChangeCell[], moved: number, anomaly: SliceAnomaly): boolean {
  const { dimension } = anomaly.slice;
  const whole = after(rest);
  const values = new Set(rest.map((cell) => valueIn(cell, dimension)));
  return [...values].every((value) => {
    const ofValue = rest.filter((cell) => valueIn(cell, dimension) === value);
    if (ratio(after(ofValue), whole) < WORTH_ASKING) return true;
    const here = movement(ofValue, anomaly);
    if (here === "nothing") return false;
    return here / moved >= MOVED_ALIKE[0] && here / moved <= MOVED_ALIKE[1];
  });
}

const valueIn = ({ values }: ChangeCell, dimension: string | null): string | null =>
  dimension === null ? null : (values[dimension] ?? null);

/**
 * The logarithm of by how much the cost, or what a call or a token cost, has changed: infinite where there was
 * nothing in one of the spans, `nothing` where there was in none.
 */
function movement(cells: readonly ChangeCell[], { measure }: SliceAnomaly): number | "nothing" {
  const [was, is] = [before(cells), after(cells)];
  if (was <= 0n && is <= 0n) return "nothing";
  if (was <= 0n) return Number.POSITIVE_INFINITY;
  if (is <= 0n) return Number.NEGATIVE_INFINITY;
  const cost = Math.log(ratio(is, was));
  if (measure === "cost") return cost;
  const name = measure === "cost_per_call" ? "attempts" : "tokens";
  const units = (of: "after" | "before") =>
    cells.reduce((total, cell) => total + cell[of][name], 0);
  return cost - Math.log(units("after") / units("before"));
}
