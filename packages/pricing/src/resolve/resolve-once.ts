import { DAY_MS } from "../day-number.ts";
import type { PriceBook } from "../price-book.ts";
import type { ModelQuery, ModelResolution, OwnNames } from "./resolution.ts";
import { resolveModel } from "./resolve-model.ts";

/** Names come from clients: so many are remembered for a price book and a set of own names, then all are forgotten. */
const MOST_REMEMBERED = 2000;

const noOwnNames: OwnNames = {};
const remembered = new WeakMap<PriceBook, WeakMap<OwnNames, Map<string, ModelResolution>>>();

/** As {@link resolveModel}, but a name is taken apart only once a day: rating asks for every call. */
export function resolveOnce(book: PriceBook, query: ModelQuery): ModelResolution {
  const { name, provider, region, ownNames = noOwnNames, atMs } = query;
  const ofBook = remembered.get(book) ?? new WeakMap<OwnNames, Map<string, ModelResolution>>();
  remembered.set(book, ofBook);
  const resolutions = ofBook.get(ownNames) ?? new Map<string, ModelResolution>();
  ofBook.set(ownNames, resolutions);
  const key = `${provider}\n${region}\n${Math.floor(atMs / DAY_MS)}\n${name}`;
  const before = resolutions.get(key);
  if (before !== undefined) return before;
  const resolution = resolveModel(book, query);
  if (resolutions.size >= MOST_REMEMBERED) resolutions.clear();
  resolutions.set(key, resolution);
  return resolution;
}
