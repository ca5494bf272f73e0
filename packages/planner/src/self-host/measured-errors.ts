/** Quantiles of measured throughput ÷ what was worked out, over servers that others measured. */
export type MeasuredError = Readonly<{
  /** Rows of the measurement. */
  rows: number;
  medianAbsoluteError: number;
  /** At {@link errorLevels}, in that order. */
  quantiles: readonly number[];
}>;

export const errorLevels = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975] as const;

/**
 * What `npm run eval -- selfhost DIR --keep` measured, rounded to a thousandth; a test holds these numbers against the
 * newest kept result. `dense` and `experts` are kinds of models, the latter untuned with each model left out of the choice
 * of constants; `calibrated` is after one measurement of the same deployment set the scale.
 */
export const measuredErrors: Readonly<
  Record<"dense" | "experts", Readonly<Record<"untuned" | "calibrated", MeasuredError>>>
> = {
  dense: {
    untuned: {
      rows: 1063,
      medianAbsoluteError: 0.085,
      quantiles: [0.515, 0.791, 0.897, 0.992, 1.07, 1.157, 1.3],
    },
    calibrated: {
      rows: 1000,
      medianAbsoluteError: 0.058,
      quantiles: [0.752, 0.89, 0.963, 1.019, 1.077, 1.152, 1.403],
    },
  },
  experts: {
    untuned: {
      rows: 2062,
      medianAbsoluteError: 0.167,
      quantiles: [0.512, 0.681, 0.835, 1.005, 1.162, 1.377, 1.718],
    },
    calibrated: {
      rows: 1929,
      medianAbsoluteError: 0.088,
      quantiles: [0.652, 0.784, 0.894, 0.985, 1.064, 1.188, 1.531],
    },
  },
};

/** The error that answers about this kind of model have. */
export const measuredErrorOf = (
  shape: Readonly<{ experts?: unknown }>,
  isCalibrated: boolean,
): MeasuredError =>
  measuredErrors[shape.experts === undefined ? "dense" : "experts"][
    isCalibrated ? "calibrated" : "untuned"
  ];

/** The factor at a level from 0 to 1, in straight lines between the quantiles; beyond the outermost, the outermost. */
export function errorFactorAt({ quantiles }: MeasuredError, level: number): number {
  const above = errorLevels.findIndex((known) => known >= level);
  const [first = 1] = quantiles;
  if (above === 0) return first;
  if (above === -1) return quantiles.at(-1) ?? first;
  const [low = 0, high = 1] = [errorLevels[above - 1], errorLevels[above]];
  const [from = first, to = first] = [quantiles[above - 1], quantiles[above]];
  return from + ((to - from) * (level - low)) / (high - low);
}
