import { readFileSync } from "node:fs";
import { createPriceBook, type PriceBook } from "./price-book.ts";
import { PriceDataError } from "./price-data-error.ts";
import { readPriceFile } from "./read-price-file.ts";

const PRICE_FILES = ["openai.json", "anthropic.json"] as const;

/**
 * Reads and checks the room's price files.
 * @param options.asKnownAt leaves out what was recorded after this day (`yyyy-mm-dd`), so that a past
 *   charge can be worked out as it was at the time
 * @throws PriceDataError that lists every fault with file and entry
 */
export function loadPriceBook(options: { asKnownAt?: string } = {}): PriceBook {
  const readings = PRICE_FILES.map((name) => {
    const text = readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8");
    return readPriceFile(name, parseJson(name, text));
  });
  const faults = readings.flatMap((reading) => reading.faults);
  if (faults.length > 0) throw new PriceDataError(faults);
  const { asKnownAt } = options;
  return createPriceBook(
    readings.flatMap(({ models }) => models),
    readings
      .flatMap(({ entries }) => entries)
      .filter(({ record }) => asKnownAt === undefined || record.recorded_at <= asKnownAt),
  );
}

const parseJson = (fileName: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new PriceDataError([`${fileName}: ${message}`]);
  }
};
