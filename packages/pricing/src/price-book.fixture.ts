import { createPriceBook, type PriceBook } from "./price-book.ts";
import { readPriceFile } from "./read-price-file.ts";

const source = { url: "https://acme.example/prices", read_at: "2026-01-01" };

/** A price file of a made-up provider with a model `one` (also called `one-latest`). */
export const acmeFile = (prices: readonly unknown[]): unknown => ({
  provider: "acme",
  sources: { acme: source },
  models: [{ model: "one", aliases: ["one-latest"] }],
  prices,
});

/** A valid entry for `one`, with what the test is about. */
export const acmeEntry = (
  about: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  model: "one",
  tier: "standard",
  valid_from: "2026-01-01",
  recorded_at: "2026-01-01",
  source: "acme",
  confidence: "exact",
  ...about,
});

/** A price book of some files. */
export const bookOf = (...contents: readonly unknown[]): PriceBook => {
  const readings = contents.map((content, index) => readPriceFile(`acme-${index}.json`, content));
  const faults = readings.flatMap((reading) => reading.faults);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return createPriceBook(
    readings.flatMap(({ models }) => models),
    readings.flatMap(({ entries }) => entries),
  );
};

/** A price book of one made-up provider. */
export const acmeBook = (...prices: readonly unknown[]): PriceBook => bookOf(acmeFile(prices));
