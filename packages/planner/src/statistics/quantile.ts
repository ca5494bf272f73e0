/**
 * The value that so many of all do not exceed, one that occurred.
 * @throws RangeError for no value at all
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  const value = sorted[place];
  if (value === undefined) throw new RangeError("no value has no quantile");
  return value;
}
