import { SearchFailure } from "./search-failure.ts";

/** One of the words, nothing, or nothing where it is the default. */
export const oneOf = <Word extends string>(
  search: Readonly<Record<string, unknown>>,
  name: string,
  words: readonly Word[],
  standard?: Word,
): Word | undefined => {
  const text = search[name];
  if (text === undefined) return undefined;
  const word = words.find((known) => known === text);
  if (word === undefined) throw new SearchFailure(`${name}: expected one of ${words.join(", ")}`);
  return word === standard ? undefined : word;
};

/** Drops what stands at its default, so that it stays out of the address. */
export const withoutDefaults = <Search extends object>(search: Search): Search =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Search;
