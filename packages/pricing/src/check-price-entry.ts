import { outputBuckets, tokenBuckets, usageComponents } from "@headgate/contract";
import { type Checker, isObject, type Place } from "./checker.ts";
import { listOf } from "./list-of.ts";
import type { PriceEntry } from "./price-file.ts";

/** At most six places: then a price per million tokens is a whole number of picodollars a token. */
const DOLLARS = /^\d+(\.\d{1,6})?$/;
const PLACE = /^[a-z0-9][a-z0-9-]*$/;
const tokens: ReadonlySet<string> = new Set(tokenBuckets);
const components: ReadonlySet<string> = new Set(usageComponents);
const outputSide: ReadonlySet<string> = new Set(outputBuckets);
const confidences: ReadonlySet<unknown> = new Set(["exact", "derived", "estimated"]);

/** Checks one entry of a price file. */
export function checkPriceEntry(
  checker: Checker,
  place: Place,
  entry: unknown,
  file: Readonly<{ sources: ReadonlySet<string>; known: ReadonlySet<string> }>,
): void {
  const at = checker.at(place);
  if (!isObject(entry)) {
    at("", "expected an object");
    return;
  }
  checker.keys(place, entry, ENTRY_KEYS);
  if (typeof entry.model !== "string") at("model", "expected a model name");
  else if (!file.known.has(entry.model)) at("", "the model is not listed under models");
  for (const tier of listed(entry.tier)) checker.tier(place, "tier", tier);
  if (entry.scope !== undefined)
    for (const scope of listed(entry.scope)) checker.scope(place, "scope", scope);
  if (entry.place !== undefined) {
    for (const where of listed(entry.place)) checker.text(place, "place", where, PLACE, "a place");
    if (listed(entry.scope === undefined ? "global" : entry.scope).includes("global"))
      at("place", "what holds everywhere has no place");
  }
  checker.day(place, "valid_from", entry.valid_from);
  if (entry.valid_to !== undefined) {
    checker.day(place, "valid_to", entry.valid_to);
    const { valid_from, valid_to } = entry;
    if (typeof valid_from === "string" && typeof valid_to === "string" && valid_to <= valid_from)
      at("valid_to", "valid_to is not after valid_from");
  }
  checker.day(place, "recorded_at", entry.recorded_at);
  if (typeof entry.source !== "string") at("source", "expected the name of a source");
  else if (!file.sources.has(entry.source)) at("", `the source "${entry.source}" is not listed`);
  if (!confidences.has(entry.confidence)) at("confidence", "expected exact, derived or estimated");
  if (entry.note !== undefined && typeof entry.note !== "string") at("note", "expected text");
  if (entry.priced_up_to_input_tokens !== undefined)
    checkCount(checker, place, "priced_up_to_input_tokens", entry.priced_up_to_input_tokens);
  checkPrices(checker, place, entry);
}

const ENTRY_KEYS = new Set([
  "model",
  "tier",
  "scope",
  "place",
  "valid_from",
  "valid_to",
  "recorded_at",
  "source",
  "confidence",
  "per_million_tokens",
  "per_thousand",
  "above",
  "priced_up_to_input_tokens",
  "note",
]);
const ABOVE_KEYS = new Set(["input_tokens", "applies_to", "per_million_tokens"]);

function checkPrices(
  checker: Checker,
  place: Place,
  entry: Readonly<Record<string, unknown>>,
): void {
  const { per_million_tokens, per_thousand, above } = entry;
  if (per_million_tokens === undefined && per_thousand === undefined && above === undefined)
    checker.at(place)("", "an entry names at least one price");
  if (per_million_tokens !== undefined)
    checkDollars(checker, place, "per_million_tokens", per_million_tokens, tokens);
  if (per_thousand !== undefined)
    checkDollars(checker, place, "per_thousand", per_thousand, components);
  if (above === undefined) return;
  if (!Array.isArray(above)) {
    checker.at(place)("above", "expected a list");
    return;
  }
  for (const [index, step] of (above as readonly unknown[]).entries()) {
    const path = `above[${index}]`;
    if (!isObject(step)) {
      checker.at(place)(path, "expected an object");
      continue;
    }
    checker.keys(place, step, ABOVE_KEYS, path);
    checkCount(checker, place, `${path}.input_tokens`, step.input_tokens);
    if (step.applies_to !== "whole_call" && step.applies_to !== "marginal")
      checker.at(place)(`${path}.applies_to`, "expected whole_call or marginal");
    checkDollars(checker, place, `${path}.per_million_tokens`, step.per_million_tokens, tokens);
    if (step.applies_to === "marginal" && isObject(step.per_million_tokens)) {
      for (const component in step.per_million_tokens) {
        if (outputSide.has(component))
          checker.at(place)(
            path,
            `a marginal threshold counts prompt tokens and cannot price ${component}`,
          );
      }
    }
  }
}

function checkDollars(
  checker: Checker,
  place: Place,
  path: string,
  prices: unknown,
  allowed: ReadonlySet<string>,
): void {
  if (!isObject(prices)) {
    checker.at(place)(path, "expected prices by component");
    return;
  }
  for (const component in prices) {
    const price = prices[component];
    if (!allowed.has(component)) checker.at(place)(path, `unrecognised key "${component}"`);
    if (typeof price !== "string" || !DOLLARS.test(price))
      checker.at(place)(
        `${path}.${component}`,
        "expected dollars as a decimal string with at most six places",
      );
  }
}

function checkCount(checker: Checker, place: Place, path: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || Number(value) <= 0)
    checker.at(place)(path, "expected a whole number of tokens");
}

const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value.length === 0 ? [undefined] : value) : [value];

/** The same price recorded twice on one day: the later one would hide the other. */
export function duplicatesOf(
  provider: string,
  entries: readonly PriceEntry[],
): readonly Readonly<{ entry: PriceEntry; id: string }>[] {
  const duplicates: { entry: PriceEntry; id: string }[] = [];
  // Only entries of one model and day can repeat a price, and most stand alone.
  const groups = new Map<string, PriceEntry[]>();
  for (const entry of entries) {
    const key = `${entry.model}@${entry.valid_from}~${entry.recorded_at}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    const seen = new Set<string>();
    for (const entry of group) {
      for (const key of recordingsOf(entry)) {
        if (seen.has(key)) duplicates.push({ entry, id: `${provider}/${key}` });
        seen.add(key);
      }
    }
  }
  return duplicates;
}

function recordingsOf(entry: PriceEntry): readonly string[] {
  const keys: string[] = [];
  const end = `@${entry.valid_from} recorded ${entry.recorded_at}`;
  for (const tier of listOf(entry.tier)) {
    for (const scope of listOf(entry.scope ?? "global")) {
      for (const place of listOf(entry.place)) {
        const start = `${entry.model}/${tier}/${place === undefined ? scope : `${scope}:${place}`}`;
        for (const component in entry.per_million_tokens) keys.push(`${start}/${component}${end}`);
        for (const component in entry.per_thousand) keys.push(`${start}/${component}${end}`);
        for (const step of entry.above ?? []) {
          for (const component in step.per_million_tokens)
            keys.push(`${start}/${component}>${step.input_tokens}${end}`);
        }
      }
    }
  }
  return keys;
}
