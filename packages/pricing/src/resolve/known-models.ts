import type { PriceBook } from "../price-book.ts";
import { foldedFamily, foldedName } from "./folded-name.ts";

/** The model names of a price book, ready to be looked up. */
export type KnownModels = Readonly<{
  /** The book's own name of a model of a provider, by that name or an alias of the day. */
  find: (provider: string, name: string) => string | undefined;
  /** All models that a folded name may mean. */
  folded: (provider: string, name: string) => readonly string[];
  /** All models of which a folded name may be a snapshot. */
  family: (provider: string, name: string) => readonly string[];
  models: (provider: string) => readonly string[];
  providers: readonly string[];
}>;

type Names = {
  byFolded: Map<string, Set<string>>;
  byFamily: Map<string, Set<string>>;
  models: string[];
};

const indexes = new WeakMap<PriceBook, Omit<KnownModels, "find">>();

/** The names that a price book knows on a day; what does not depend on the day is indexed once a book. */
export function knownModelsOf(book: PriceBook, atMs: number): KnownModels {
  const index = indexes.get(book) ?? indexOf(book);
  indexes.set(book, index);
  return { ...index, find: (provider, name) => book.modelNamed({ provider, name, atMs }) };
}

function indexOf(book: PriceBook): Omit<KnownModels, "find"> {
  const providers = new Map<string, Names>();
  for (const { provider, model, aliases } of book.models) {
    const names = providers.get(provider) ?? emptyNames();
    providers.set(provider, names);
    names.models.push(model);
    for (const name of [model, ...aliases]) {
      // A name that moves from model to model is taken as it is written or not at all.
      if (typeof name !== "string") continue;
      add(names.byFolded, foldedName(name), model);
      add(names.byFamily, foldedFamily(name), model);
    }
  }
  const listed = (set: ReadonlySet<string> | undefined): readonly string[] =>
    set === undefined ? [] : [...set];
  return {
    folded: (provider, name) => listed(providers.get(provider)?.byFolded.get(foldedName(name))),
    family: (provider, name) => listed(providers.get(provider)?.byFamily.get(foldedFamily(name))),
    models: (provider) => providers.get(provider)?.models ?? [],
    providers: [...providers.keys()],
  };
}

const emptyNames = (): Names => ({
  byFolded: new Map(),
  byFamily: new Map(),
  models: [],
});

const add = (index: Map<string, Set<string>>, key: string, model: string): void => {
  const models = index.get(key);
  if (models === undefined) index.set(key, new Set([model]));
  else models.add(model);
};
