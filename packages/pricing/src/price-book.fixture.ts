import { bookModelsOf } from "./book-models.ts";
import { checkPriceFile } from "./check-price-file.ts";
import { createPriceBook, type PriceBook } from "./price-book.ts";

const source = { url: "https://acme.example/prices", read_at: "2026-01-01" };

/** A price file of a made-up provider with a model `one` (also called `one-latest`). */
export const acmeFile = (
  prices: readonly unknown[],
  about: Readonly<Record<string, unknown>> = {},
): unknown => ({
  provider: "acme",
  sources: { acme: source },
  models: [{ model: "one", aliases: ["one-latest"] }],
  prices,
  ...about,
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
  const checks = contents.map((content, index) => checkPriceFile(`acme-${index}.json`, content));
  const faults = checks.flatMap((check) => check.faults);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return createPriceBook(bookModelsOf(checks.flatMap(({ file }) => (file ? [file] : []))));
};

/** A price book of one made-up provider. */
export const acmeBook = (...prices: readonly unknown[]): PriceBook => bookOf(acmeFile(prices));

/** A price book of the made-up provider with more models than `one`. */
export const acmeBookOf = (models: readonly string[], ...prices: readonly unknown[]): PriceBook =>
  bookOf(acmeFile(prices, { models: models.map((model) => ({ model, aliases: [] })) }));
