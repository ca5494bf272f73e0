import { factsByPath } from "@headgate/contract";
import { expect, test } from "vitest";
import { loadPriceBook } from "../load-price-book.ts";
import { loadModelCatalogue } from "./model-catalogue.ts";
import { readModelFiles } from "./read-model-files.ts";

const book = loadPriceBook();
const today = "2026-11-29";
const catalogue = loadModelCatalogue(
  book,
  { catalogue: {}, providers: {} },
  { atMs: Date.parse(today) },
);

test("every model of the catalogue is a model of the price book, by the book's own name", () => {
  const known = new Set(book.models.map(({ provider, model }) => `${provider}/${model}`));
  const unknown = catalogue.entries
    .map(({ provider, model }) => `${provider}/${model}`)
    .filter((name) => !known.has(name));

  expect(unknown).toEqual([]);
  expect(catalogue.entries.length).toBeGreaterThan(80);
});

test("every fact has a source with an address and the day it was read", () => {
  for (const { provider, model, facts, sources } of catalogue.entries) {
    for (const fact of factsByPath(facts).keys()) {
      const source = sources[fact];
      if (source?.url === undefined || (source.read_at ?? today) > today)
        expect.fail(`${provider}/${model} ${fact}`);
    }
  }
});

test("limits are plausible: windows from 2,000 to 20 million tokens, and answers within them", () => {
  const odd = catalogue.entries.filter(({ facts }) => {
    const window = facts.context_window ?? facts.max_input_tokens;
    const inRange = window === undefined || (window >= 2_000 && window <= 20_000_000);
    const answer = facts.max_output_tokens;
    return !inRange || (answer !== undefined && answer > (window ?? answer));
  });

  expect(odd.map(({ provider, model }) => `${provider}/${model}`)).toEqual([]);
});

test("all of them read and write text", () => {
  const without = catalogue.entries.filter(
    ({ facts }) => facts.input?.text === false || facts.output?.text === false,
  );

  expect(without).toEqual([]);
});

test("each of the providers that are asked most has its models here", () => {
  expect(readModelFiles().map(({ provider }) => provider)).toEqual([
    "anthropic",
    "azure",
    "bedrock",
    "cohere",
    "deepseek",
    "gemini",
    "groq",
    "mistral",
    "openai",
    "together",
    "vertex",
    "xai",
  ]);
});

test("sources that say otherwise than the one that holds are few, and told", () => {
  const told = catalogue.entries.flatMap(({ disagreements }) => disagreements);

  expect(told.length).toBeLessThan(20);
  expect(told.every(({ source }) => source.by === "catalogue")).toBe(true);
});
