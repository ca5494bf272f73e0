import { readFileSync } from "node:fs";
import { bookModelsOf } from "./book-models.ts";
import { checkPriceFile } from "./check-price-file.ts";
import { createPriceBook, type PriceBook } from "./price-book.ts";
import { PriceDataError } from "./price-data-error.ts";
import type { PriceFile } from "./price-file.ts";

const PRICE_FILES = ["openai.json", "anthropic.json"] as const;

/** A price file beside the room's own: what an import wrote, or prices of the user's own. */
export type ExtraPriceFile = Readonly<{ name: string; content: unknown }>;

/**
 * Reads and checks the room's price files, and appends extra ones to them.
 * @param options.asKnownAt leaves out what was recorded after this day (`yyyy-mm-dd`), so that a past
 *   charge can be worked out as it was at the time
 * @param options.extra price files in the format of `data/`, as parsed JSON; of two prices for one rate and
 *   day, the one recorded later holds, whichever file it is in
 * @throws PriceDataError that lists every fault with file and entry
 */
export function loadPriceBook(
  options: Readonly<{ asKnownAt?: string; extra?: readonly ExtraPriceFile[] }> = {},
): PriceBook {
  const faults: string[] = [];
  const files: PriceFile[] = [];
  const take = (name: string, content: unknown): void => {
    const check = checkPriceFile(name, content);
    faults.push(...check.faults);
    if (check.file !== undefined) files.push(check.file);
  };
  for (const name of PRICE_FILES) {
    const text = readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8");
    const content = parseJson(text);
    if (content instanceof SyntaxError) faults.push(`${name}: ${content.message}`);
    else take(name, content);
  }
  for (const { name, content } of options.extra ?? []) take(name, content);
  if (faults.length > 0) throw new PriceDataError(faults);
  return createPriceBook(bookModelsOf(files, { asKnownAt: options.asKnownAt }));
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
};
