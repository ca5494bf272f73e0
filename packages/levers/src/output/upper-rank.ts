/**
 * Which of n observations, in ascending order, is certainly not below a quantile: the smallest rank k with
 * P(Binomial(n, quantile) < k) ≥ confidence. The k-th smallest observation is then an upper confidence bound of the
 * quantile, whatever the distribution, since fewer than k of n lie at or below the quantile with that probability
 * (the distribution-free interval for a quantile by order statistics).
 *
 * @param quantile above 0 and below 1
 * @returns the rank, from 1; `undefined` where n observations are too few for any
 */
export function upperRank(
  n: number,
  { quantile, confidence }: Readonly<{ quantile: number; confidence: number }>,
): number | undefined {
  // From the top, where the few terms that decide lie: P(X ≥ k) = Σ P(X = i) for i from k to n.
  const odds = (1 - quantile) / quantile;
  let term = quantile ** n;
  let above = term;
  let rank: number | undefined;
  for (let k = n; k >= 1 && above <= 1 - confidence; k--) {
    rank = k;
    term = (term * k * odds) / (n - k + 1);
    above += term;
  }
  return rank;
}
