import { subtract } from "@headgate/money";
import { toMicrodollars } from "../statistics/estimated-dollars.ts";
import type { JudgedPoint } from "./judge-points.ts";

/** Less than this share of what a call usually costs is not worth a look, as of a cost itself. */
const LEAST_SHARE = 0.1;

/**
 * What a call cost, where a signal of what calls are made of stands out: longer prompts are seen in the prompts many
 * deviations clear, and in dollars a few. A point is as far off as the signal, and anomalous where the dollars moved
 * the same way, on some day in a row by enough to be worth a look: nobody need know of longer prompts that cost
 * nothing, and what began on a Sunday with few calls began then.
 *
 * @param ofSignal judged by the signal
 * @param ofCall the same points judged by what a call cost
 * @param leastOff microdollars that a point must be off at least
 */
export function seenInSignal(
  ofSignal: readonly JudgedPoint[],
  ofCall: readonly JudgedPoint[],
  leastOff: number,
): readonly JudgedPoint[] {
  const costs = new Map(ofCall.map((point) => [point.startMs, point]));
  const points = ofSignal.flatMap(({ startMs, deviations, anomalous }) => {
    const cost = costs.get(startMs);
    if (cost === undefined) return [];
    const off = toMicrodollars(subtract(cost.cost, cost.expected));
    const isAlike = anomalous === "above" ? off > 0 : off < 0;
    const least = Math.max(leastOff, LEAST_SHARE * toMicrodollars(cost.expected));
    return [
      {
        point: { ...cost, deviations, anomalous: isAlike ? anomalous : null },
        isWorth: Math.abs(off) > least,
      },
    ];
  });
  return runsOf(points).flatMap((run) => {
    const isWorth = run.some((one) => one.isWorth);
    return run.map(({ point }) => (isWorth ? point : { ...point, anomalous: null }));
  });
}

type Seen = Readonly<{ point: JudgedPoint; isWorth: boolean }>;

/** Points in a row that are anomalous to the same side, or are not. */
function runsOf(points: readonly Seen[]): readonly (readonly Seen[])[] {
  const runs: Seen[][] = [];
  for (const one of points) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)?.point.anomalous === one.point.anomalous) run.push(one);
    else runs.push([one]);
  }
  return runs;
}
