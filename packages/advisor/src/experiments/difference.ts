import type { ExperimentArm } from "@headgate/contract";
import type { Moments } from "@headgate/ledger";
import { radiusInErrors } from "./confidence-sequence.ts";
import { addMoments, varianceOfMean } from "./moments.ts";

/** Sessions of both arms that were alike before their lot was drawn. */
export type Stratum = Readonly<Record<ExperimentArm, Moments>> &
  Readonly<{
    /** With which others their lot was drawn: one experiment, one share. */
    lot: string;
  }>;

/** Treated less held out, a call. */
export type Difference = Readonly<{
  /** In millionths of the measure's unit, exact but for the last of them. */
  estimateInMillionths: bigint;
  /** Half the interval's length, in the measure's unit. */
  radius: number;
  /** Sessions of both arms. */
  units: number;
}>;

/** Below so many sessions in an arm nothing is said: the limit of many is too far, and costs are skewed. */
export const FEWEST_UNITS = 100;
/**
 * A stratum with fewer sessions in an arm is put together with others of its lot that have too few; a lot that has fewer of
 * them in all is left out.
 */
export const FEWEST_OF_STRATUM = 20;
const MILLION = 1_000_000n;

/** `share`: each call is one or nothing; `rating`: each is from 0 to 1, in millionths; `amount`: all else. */
export type MeasuredAs = "amount" | "share" | "rating";
export const RATING_UNIT = 1e6;

/**
 * The mean difference between the arms, stratum by stratum, each by its share of all calls: what differs between models and
 * features is not taken for an effect, and lengthens no interval.
 *
 * @param of shares and ratings count as never quite certain: where nobody failed so far, somebody may
 * @returns undefined where too few sessions tell
 */
export function differenceOf(
  strata: readonly Stratum[],
  { alpha, of }: Readonly<{ alpha: number; of: MeasuredAs }>,
): Difference | undefined {
  const lots = comparedLots(strata);
  const [first, ...others] = strata.filter(
    ({ lot, treated, held_out }) => lots.has(lot) && treated.units + held_out.units > 0,
  );
  if (first === undefined) return undefined;
  const total = joinedAll([first, ...others]);
  if (fewestUnits(total) < FEWEST_UNITS) return undefined;
  const pooled = [...byLot([first, ...others]).values()].flatMap(poolSmall);
  const calls = pooled.reduce((sum, one) => sum + callsOf(one), 0);
  let estimate = 0n;
  let variance = 0;
  for (const stratum of pooled) {
    const { treated, held_out: heldOut } = stratum;
    const own = callsOf(stratum);
    const weight = own / calls;
    estimate += ratio(treated, own, calls) - ratio(heldOut, own, calls);
    variance += weight ** 2 * (varianceOf(treated, of) + varianceOf(heldOut, of));
  }
  const { treated, held_out: heldOut } = total;
  const size = (treated.units * heldOut.units) / (treated.units + heldOut.units);
  return {
    estimateInMillionths: estimate,
    radius: Math.sqrt(variance) * radiusInErrors(size, alpha),
    units: treated.units + heldOut.units,
  };
}

const joinedAll = ([first, ...others]: readonly [Stratum, ...Stratum[]]): Stratum =>
  others.reduce(joined, first);
const joined = (left: Stratum, right: Stratum): Stratum => ({
  lot: left.lot,
  treated: addMoments(left.treated, right.treated),
  held_out: addMoments(left.held_out, right.held_out),
});
const callsOf = ({ treated, held_out }: Stratum): number => treated.count + held_out.count;
const fewestUnits = ({ treated, held_out }: Stratum): number =>
  Math.min(treated.units, held_out.units);

/** The mean a call of an arm, weighed by a stratum's share of calls, in millionths. */
const ratio = ({ sum, count }: Moments, own: number, all: number): bigint =>
  (sum * MILLION * BigInt(own)) / (BigInt(count) * BigInt(all));

/**
 * The lots whose arms can be compared. Sessions of other lots are other sessions, held out in other parts: put together with
 * them, what differs between lots would pass for an effect.
 */
export function comparedLots(strata: readonly Stratum[]): ReadonlySet<string> {
  const sums = [...byLot(strata).values()].map(joinedAll);
  return new Set(sums.filter((sum) => fewestUnits(sum) >= FEWEST_OF_STRATUM).map(({ lot }) => lot));
}

function byLot(strata: readonly Stratum[]): ReadonlyMap<string, readonly [Stratum, ...Stratum[]]> {
  const lots = new Map<string, [Stratum, ...Stratum[]]>();
  for (const stratum of strata) {
    const known = lots.get(stratum.lot);
    if (known === undefined) lots.set(stratum.lot, [stratum]);
    else known.push(stratum);
  }
  return lots;
}

/** Strata of one lot that are too small are one; where that is too small too, it goes to the largest. */
function poolSmall(strata: readonly Stratum[]): readonly Stratum[] {
  const large = strata.filter((one) => fewestUnits(one) >= FEWEST_OF_STRATUM);
  const [first, ...others] = strata.filter((one) => fewestUnits(one) < FEWEST_OF_STRATUM);
  if (first === undefined) return large;
  const rest = joinedAll([first, ...others]);
  if (fewestUnits(rest) >= FEWEST_OF_STRATUM || large.length === 0) return [...large, rest];
  const [largest, ...smaller] = large.toSorted((a, b) => callsOf(b) - callsOf(a));
  return largest === undefined ? [rest] : [joined(largest, rest), ...smaller];
}

/**
 * Of what lies between nothing and the whole, at least what one more session of either end would leave open (as Agresti and
 * Caffo add them to two samples); without it an interval of what was all alike so far would have no length.
 */
function varianceOf(moments: Moments, of: MeasuredAs): number {
  const variance = varianceOfMean(moments);
  if (of === "amount") return variance;
  const units = moments.units + 2;
  const mean = Number(moments.sum) / moments.count / (of === "rating" ? RATING_UNIT : 1);
  const inside = Math.min(1, Math.max(0, mean));
  const share = (inside * moments.units + 1) / units;
  if (of === "share") return Math.max(variance, (share * (1 - share)) / units);
  // Ratings lie between the ends as well: those that were given count with how they differ.
  const ownSpread = (variance / RATING_UNIT ** 2) * (moments.units - 1);
  const squares = ((ownSpread + inside ** 2) * moments.units + 1) / units;
  return Math.max(variance, ((squares - share ** 2) / units) * RATING_UNIT ** 2);
}
