import type { ListedRow, ListReading, RefusedRow } from "./listed-row.ts";
import { withoutTrailingZeros } from "./trailing-zeros.ts";

/** What spot cost in one zone from a moment on, as AWS's API answers it. */
export type SpotPricePoint = Readonly<{
  instanceType: string;
  availabilityZone: string;
  timestamp: string;
  spotPrice: string;
}>;

/**
 * Spot prices of machines out of their history: of each zone the latest, and of zones the dearest, so that a plan does not rest on
 * the one zone that happens to be cheap.
 */
export function readSpotHistory(points: readonly SpotPricePoint[], region: string): ListReading {
  const refused: RefusedRow[] = [];
  const latest = new Map<string, SpotPricePoint>();
  for (const [index, point] of points.entries()) {
    if (Number.isNaN(Date.parse(point.timestamp)) || !/^\d+(\.\d+)?$/.test(point.spotPrice)) {
      refused.push({
        at: `price ${index + 1}`,
        code: "unreadable",
        reason: "No time or no price.",
      });
      continue;
    }
    const key = `${point.instanceType} ${point.availabilityZone}`;
    const known = latest.get(key);
    if (known === undefined || Date.parse(known.timestamp) < Date.parse(point.timestamp))
      latest.set(key, point);
  }
  const dearest = new Map<string, SpotPricePoint>();
  for (const point of latest.values()) {
    const known = dearest.get(point.instanceType);
    if (known === undefined || Number(known.spotPrice) < Number(point.spotPrice))
      dearest.set(point.instanceType, point);
  }
  const rows = [...dearest.values()].map(
    ({ instanceType, availabilityZone, spotPrice }): ListedRow => ({
      at: availabilityZone,
      provider: "aws",
      sku: instanceType,
      region,
      term: "spot",
      dollarsPerHour: withoutTrailingZeros(spotPrice),
    }),
  );
  return { rows, refused };
}
