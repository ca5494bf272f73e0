import { expect, test } from "vitest";
import { loadPriceBook } from "./load-price-book.ts";
import { acmeBook, acmeEntry, acmeFile, bookOf } from "./price-book.fixture.ts";
import type { PriceBook } from "./price-book.ts";
import { PriceDataError } from "./price-data-error.ts";

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const inputPrice = (book: PriceBook, day: string, provider = "acme", model = "one") =>
  book.find({ provider, model, atMs: noon(day) })?.tables["standard/global"]?.rates.input?.[0]
    ?.record.price;

test("a model is found by its name and by its aliases", () => {
  const book = acmeBook(acmeEntry({ per_million_tokens: { input: "1" } }));
  const atMs = noon("2026-02-01");

  expect(book.find({ provider: "acme", model: "one-latest", atMs })?.model).toBe("one");
  expect(book.find({ provider: "acme", model: "two", atMs })).toBeUndefined();
  expect(book.find({ provider: "other", model: "one", atMs })).toBeUndefined();
});

test("a period has a first day and a first day after it", () => {
  const book = acmeBook(
    acmeEntry({ valid_to: "2026-03-01", per_million_tokens: { input: "1" } }),
    acmeEntry({ valid_from: "2026-04-01", per_million_tokens: { input: "2" } }),
  );

  expect(
    ["2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"].map(
      (day) => inputPrice(book, day),
    ),
  ).toEqual([undefined, "1", "1", undefined, undefined, "2"]);
});

test("of two recordings for one day, the later one holds, whatever their order in the file", () => {
  const wrong = acmeEntry({ recorded_at: "2026-01-05", per_million_tokens: { input: "9" } });
  const corrected = acmeEntry({ recorded_at: "2026-02-05", per_million_tokens: { input: "1" } });

  expect(inputPrice(acmeBook(wrong, corrected), "2026-01-10")).toBe("1");
  expect(inputPrice(acmeBook(corrected, wrong), "2026-01-10")).toBe("1");
});

test("a correction of one period leaves the next one alone when it says where it ends", () => {
  const book = acmeBook(
    acmeEntry({ valid_to: "2026-03-01", per_million_tokens: { input: "9" } }),
    acmeEntry({ valid_from: "2026-03-01", per_million_tokens: { input: "2" } }),
    acmeEntry({
      valid_to: "2026-03-01",
      recorded_at: "2026-05-01",
      per_million_tokens: { input: "1" },
    }),
  );

  expect([inputPrice(book, "2026-02-01"), inputPrice(book, "2026-04-01")]).toEqual(["1", "2"]);
});

test("a price that begins later on the same day of recording takes over without an end being written", () => {
  const book = acmeBook(
    acmeEntry({ per_million_tokens: { input: "1" } }),
    acmeEntry({ valid_from: "2026-06-01", per_million_tokens: { input: "2" } }),
  );

  expect([inputPrice(book, "2026-05-31"), inputPrice(book, "2026-06-01")]).toEqual(["1", "2"]);
});

test("the announced rise of Claude Sonnet 5 was believed in August, and known to be cancelled since September", () => {
  const september = (book: PriceBook): string | undefined =>
    inputPrice(book, "2026-09-10", "anthropic", "claude-sonnet-5");

  expect(september(loadPriceBook({ asKnownAt: "2026-08-31" }))).toBe("3");
  expect(september(loadPriceBook({ asKnownAt: "2026-09-30" }))).toBe("2");
  expect(september(loadPriceBook())).toBe("2");
});

test("records are found by readable ids, and a later recording of the same price has its own", () => {
  const book = acmeBook(
    acmeEntry({ per_million_tokens: { input: "9" } }),
    acmeEntry({ recorded_at: "2026-02-01", per_million_tokens: { input: "1" } }),
    acmeEntry({
      tier: ["batch", "flex"],
      per_thousand: { web_searches: "10" },
      above: [{ input_tokens: 500, applies_to: "whole_call", per_million_tokens: { input: "2" } }],
    }),
  );

  expect(book.records.map(({ id }) => id)).toEqual([
    "acme/one/standard/global/input@2026-01-01",
    "acme/one/standard/global/input@2026-01-01~2026-02-01",
    "acme/one/batch/global/web_searches@2026-01-01",
    "acme/one/batch/global/input>500@2026-01-01",
    "acme/one/flex/global/web_searches@2026-01-01",
    "acme/one/flex/global/input>500@2026-01-01",
  ]);
  expect(book.record("acme/one/standard/global/input@2026-01-01~2026-02-01")?.price).toBe("1");
  expect(book.record("acme/one/standard/global/output@2026-01-01")).toBeUndefined();
});

