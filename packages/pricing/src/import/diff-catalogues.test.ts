import { expect, test } from "vitest";
import { loadPriceBook } from "../load-price-book.ts";
import { acmeBook, acmeEntry } from "../price-book.fixture.ts";
import type { CatalogueKind, CatalogueReading } from "./catalogue.ts";
import { diffCatalogues } from "./diff-catalogues.ts";
import { priceFilesOf } from "./price-files-of.ts";
import { readCatalogue } from "./read-catalogue.ts";

const snapshot = { url: "https://catalogue.example/1", day: "2026-08-01" };
const litellm = (rows: Readonly<Record<string, unknown>>): CatalogueReading =>
  readCatalogue("litellm", [{ path: "p.json", content: JSON.stringify(rows) }], { snapshot });
const genai = (prices: unknown): CatalogueReading =>
  readCatalogue(
    "genai-prices",
    [
      {
        path: "d.json",
        content: JSON.stringify([{ id: "acme", models: [{ id: "one", prices }] }]),
      },
    ],
    { snapshot },
  );
const acme = { litellm_provider: "acme", mode: "chat" };

test("a disagreement is listed with what the book and each catalogue say; nobody is outvoted", () => {
  const book = acmeBook(acmeEntry({ per_million_tokens: { input: "1", output: "5" } }));
  const { differences, agreed } = diffCatalogues(book, [
    litellm({ one: { ...acme, input_cost_per_token: 2e-6, output_cost_per_token: 5e-6 } }),
    genai({ input_mtok: 2, output_mtok: 5, cache_read_mtok: 0.1 }),
  ]);

  expect(agreed).toBe(1);
  expect(
    differences.map(({ component, kind, book: record, catalogues }) => ({
      component,
      kind,
      book: record?.id,
      said: catalogues.map(({ catalogue, price, source }) => [catalogue, price, source.url]),
    })),
  ).toEqual([
    {
      component: "input",
      kind: "differs",
      book: "acme/one/standard/global/input@2026-01-01",
      said: [
        ["litellm" satisfies CatalogueKind, "2", snapshot.url],
        ["genai-prices", "2", snapshot.url],
      ],
    },
    {
      component: "cache_read",
      kind: "missing",
      book: undefined,
      said: [["genai-prices", "0.1", snapshot.url]],
    },
  ]);
});

test("catalogues that disagree among themselves differ, also where the book has no price", () => {
  const { differences } = diffCatalogues(acmeBook(acmeEntry({ per_thousand: { pages: "1" } })), [
    litellm({ one: { ...acme, input_cost_per_token: 2e-6 } }),
    genai({ input_mtok: 3 }),
  ]);

  expect(differences).toMatchObject([{ component: "input", kind: "differs" }]);
  expect(differences[0]).not.toHaveProperty("book");
});

const steps = {
  input_cost_per_token: 1e-6,
  input_cost_per_token_above_200k_tokens: 2e-6,
};
const above = (input_tokens: number, input: string): unknown => [
  { input_tokens, applies_to: "whole_call", per_million_tokens: { input } },
];

test.each([
  ["prices prompts of any length", {}, ["differs", "acme/one/standard/global/input@2026-01-01"]],
  [
    "has a step at another length",
    { above: above(100_000, "3") },
    ["differs", "acme/one/standard/global/input>100000@2026-01-01"],
  ],
  [
    "has a step above it alone",
    { above: above(400_000, "2") },
    ["differs", "acme/one/standard/global/input@2026-01-01"],
  ],
  [
    "knows prices up to there alone",
    { priced_up_to_input_tokens: 200_000 },
    ["missing", undefined],
  ],
  ["says the same of longer prompts", { above: above(100_000, "2") }, undefined],
] as const)("a step of a catalogue where the book %s", (_, about, expected) => {
  const book = acmeBook(acmeEntry({ per_million_tokens: { input: "1" }, ...about }));

  const { differences } = diffCatalogues(book, [litellm({ one: { ...acme, ...steps } })]);

  expect(differences.map(({ kind, book: record }) => [kind, record?.id])).toEqual(
    expected === undefined ? [] : [expected],
  );
});

test("a price of a place is held against the prices that calls there are charged", () => {
  const priced = (scope: string, place: string | undefined, input: string): unknown =>
    acmeEntry({ scope, ...(place && { place }), per_million_tokens: { input } });
  const reading = litellm({ one: { ...acme, input_cost_per_token: 2e-6 } });
  const candidates = reading.candidates.map((candidate) => ({
    ...candidate,
    scope: "in_region" as const,
    place: "ap-northeast-1",
  }));
  const said = (...entries: readonly unknown[]): unknown =>
    diffCatalogues(acmeBook(...entries), [{ ...reading, candidates }]).differences.map(
      ({ kind, book }) => [kind, book?.place],
    );

  expect(said(priced("in_region", "apac", "3"), priced("in_region", undefined, "2"))).toEqual([
    ["differs", "apac"],
  ]);
  expect(said(priced("in_region", undefined, "2"))).toEqual([]);
});

test("a price that a catalogue dates is compared on the day asked for", () => {
  const book = acmeBook(acmeEntry({ per_million_tokens: { input: "1" } }));
  const reading = genai([
    { prices: { input_mtok: 1 } },
    { constraint: { start_date: "2026-09-01" }, prices: { input_mtok: 2 } },
  ]);

  expect(diffCatalogues(book, [reading]).differences).toEqual([]);
  expect(diffCatalogues(book, [reading], { day: "2026-09-15" }).differences).toMatchObject([
    { kind: "differs", catalogues: [{ price: "2", validFrom: "2026-09-01" }] },
  ]);
});

test("candidates become price files that a book loads beside its own, derived, from the snapshot's day", () => {
  const { candidates } = litellm({
    "house-model": {
      ...acme,
      input_cost_per_token: 2e-6,
      output_cost_per_token: 8e-6,
      input_cost_per_token_above_200k_tokens: 4e-6,
      output_cost_per_token_above_200k_tokens: 1.2e-5,
      search_context_cost_per_query: { search_context_size_medium: 0.01 },
    },
    "eu.anthropic.claude-y-v1:0": {
      litellm_provider: "bedrock_converse",
      mode: "chat",
      input_cost_per_token: 3.3e-6,
    },
  });
  const files = priceFilesOf(candidates, { snapshot, recordedAt: "2026-11-26" });
  const book = loadPriceBook({ extra: files });

  expect(files.map(({ name }) => name)).toEqual(["acme.json", "bedrock.json"]);
  expect(
    book
      .list({ provider: "acme", at: "2026-08-01" })
      .flatMap(({ records }) =>
        records.map(({ id, price, confidence }) => [id, price, confidence]),
      ),
  ).toEqual([
    ["acme/house-model/standard/global/input@2026-08-01", "2", "derived"],
    ["acme/house-model/standard/global/output@2026-08-01", "8", "derived"],
    ["acme/house-model/standard/global/web_searches@2026-08-01", "10", "derived"],
    ["acme/house-model/standard/global/input>200000@2026-08-01", "4", "derived"],
    ["acme/house-model/standard/global/output>200000@2026-08-01", "12", "derived"],
  ]);
  expect(book.list({ provider: "acme", at: "2026-07-31" })).toEqual([]);
  expect(
    book.find({
      provider: "bedrock",
      model: "anthropic.claude-y-v1:0",
      atMs: Date.parse("2026-11-26"),
    })?.tables,
  ).toHaveProperty(["standard/geo:eu"]);
});
