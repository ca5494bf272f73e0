import {
  describePrice,
  groupBy,
  magnitudeOf,
  type PriceFault,
  type PricePoint,
} from "./price-point.ts";

/** A region may cost up to twice, and not less than six tenths, of where the model is cheapest to compare with. */
const MOST = 2.2;

/**
 * One model's prices differ by place by a tenth to a half. A place more than {@link MOST} times the median
 * of at least two others is a slip.
 */
export function placeSpreadFaults<Point extends PricePoint>(
  points: readonly Point[],
): readonly PriceFault<Point>[] {
  const faults: PriceFault<Point>[] = [];
  const groups = groupBy(points, ({ provider, model, component, tier, threshold }) =>
    [provider, model, component, tier, threshold?.above_input_tokens ?? ""].join("|"),
  );
  for (const group of groups.values()) {
    if (group.length < 3) continue;
    for (const point of group) {
      const middle = medianOf(group.filter((other) => other !== point).map(magnitudeOf));
      const ratio = magnitudeOf(point) / middle;
      if (ratio <= MOST && ratio >= 1 / MOST) continue;
      faults.push({
        point,
        code: "place-spread",
        reason: `${describePrice(point)} in ${point.place ?? point.scope} is ${Number(ratio.toPrecision(3))} × what the catalogue has for the model elsewhere`,
      });
    }
  }
  return faults;
}

export const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError("no values to take the middle of");
  return middle;
};
