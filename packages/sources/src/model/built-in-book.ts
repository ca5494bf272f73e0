import { loadPriceBook, type PriceBook } from "@headgate/pricing";

let book: PriceBook | undefined;

/** The price book that comes with Headgate: what sources know models by, and hold units against. */
export function builtInBook(): PriceBook {
  book ??= loadPriceBook();
  return book;
}
