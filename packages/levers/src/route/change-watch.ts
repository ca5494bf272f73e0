/** Of something that is taken never to fail one thing would tell all. */
const LEAST_USUAL = 0.005;
const MOST_USUAL = 0.9;
/** Looked for is that a quarter of what usually is good is bad as well: 5 % become 29 %. */
const STEP = 0.25;

/** No evidence: see {@link noteChange}. */
export const noChange = 0;

/**
 * Evidence that more is bad than usual, with one more thing seen: Page's CUSUM. Each adds the logarithm of how much better "a quarter of
 * the good ones is bad too" explains it than "as many as usual" does, and what speaks for the second is forgotten at 0, so that a
 * change tells as fast after a long good time as after a short one.
 *
 * Told should be at ln A. Where no more is bad than usual the factors of a run have a mean of 1 at most, so that a run from any one
 * thing on gets to A with a chance of 1 / A at most (Ville's inequality), and it takes A things on average at least
 * until one does: that is the bound on false alarms, whatever is between usual and better. Where all is bad, ln A / ln 6 things tell
 * at a usual share of 5 %: six for A = 10,000.
 *
 * @param bad from 0 to 1; what is between counts to both, and keeps the bound, since the exponential is convex
 * @param usual the share that usually is bad, at most
 */
export function noteChange(before: number, { bad, usual }: Seen): number {
  return Math.max(0, before + logRatio(bad, usual));
}

/** Evidence that no more is bad than usual, of what was worse: the same the other way round. */
export function noteRecovery(before: number, { bad, usual }: Seen): number {
  return Math.max(0, before - logRatio(bad, usual));
}

type Seen = Readonly<{ bad: number; usual: number }>;

function logRatio(bad: number, usual: number): number {
  // Of what nearly always is bad nothing tells that it got worse.
  if (usual > MOST_USUAL) return 0;
  const least = Math.max(LEAST_USUAL, usual);
  const worse = least + STEP * (1 - least);
  return bad * Math.log(worse / least) + (1 - bad) * Math.log((1 - worse) / (1 - least));
}
