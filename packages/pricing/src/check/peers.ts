import { medianOf } from "./place-spread.ts";
import {
  describePrice,
  groupBy,
  magnitudeOf,
  type PriceFault,
  type PricePoint,
} from "./price-point.ts";

const MOST = 20;
const LEAST_PEERS = 3;
/** A shifted point, with what hosts add or take off; only told where so many hosts agree so nearly. */
const SHIFTED = { least: 8, most: 12.5, agreeWithin: 1.25 } as const;

/**
 * The same open weights at several hosts: prices differ, but not by twenty times, and not by ten where the
 * others agree. Only used to refuse a price, never to choose one.
 */
export function peerFaults<Point extends PricePoint>(
  points: readonly Point[],
): readonly PriceFault<Point>[] {
  const faults: PriceFault<Point>[] = [];
  const base = points.filter(
    ({ component, tier, threshold }) =>
      (component === "input" || component === "output") &&
      tier === "standard" &&
      threshold === undefined,
  );
  const groups = groupBy(base, ({ model, component }) => `${weightsOf(model)}|${component}`);
  for (const group of groups.values()) {
    for (const point of group) {
      const peers = group.filter(({ provider }) => provider !== point.provider);
      if (hostsOf(peers) < LEAST_PEERS) continue;
      const median = medianOf(peers.map(magnitudeOf));
      const ratio = magnitudeOf(point) / median;
      if (ratio <= MOST && ratio >= 1 / MOST && !isShifted(ratio, median, peers)) continue;
      faults.push({
        point,
        code: "peers",
        reason: `${describePrice(point)} is ${Number(ratio.toPrecision(3))} × what other hosts of the model ask in this catalogue`,
      });
    }
  }
  return faults;
}

const hostsOf = (points: readonly PricePoint[]): number =>
  new Set(points.map(({ provider }) => provider)).size;

function isShifted(ratio: number, median: number, peers: readonly PricePoint[]): boolean {
  const times = ratio < 1 ? 1 / ratio : ratio;
  if (times < SHIFTED.least || times > SHIFTED.most) return false;
  const agreeing = peers.filter((peer) => {
    const apart = magnitudeOf(peer) / median;
    return apart <= SHIFTED.agreeWithin && apart >= 1 / SHIFTED.agreeWithin;
  });
  return hostsOf(agreeing) >= LEAST_PEERS;
}

/** `MiniMaxAI/MiniMax-M2.5`, `minimax-m2.5` and Fireworks' `minimax-m2p5` are the same weights. */
const weightsOf = (model: string): string =>
  model
    .slice(model.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/(\d)p(\d)/g, "$1.$2");
