import type { CallSource, Feature } from "./features.ts";

/** A time in which a source wrote nothing down, so that no source saw these calls. */
export type Outage = Readonly<{
  source: CallSource;
  feature: string;
  fromMs: number;
  toMs: number;
}>;

/** Whether a source misses a call. */
export const isOut = (
  source: CallSource,
  feature: Feature,
  atMs: number,
  outages: readonly Outage[],
): boolean =>
  outages.some(
    (outage) =>
      outage.source === source &&
      outage.feature === feature.name &&
      atMs >= outage.fromMs &&
      atMs < outage.toMs,
  );
