import { regularisedBeta } from "../../regularised-beta.ts";

/**
 * The one-sided Clopper–Pearson upper bound of a share: the largest share under which `wrong` or fewer of `seen`
 * would still come up with probability 1 − `confidence`. Both counts may be effective ones, with a fraction.
 *
 * Clopper and Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934): the bound is the
 * `confidence` quantile of Beta(wrong + 1, seen − wrong). Found by bisection on the regularised incomplete beta
 * function.
 */
export function upperBoundOfShare(
  { wrong, seen }: Readonly<{ wrong: number; seen: number }>,
  confidence: number,
): number {
  if (wrong >= seen) return 1;
  let low = wrong / seen;
  let high = 1;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (regularisedBeta(middle, wrong + 1, seen - wrong) < confidence) low = middle;
    else high = middle;
  }
  return high;
}
