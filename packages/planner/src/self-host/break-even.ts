/** Where self-hosting begins to be cheaper for good, as a multiple of an input; everything else as it is. */
export type BreakEven =
  | Readonly<{ kind: "at"; times: number }>
  /** At no multiple up to the largest that was looked at. */
  | Readonly<{ kind: "never" }>
  /** Already at the smallest. */
  | Readonly<{ kind: "always" }>;

/**
 * Looks for the multiple at which `isCheaper` turns true and stays so. Replicas are whole, so the answer can flip near the
 * point: the last flip counts. First a grid (40 steps a decade would be no better than this one's 8), then bisection.
 *
 * @param isCheaper whether self-hosting is cheaper at this multiple
 */
export function breakEven(
  isCheaper: (times: number) => boolean,
  { least, most }: Readonly<{ least: number; most: number }>,
): BreakEven {
  const steps = Math.ceil(8 * Math.log10(most / least));
  const at = (step: number): number => least * (most / least) ** (step / steps);
  let last = steps;
  while (last >= 0 && isCheaper(at(last))) last--;
  if (last === steps) return { kind: "never" };
  if (last === -1) return { kind: "always" };
  let [dearer, cheaper] = [at(last), at(last + 1)];
  while (cheaper / dearer > 1.001) {
    const middle = Math.sqrt(cheaper * dearer);
    if (isCheaper(middle)) cheaper = middle;
    else dearer = middle;
  }
  return { kind: "at", times: cheaper };
}
