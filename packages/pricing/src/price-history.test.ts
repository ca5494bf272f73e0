import type { PriceHistory } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { acmeBook, acmeEntry } from "./price-book.fixture.ts";
import type { PriceBook } from "./price-book.ts";
import { priceHistory } from "./price-history.ts";

const priced = (price: string, about: Readonly<Record<string, unknown>>) =>
  acmeEntry({ per_million_tokens: { input: price }, ...about });
const today = "2026-12-31";
const recordsOf = (book: PriceBook): PriceHistory["models"][number]["records"] =>
  priceHistory(book, { model: "one", today }).models.flatMap(({ records }) => records);
const holdsOf = (book: PriceBook) =>
  recordsOf(book).map(({ price, holds }) => [
    price,
    holds.map(({ from, to }) => `${from} ${to ?? "…"}`),
  ]);

test("a new price ends the one before it on the day from which it holds", () => {
  const book = acmeBook(
    priced("3", {}),
    priced("2", { valid_from: "2026-06-01", recorded_at: "2026-05-20" }),
  );

  expect(holdsOf(book)).toEqual([
    ["3", ["2026-01-01 2026-06-01"]],
    ["2", ["2026-06-01 …"]],
  ]);
});

test("a correction leaves the wrong record in the history with no day to hold on", () => {
  const book = acmeBook(priced("3", {}), priced("2", { recorded_at: "2026-02-01" }));

  expect(holdsOf(book)).toEqual([
    ["3", []],
    ["2", ["2026-01-01 …"]],
  ]);
});

test("a correction of a period in the past leaves the days on both of its sides", () => {
  const book = acmeBook(
    priced("3", {}),
    priced("9", { valid_from: "2026-03-01", valid_to: "2026-04-01", recorded_at: "2026-07-01" }),
  );

  expect(holdsOf(book)).toEqual([
    ["3", ["2026-01-01 2026-03-01", "2026-04-01 …"]],
    ["9", ["2026-03-01 2026-04-01"]],
  ]);
});

test("a model is found by an alias, by its provider and name, and not at all when nobody has it", () => {
  const book = acmeBook(priced("3", {}));
  const found = (model: string) => priceHistory(book, { model, today }).models;

  expect(found("one-latest")).toMatchObject([{ provider: "acme", model: "one" }]);
  expect(found("acme/one")).toMatchObject([{ model: "one", aliases: ["one-latest"] }]);
  expect(found("two")).toEqual([]);
});

test("on every day the records that hold are those that the book charges by", () => {
  const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-01-0${number}`);
  const entry = fc
    .record(
      { valid_from: day, valid_to: day, recorded_at: day, price: fc.constantFrom("1", "2", "3") },
      { requiredKeys: ["valid_from", "recorded_at", "price"] },
    )
    .filter(({ valid_from, valid_to }) => valid_to === undefined || valid_to > valid_from);
  const entries = fc.uniqueArray(entry, {
    maxLength: 6,
    minLength: 1,
    selector: ({ valid_from, recorded_at }) => `${valid_from} ${recorded_at}`,
  });

  fc.assert(
    fc.property(entries, day, (drawn, at) => {
      const book = acmeBook(...drawn.map(({ price, ...about }) => priced(price, about)));

      const holding = recordsOf(book).filter(({ holds }) =>
        holds.some(({ from, to }) => from <= at && (to === undefined || at < to)),
      );

      const charged = book.list({ at }).flatMap(({ records }) => records);
      expect(holding.map(({ id }) => id)).toEqual(charged.map(({ id }) => id));
    }),
  );
});
