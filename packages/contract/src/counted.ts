const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/**
 * A count with its noun: `1 call`, `2,000 calls`. What follows the noun may stand in both forms:
 * `counted(n, "attempt has", "attempts have")`.
 */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${whole.format(count)} ${count === 1 ? one : many}`;
