import { loadPriceBook, type PriceBook } from "@headgate/pricing";

type Environment = Readonly<Record<string, string | undefined>>;

/** The price book that this machine charges by. */
export const ownPriceBook = (_environment: Environment): PriceBook => loadPriceBook();
