import type { JudgedPoint } from "./judge-points.ts";

/** One usual point in a hundred is further off than this, where noise is normal: Φ⁻¹(0.995) deviations. */
const NORMAL_TAIL = 2.576;
const IN_TAIL = 0.01;
/** Of fewer points a hundredth is too few to measure. */
const LEAST_POINTS = 300;

/**
 * How far out the noise of many series goes, beside normal noise: the 99th of a hundred usual points' deviations over
 * what it would be then, and never less than 1. Where one day in twenty-five is three times as far off as others, a
 * robust deviation does not know it, and this does.
 */
export function tailOf(series: readonly (readonly JudgedPoint[])[]): number {
  const usual = series.flatMap((points) =>
    points.flatMap(({ anomalous, deviations }) =>
      anomalous === null ? [Math.abs(deviations)] : [],
    ),
  );
  if (usual.length < LEAST_POINTS) return 1;
  const sorted = Float64Array.from(usual).sort();
  const far = sorted[Math.floor(sorted.length * (1 - IN_TAIL))];
  return far === undefined ? 1 : Math.max(1, far / NORMAL_TAIL);
}
