import { bookModelsOf } from "./book-models.ts";
import { readBuiltInFiles } from "./built-in-files.ts";
import { checkPriceFile } from "./check-price-file.ts";
import { createPriceBook, type PriceBook } from "./price-book.ts";
import { PriceDataError } from "./price-data-error.ts";

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
  const extra = options.extra ?? [];
  const checks = [
    ...readBuiltInFiles(),
    ...extra.map(({ name, content }) => checkPriceFile(name, content)),
  ];
  const faults = checks.flatMap((check) => check.faults);
  if (faults.length > 0) throw new PriceDataError(faults);
  const files = checks.flatMap(({ file }) => (file === undefined ? [] : [file]));
  return createPriceBook(bookModelsOf(files, { asKnownAt: options.asKnownAt }));
}
