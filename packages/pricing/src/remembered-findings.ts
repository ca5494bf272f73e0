import { DAY_MS } from "./day-number.ts";
import type { ModelFinding, ModelSearch } from "./find-model.ts";
import type { PriceBook } from "./price-book.ts";
import type { OwnNames } from "./resolve/resolution.ts";

/** Names come from clients: so many searches are remembered for a price book and a set of own names, then all are forgotten. */
const MOST_REMEMBERED = 2000;
/** Longer ones are no names of models, and would fill the memory. */
const LONGEST_KEY = 8192;

const noOwnNames: OwnNames = {};
const remembered = new WeakMap<PriceBook, WeakMap<OwnNames, Map<string, ModelFinding>>>();

/** Searches once a day for the same names: rating asks for every call. */
export function remember(
  book: PriceBook,
  search: ModelSearch,
  find: (book: PriceBook, search: ModelSearch) => ModelFinding,
): ModelFinding {
  const findings = findingsFor(book, search.ownNames ?? noOwnNames);
  const key = keyOf(search);
  if (key.length > LONGEST_KEY) return find(book, search);
  const before = findings.get(key);
  if (before !== undefined) return before;
  const finding = find(book, search);
  if (findings.size >= MOST_REMEMBERED) findings.clear();
  findings.set(key, finding);
  return finding;
}

function findingsFor(book: PriceBook, ownNames: OwnNames): Map<string, ModelFinding> {
  let ofBook = remembered.get(book);
  if (ofBook === undefined) {
    ofBook = new WeakMap();
    remembered.set(book, ofBook);
  }
  let findings = ofBook.get(ownNames);
  if (findings === undefined) {
    findings = new Map();
    ofBook.set(ownNames, findings);
  }
  return findings;
}

/** Each name goes with its length, so that no name a client makes up can be taken for two others. */
function keyOf({ provider, region, models, atMs }: ModelSearch): string {
  let key = `${Math.floor(atMs / DAY_MS)}|${provider}|${region}`;
  for (const name of models) key += `|${name.length}:${name}`;
  return key;
}
