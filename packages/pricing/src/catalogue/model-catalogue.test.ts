import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { loadPriceBook } from "../load-price-book.ts";
import { loadModelCatalogue } from "./model-catalogue.ts";
import type { ModelFile } from "./model-file.ts";

const book = loadPriceBook();
const atMs = Date.parse("2026-11-29");
/** Constructed statements of models that the price book knows. */
const files: readonly ModelFile[] = [
  {
    provider: "openai",
    sources: {
      list: { url: "https://list.example", read_at: "2026-11-20", by: "catalogue" },
      page: { url: "https://page.example", read_at: "2026-11-01", by: "provider" },
    },
    models: [
      { model: "gpt-4o", source: "list", states: { tools: true, max_output_tokens: 4_096 } },
      { model: "gpt-4o", source: "page", states: { max_output_tokens: 16_384 } },
    ],
  },
];
const load = (config: object) =>
  loadModelCatalogue(book, configSchema.parse(config), { atMs, files });
const nothing = load({});

test("the provider's page stands above a list that was read later, and the list is told as saying otherwise", () => {
  const found = nothing.find({ provider: "openai", models: ["gpt-4o"], atMs });

  expect(found?.facts).toEqual({ tools: true, max_output_tokens: 16_384 });
  expect(found?.sources.max_output_tokens).toMatchObject({ by: "provider", name: "page" });
  expect(found?.disagreements).toMatchObject([
    { fact: "max_output_tokens", value: 4_096, source: { name: "list", read_at: "2026-11-20" } },
  ]);
});

test("a model is found by any of its names, and one of which nothing is stated is not", () => {
  const snapshot = nothing.find({
    provider: "openai",
    models: ["nobody", "gpt-4o-2024-08-06"],
    atMs,
  });

  expect(snapshot?.model).toBe("gpt-4o");
  expect(nothing.find({ provider: "openai", models: ["nobody"], atMs })).toBeUndefined();
});

test("what the operator states stands above all, fact by fact", () => {
  const stated = load({
    catalogue: {
      "openai/gpt-4o": { max_output_tokens: 8_000, input: { image: false }, tier: "micro" },
    },
  }).find({ provider: "openai", models: ["gpt-4o"], atMs });

  expect(stated?.facts).toEqual({ max_output_tokens: 8_000, input: { image: false }, tools: true });
  expect(stated?.sources.max_output_tokens).toEqual({ by: "operator", name: "headgate.yaml" });
  expect(stated?.statedTier).toBe("micro");
  expect(stated?.disagreements).toHaveLength(2);
});

test("a statement for a configured provider is for that provider alone", () => {
  const own = {
    providers: {
      eu: { kind: "openai", base_url: "https://eu.example/v1", prices: "openai" },
      lab: { kind: "openai-compatible", base_url: "http://127.0.0.1:8000/v1" },
    },
    catalogue: {
      "eu/gpt-4o": { batch: false },
      "lab/llama-of-ours": { context_window: 8_192 },
    },
  };
  const catalogue = load(own);

  const there = catalogue.find({
    provider: "openai",
    providerName: "eu",
    models: ["gpt-4o"],
    atMs,
  });
  const elsewhere = catalogue.find({ provider: "openai", models: ["gpt-4o"], atMs });
  const lab = catalogue.find({
    provider: "lab",
    providerName: "lab",
    models: ["llama-of-ours"],
    atMs,
  });
  expect(there?.facts).toMatchObject({ batch: false, tools: true });
  expect(elsewhere?.facts.batch).toBeUndefined();
  expect(lab?.facts).toEqual({ context_window: 8_192 });
  expect(catalogue.faults).toEqual([]);
});

test("statements that concern nothing or contradict themselves are told", () => {
  const { faults } = load({
    catalogue: {
      "acme/gpt-4o": { tools: true },
      "openai/gpt-0": { tools: true },
      "openai/gpt-4o": { context_window: 10, max_output_tokens: 20 },
    },
  });

  expect(faults.map(({ place, message }) => `${place}: ${message}`)).toEqual([
    'catalogue.acme/gpt-4o: no provider of this file or of the price book is called "acme"',
    "catalogue.openai/gpt-0: openai has no model of that name in the price book",
    "catalogue.openai/gpt-4o: max_output_tokens 20 is more than the 10 of its window",
  ]);
});

test("a fact that has no name in the schema is refused", () => {
  const parsed = configSchema.safeParse({ catalogue: { "openai/gpt-4o": { vision: true } } });

  expect(parsed.error?.issues[0]?.path).toEqual(["catalogue", "openai/gpt-4o"]);
});
