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

/**
 * The same open weights at several hosts: prices differ, but not by twenty times. Only used to refuse a
 * price, never to choose one.
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
      if (new Set(peers.map(({ provider }) => provider)).size < LEAST_PEERS) continue;
      const ratio = magnitudeOf(point) / medianOf(peers.map(magnitudeOf));
      if (ratio <= MOST && ratio >= 1 / MOST) continue;
      faults.push({
        point,
        code: "peers",
        reason: `${describePrice(point)} is ${Number(ratio.toPrecision(3))} × what other hosts of the model ask in this catalogue`,
      });
    }
  }
  return faults;
}

/** `MiniMaxAI/MiniMax-M2.5` and `minimax-m2.5` are the same weights. */
const weightsOf = (model: string): string => model.slice(model.lastIndexOf("/") + 1).toLowerCase();
