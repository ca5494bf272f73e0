import { checkComponentFallbacks, checkScopeFallbacks } from "./check-fallbacks.ts";
import { checkPriceEntry, duplicatesOf } from "./check-price-entry.ts";
import { Checker, isObject, NAME } from "./checker.ts";
import type { PriceEntry, PriceFile } from "./price-file.ts";

/** What a price file says, checked, with every fault found. */
export type PriceFileCheck = Readonly<{ file: PriceFile | undefined; faults: readonly string[] }>;

/**
 * Checks a price file by hand rather than with a schema library: the book is loaded when a command or
 * the gateway starts, and a schema takes several times as long for thousands of entries.
 */
export function checkPriceFile(fileName: string, content: unknown): PriceFileCheck {
  const checker = new Checker();
  const at = checker.at(fileName);
  if (!isObject(content)) {
    at("", "expected an object");
    return { file: undefined, faults: checker.faults };
  }
  checker.keys(fileName, content, FILE_KEYS);
  checker.text(fileName, "provider", content.provider, NAME, "a provider's name");
  if (content.default_scope !== undefined)
    checker.scope(fileName, "default_scope", content.default_scope);
  const sources = checkSources(checker, fileName, content.sources);
  checkScopeFallbacks(checker, fileName, content.scope_fallbacks, sources);
  checkComponentFallbacks(checker, fileName, content.component_fallbacks, sources);
  const known = checkModels(checker, fileName, content.models);
  const { prices } = content;
  if (!Array.isArray(prices)) at("prices", "expected a list");
  if (checker.faults.length > 0 || !Array.isArray(prices)) {
    return { file: undefined, faults: checker.faults };
  }
  const entries: PriceEntry[] = [];
  for (const [index, entry] of (prices as readonly unknown[]).entries()) {
    const before = checker.faults.length;
    checkPriceEntry(checker, () => placeOf(fileName, index, entry), entry, { sources, known });
    if (checker.faults.length === before) entries.push(entry as PriceEntry);
  }
  for (const { entry, id } of duplicatesOf(textOf(content.provider), entries)) {
    const place = placeOf(fileName, prices.indexOf(entry), entry);
    checker.at(place)("", `${id} is there already`);
  }
  return { file: content as unknown as PriceFile, faults: checker.faults };
}

const FILE_KEYS = new Set([
  "provider",
  "default_scope",
  "scope_fallbacks",
  "component_fallbacks",
  "sources",
  "models",
  "prices",
]);

/** Text as it stands, and anything else as JSON: a fault must be told whatever a file holds. */
const textOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

const placeOf = (fileName: string, index: number, entry: unknown): string => {
  if (!isObject(entry) || entry.model === undefined) return `${fileName} prices[${index}]`;
  const tier = entry.tier === undefined ? "" : ` ${textOf(entry.tier)}`;
  return `${fileName} prices[${index}] (${textOf(entry.model)}${tier})`;
};

function checkSources(checker: Checker, fileName: string, sources: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  if (!isObject(sources)) {
    checker.at(fileName)("sources", "expected an object");
    return names;
  }
  for (const [name, source] of Object.entries(sources)) {
    const place = `${fileName} sources.${name}`;
    names.add(name);
    if (!isObject(source)) {
      checker.at(place)("", "expected an object");
      continue;
    }
    checker.keys(place, source, SOURCE_KEYS);
    checker.text(place, "url", source.url, /^https:\/\/\S+$/, "an https address");
    checker.day(place, "read_at", source.read_at);
  }
  return names;
}
const SOURCE_KEYS = new Set(["url", "read_at"]);

function checkModels(checker: Checker, fileName: string, models: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  if (!Array.isArray(models)) {
    checker.at(fileName)("models", "expected a list");
    return names;
  }
  for (const [index, model] of (models as readonly unknown[]).entries()) {
    const place = `${fileName} models[${index}]`;
    if (!isObject(model) || !Array.isArray(model.aliases)) {
      checker.at(place)("", "expected a model and its aliases");
      continue;
    }
    checker.keys(place, model, MODEL_KEYS);
    checker.text(place, "model", model.model, NAME, "a model name");
    if (names.has(textOf(model.model)))
      checker.at(place)("model", `${textOf(model.model)} is there twice`);
    names.add(textOf(model.model));
    for (const alias of model.aliases as readonly unknown[]) checkAlias(checker, place, alias);
  }
  return names;
}
const MODEL_KEYS = new Set(["model", "aliases"]);

function checkAlias(checker: Checker, place: string, alias: unknown): void {
  if (!isObject(alias)) {
    checker.text(place, "aliases", alias, NAME, "a model name");
    return;
  }
  checker.keys(place, alias, ALIAS_KEYS);
  checker.text(place, "aliases", alias.name, NAME, "a model name");
  if (alias.from !== undefined) checker.day(place, "from", alias.from);
  if (alias.until !== undefined) checker.day(place, "until", alias.until);
  const { from, until } = alias;
  if (typeof from === "string" && typeof until === "string" && until <= from)
    checker.at(place)("until", "until is not after from");
}
const ALIAS_KEYS = new Set(["name", "from", "until"]);
