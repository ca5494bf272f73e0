import type { PriceRecord } from "@headgate/contract";
import { unitPriceOf } from "../unit-price.ts";

/** What a check looks at: a price record of the book, or a candidate of a catalogue. */
export type PricePoint = Pick<
  PriceRecord,
  "provider" | "model" | "component" | "tier" | "scope" | "price" | "per"
> &
  Readonly<{
    place?: string | undefined;
    threshold?: PriceRecord["threshold"];
  }>;

/** A price that cannot be right, and why. */
export type PriceFault<Point extends PricePoint = PricePoint> = Readonly<{
  point: Point;
  code: "unit-bounds" | "row-unit" | "ratio" | "place-spread" | "peers" | "jump";
  reason: string;
}>;

/**
 * Picodollars of one unit, as a number. Checks compare magnitudes only: no amount that is charged passes
 * through here.
 */
export const magnitudeOf = (point: PricePoint): number =>
  Number(unitPriceOf(point.price, point.per));

/** `$3 per 1M tokens`, for a reason. */
export const describePrice = ({ price, per, component }: PricePoint): string =>
  per === 1_000_000 ? `$${price}/M for ${component}` : `$${price} per ${per} for ${component}`;

/** The points of one model in one tier, scope and place on one side of a threshold. */
export const cellOf = (point: PricePoint): string =>
  [
    point.provider,
    point.model,
    point.tier,
    point.scope,
    point.place ?? "",
    point.threshold?.above_input_tokens ?? "",
  ].join("|");

export const groupBy = <Point>(
  points: Iterable<Point>,
  keyOf: (point: Point) => string,
): ReadonlyMap<string, readonly Point[]> => {
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    const key = keyOf(point);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  return groups;
};