test("a list holds the models with a price on the day, by provider and by any of their names", () => {
  const book = loadPriceBook();

  expect(
    book.list({ provider: "openai", model: "gpt-4o-mini-2024-07-18", at: "2026-11-01" }),
  ).toEqual([
    expect.objectContaining({
      provider: "openai",
      model: "gpt-4o-mini",
      aliases: ["gpt-4o-mini-2024-07-18"],
    }),
  ]);
  expect(book.list({ model: "claude-fable-5-2", at: "2026-11-08" })).toEqual([]);
  expect(
    new Set(book.list({ provider: "anthropic", at: "2026-11-01" }).map(({ provider }) => provider)),
  ).toEqual(new Set(["anthropic"]));
  expect(() => book.list({ at: "yesterday" })).toThrow(/not a day/);
});

test("two models may not share a name on a day", () => {
  const models = [
    { model: "one", aliases: ["latest"] },
    { model: "two", aliases: [{ name: "latest", from: "2026-05-01" }] },
  ];
  const book = (): PriceBook => bookOf(acmeFile([], { models }));

  expect(book).toThrow(PriceDataError);
  expect(book).toThrow(/acme: two models are called latest/);
});

test("a name that moved on means another model before and after that day", () => {
  const book = bookOf(
    acmeFile(
      [
        acmeEntry({ per_million_tokens: { input: "1" } }),
        acmeEntry({ model: "two", per_million_tokens: { input: "2" } }),
      ],
      {
        models: [
          { model: "one", aliases: [{ name: "acme-latest", until: "2026-05-01" }] },
          { model: "two", aliases: [{ name: "acme-latest", from: "2026-05-01" }] },
        ],
      },
    ),
  );

  expect(inputPrice(book, "2026-04-30", "acme", "acme-latest")).toBe("1");
  expect(inputPrice(book, "2026-05-01", "acme", "acme-latest")).toBe("2");
  expect(book.list({ model: "acme-latest", at: "2026-04-30" }).map(({ model }) => model)).toEqual([
    "one",
  ]);
  expect(book.list({ at: "2026-06-01" }).map(({ aliases }) => aliases)).toEqual([
    [],
    ["acme-latest"],
  ]);
});

test("deepseek-chat was V3, then V3.2, then V4 Flash, and has been retired", () => {
  const book = loadPriceBook();
  const on = (day: string): string | undefined =>
    book.find({ provider: "deepseek", model: "deepseek-chat", atMs: noon(day) })?.model;

  expect(["2025-03-01", "2026-01-15", "2026-06-01", "2026-11-01"].map(on)).toEqual([
    "deepseek-v3",
    "deepseek-v3.2",
    "deepseek-v4-flash",
    undefined,
  ]);
});

test("extra price files are appended: a later recording holds, and its record has an id of its own", () => {
  const file = (recordedAt: string, price: string): unknown => ({
    provider: "openai",
    sources: { mine: { url: "https://acme.example/prices", read_at: recordedAt } },
    models: [
      { model: "gpt-4o-mini", aliases: [] },
      { model: "house-model", aliases: [] },
    ],
    prices: ["gpt-4o-mini", "house-model"].map((model) =>
      acmeEntry({
        model,
        valid_from: "2024-07-18",
        recorded_at: recordedAt,
        source: "mine",
        confidence: "derived",
        per_million_tokens: { input: price },
      }),
    ),
  });
  const bookWith = (content: unknown): PriceBook =>
    loadPriceBook({ extra: [{ name: "mine.json", content }] });
  const input = (book: PriceBook, model: string) => inputPrice(book, "2026-11-01", "openai", model);

  const later = bookWith(file("2026-12-01", "0.2"));
  expect(input(later, "gpt-4o-mini")).toBe("0.2");
  expect(input(later, "house-model")).toBe("0.2");
  expect(
    later.record("openai/gpt-4o-mini/standard/global/input@2024-07-18~2026-12-01")?.price,
  ).toBe("0.2");
  expect(input(bookWith(file("2024-08-01", "0.2")), "gpt-4o-mini")).toBe("0.15");
  expect(() => bookWith({ provider: "openai" })).toThrow(/mine\.json/);
});
