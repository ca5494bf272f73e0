export const DAY_MS = 86_400_000;

/** Days since the epoch of a calendar day `yyyy-mm-dd`. Prices change at midnight UTC: the providers name days, not hours. */
export const dayNumberOf = (day: string): number => {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) throw new RangeError(`"${day}" is not a day of the form yyyy-mm-dd`);
  return Math.floor(time / DAY_MS);
};
