import { sum } from "@headgate/money";
import { DAY_MS } from "../statistics/spend-series.ts";
import { after, before, type ChangeCell, isWithin, ratio } from "./change-cell.ts";
import type { SliceAnomaly } from "./find-anomalies.ts";

/** What is left moved by less than this share of what all did: it is quiet. */
const QUIET = 0.5;
/** However little an anomaly stands out, this share of what it moved is not chance. */
const MOST_QUIET = 0.9;
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

export const isAtSameTime = (one: SliceAnomaly, other: SliceAnomaly): boolean =>
  one.startMs < other.endMs && other.startMs < one.endMs;

const isSameSlice = ({ slice: one }: SliceAnomaly, { slice: other }: SliceAnomaly): boolean =>
  one.dimension === other.dimension && one.value === other.value;

/**
 * Whether nothing happened in an anomaly's slice but these events. Without the calls of events that are not wider, its
 * cost, or what a call or a token of it costs, moved by less than half as much, the other way, or by no more than
 * chance may: what is left would not be anomalous. Where an event's slice holds all of the anomaly's, what counts is
 * how much more it moved than the rest of the event's.
 *
 * @param cells of the anomaly's span and a usual one
 */
export function isToldBy(
  anomaly: SliceAnomaly,
  events: readonly SliceAnomaly[],
  cells: readonly ChangeCell[],
): boolean {
  const own = cells.filter((cell) => isWithin(cell, anomaly.slice));
  const wider = events.filter(({ slice }) => own.every((cell) => isWithin(cell, slice)));
  const others = events.filter((event) => !wider.includes(event));
  const isOthers = (cell: ChangeCell) => others.some(({ slice }) => isWithin(cell, slice));
  const rest = own.filter((cell) => !isOthers(cell));
  const moved = movement(own, anomaly);
  const left = movement(rest, anomaly);
  if (left === "nothing" || moved === "nothing") return true;
  const isQuiet = (what: number) => isQuietBeside(what, moved, anomaly);
  if (rest.length < own.length) {
    if (isQuiet(left)) return true;
    if (dollarsOf(left, rest) / dollarsOf(moved, own) < QUIET) return true;
  }
  return wider.some((event) => {
    const whole = cells.filter((cell) => isWithin(cell, event.slice));
    if (anomaly.measure === "cost" && isOnlyMoved(own, whole)) return true;
    const beside = cells.filter(
      (cell) => isWithin(cell, event.slice) && !isWithin(cell, anomaly.slice) && !isOthers(cell),
    );
    const alike = movement(beside, anomaly);
    if (alike === "nothing") return event.direction === anomaly.direction;
    return isQuiet(left - alike);
  });
}

/** Whether calls that a slice has more or fewer of came from, or went to, what is beside it in a wider one. */
function isOnlyMoved(own: readonly ChangeCell[], whole: readonly ChangeCell[]): boolean {
  const moved = attempts(own, "after") - attempts(own, "before");
  const all = attempts(whole, "after") - attempts(whole, "before");
  return Math.abs(all) < Math.abs(moved) * QUIET;
}

/**
 * Whether an anomaly of what a token cost is one of dollars too. Where prompts grow a token costs less, for more of
 * them are input, and nobody pays less.
 */
export function isOfDollars(anomaly: SliceAnomaly, cells: readonly ChangeCell[]): boolean {
  if (anomaly.measure !== "cost_per_token") return true;
  const own = cells.filter((cell) => isWithin(cell, anomaly.slice));
  const ofCall = movement(own, { ...anomaly, measure: "cost_per_call" });
  return ofCall !== "nothing" && (anomaly.direction === "above" ? ofCall > 0 : ofCall < 0);
}

/** A small part of what moved is not quiet because it is noisy: what it is off by is held against the rest. */
const dollarsOf = (moved: number, cells: readonly ChangeCell[]): number =>
  moved === Number.NEGATIVE_INFINITY
    ? -Number(before(cells))
    : Number(after(cells)) * (1 - Math.exp(-moved));

function isQuietBeside(left: number, moved: number, { deviations, limit }: SliceAnomaly): boolean {
  // Had only this much happened, it would not have been found.
  const notFound = Math.min(MOST_QUIET, limit / deviations);
  const share = Math.max(QUIET, notFound);
  return moved > 0 ? left < moved * share : left > moved * share;
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
    if (!isAtSameTime(anomaly, other) || other.direction !== anomaly.direction) continue;
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
  return cost - growth(cells, measure === "cost_per_call" ? "attempts" : "tokens");
}

const attempts = (cells: readonly ChangeCell[], of: "after" | "before"): number =>
  cells.reduce((total, cell) => total + cell[of].attempts, 0);

function growth(cells: readonly ChangeCell[], name: "attempts" | "tokens"): number {
  const units = (of: "after" | "before") =>
    cells.reduce((total, cell) => total + cell[of][name], 0);
  return Math.log(units("after") / units("before"));
}
