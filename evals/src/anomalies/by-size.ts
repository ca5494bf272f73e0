import type { JudgedChange } from "./judge-findings.ts";

/**
 * How many deviations large a change is that is found nine times in ten on one day alone. About 60 slices are judged
 * by three measures, so the limit of what a call or a token costs is √(4² + 2 ln 180) = 5.1 deviations; that of normal
 * noise nine values in ten are above −1.28 (Φ⁻¹(0.9)) is added.
 */
export const LEAST_FINDABLE = 6.4;
/** Shares of all spend on its days. */
const shares = [0, 0.02, 0.05, 0.1, 0.2] as const;

export type SizeFound = Readonly<{
  size: string;
  planted: number;
  found: number;
  named: number;
  /** The middle one's. */
  "median dollars": string;
}>;

/** How many changes are found and named by how large they are: of all spend, and beside their slice's noise. */
export function bySize(
  changes: readonly JudgedChange[],
  isNamed: (change: JudgedChange) => boolean,
): readonly SizeFound[] {
  const row = (size: string, of: readonly JudgedChange[]): SizeFound => {
    const dollars = of.map((one) => one.dollars).sort((one, other) => one - other);
    const middle = dollars[dollars.length >> 1];
    return {
      size,
      planted: of.length,
      found: of.filter(({ isFound }) => isFound).length,
      named: of.filter(isNamed).length,
      "median dollars": middle === undefined ? "" : middle.toFixed(2),
    };
  };
  const within = (from: number, to: number) =>
    changes.filter(({ share }) => share >= from && share < to);
  const inPercent = (share: number): string => `${100 * share} %`;
  return [
    ...shares.map((from, index) => {
      const to = shares[index + 1];
      return to === undefined
        ? row(`${inPercent(from)} of all spend and more`, within(from, Number.POSITIVE_INFINITY))
        : row(`${inPercent(from)} to ${inPercent(to)} of all spend`, within(from, to));
    }),
    row(
      `under ${LEAST_FINDABLE} times its noise`,
      changes.filter(({ ratio }) => ratio < LEAST_FINDABLE),
    ),
    row(
      `${LEAST_FINDABLE} times its noise and more`,
      changes.filter(({ ratio }) => ratio >= LEAST_FINDABLE),
    ),
  ];
}
