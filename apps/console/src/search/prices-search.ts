import { SearchFailure } from "./search-failure.ts";

/** The address's own part of the price list: what is searched for. */
export type PricesSearch = { q?: string | undefined };

/** @throws SearchFailure when the parameter is not a text. */
export const readPricesSearch = ({ q }: Readonly<Record<string, unknown>>): PricesSearch => {
  if (q === undefined || q === "") return {};
  if (typeof q !== "string") throw new SearchFailure("q: expected a text");
  return { q };
};
