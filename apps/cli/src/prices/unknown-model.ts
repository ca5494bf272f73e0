import type { PriceBook } from "@headgate/pricing";
import { nearest } from "../command-line/nearest.ts";

/** That the book has no price for a name, with the one that was probably meant. */
export function unknownModelText(book: PriceBook, name: string, at: string): string {
  const names = book.list({ at }).flatMap(({ model, aliases }) => [model, ...aliases]);
  const bare = name.slice(name.indexOf("/") + 1);
  const meant = nearest(name, names) ?? nearest(bare, names);
  const question = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return `The price book has no price for ${name} on ${at}.${question}`;
}
