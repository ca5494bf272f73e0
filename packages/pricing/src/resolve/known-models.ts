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

/** Names by what they are without writing habits; which models they mean depends on the day. */
type Names = Readonly<{
  byFolded: Map<string, string[]>;
  byFamily: Map<string, string[]>;
  models: string[];
}>;
type Index = ReadonlyMap<string, Names>;

const indexes = new WeakMap<PriceBook, Index>();

/** The names that a price book knows on a day; what does not depend on the day is indexed once a book. */
export function knownModelsOf(book: PriceBook, atMs: number): KnownModels {
  const index = indexes.get(book) ?? indexOf(book);
  indexes.set(book, index);
  const meant = (provider: string, names: readonly string[] | undefined): readonly string[] => {
    if (names === undefined) return [];
    const models = names.map((name) => book.modelNamed({ provider, name, atMs }));
    return [...new Set(models.filter((model) => model !== undefined))];
  };
  return {
    find: (provider, name) => book.modelNamed({ provider, name, atMs }),
    folded: (provider, name) =>
      meant(provider, index.get(provider)?.byFolded.get(foldedName(name))),
    family: (provider, name) =>
      meant(provider, index.get(provider)?.byFamily.get(foldedFamily(name))),
    models: (provider) => index.get(provider)?.models ?? [],
    providers: [...index.keys()],
  };
}

function indexOf(book: PriceBook): Index {
  const providers = new Map<string, Names>();
  for (const { provider, model, aliases } of book.models) {
    const names = providers.get(provider) ?? {
      byFolded: new Map<string, string[]>(),
      byFamily: new Map<string, string[]>(),
      models: [],
    };
    providers.set(provider, names);
    names.models.push(model);
    for (const name of [model, ...aliases]) {
      add(names.byFolded, foldedName(name), name);
      add(names.byFamily, foldedFamily(name), name);
    }
  }
  return providers;
}

const add = (index: Map<string, string[]>, key: string, name: string): void => {
  const names = index.get(key);
  if (names === undefined) index.set(key, [name]);
  else names.push(name);
};
