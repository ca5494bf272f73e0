const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-US", {
  notation: "compact",
  maximumSignificantDigits: 3,
});

/** A count in full: `1,234,567`. */
export const countText = (count: number): string => whole.format(count);

/** A count at a glance: `1.23M`. Up to four digits nothing is rounded. */
export const compactCount = (count: number): string =>
  count < 10_000 ? whole.format(count) : compact.format(count);

/** A count that may not be known: then a dash, never 0. */
export const knownCount = (count: number | null | undefined): string =>
  count === null || count === undefined ? "–" : countText(count);
