import type { CatalogueReading, PriceBook } from "@headgate/pricing";

/** How many of the models that any catalogue names the book has a price for, now or, if they are retired, before. */
export type Coverage = Readonly<{ named: number; priced: number; missing: readonly string[] }>;

/** By provider of the book, and for every provider that a catalogue names. */
export function coverageOf(
  book: PriceBook,
  readings: readonly CatalogueReading[],
  day: string,
): Readonly<{ byProvider: Readonly<Record<string, Coverage>>; elsewhere: number }> {
  const days = monthsUntil(day);
  const own = new Set(book.models.map(({ provider }) => provider));
  const named = new Map<string, Set<string>>();
  let elsewhere = 0;
  for (const { candidates, refused } of readings) {
    const all = [...candidates, ...refused.flatMap(({ candidate }) => candidate ?? [])];
    for (const { provider, model } of all) {
      const models = named.get(provider) ?? new Set<string>();
      if (!models.has(model) && !own.has(provider)) elsewhere += 1;
      named.set(provider, models.add(model));
    }
  }
  const byProvider = Object.fromEntries(
    [...own].sort().map((provider) => {
      const models = [...(named.get(provider) ?? [])].sort();
      const missing = models.filter((model) =>
        days.every((atMs) => book.find({ provider, model, atMs }) === undefined),
      );
      return [provider, { named: models.length, priced: models.length - missing.length, missing }];
    }),
  );
  return { byProvider, elsewhere };
}

/** The day itself, and the first of each month before it: catalogues also name what has been retired. */
const monthsUntil = (day: string): readonly number[] => {
  const days = [Date.parse(`${day}T12:00:00Z`)];
  const [year = 0, month = 0] = day.split("-").map(Number);
  for (let back = 0; back < 48; back += 1) days.push(Date.UTC(year, month - 1 - back, 1, 12));
  return days;
};
