import { formatDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { bookModelsOf } from "../book-models.ts";
import { checkPriceFile } from "../check-price-file.ts";
import { acmeEntry, acmeFile } from "../price-book.fixture.ts";
import { createPriceBook, type PriceBook } from "../price-book.ts";
import type { PriceFile } from "../price-file.ts";
import { type RatingInput, rateUsage } from "../rate-usage.ts";
import type { Candidate } from "./catalogue.ts";
import { fillGaps } from "./fill-gaps.ts";
import { priceFilesOf } from "./price-files-of.ts";

const day = "2026-08-01";
const source = { url: "https://catalogue.example/1", read_at: day };
const says = (about: Partial<Candidate>): Candidate => ({
  catalogue: "litellm",
  at: "p.json one",
  provider: "acme",
  model: "one",
  component: "input",
  tier: "standard",
  scope: "global",
  price: "9",
  per: 1_000_000,
  source,
  ...about,
});
const entry = (
  about: Readonly<Record<string, unknown>>,
  prices: Readonly<Record<string, string>> = { input: "1", output: "2" },
): unknown => acmeEntry({ per_million_tokens: prices, ...about });
const fileOf = (content: unknown): PriceFile => {
  const { file, faults } = checkPriceFile("acme.json", content);
  if (file === undefined || faults.length > 0) throw new Error(faults.join("\n"));
  return file;
};
const files = (entries: readonly unknown[], about = {}): PriceFile =>
  fileOf(acmeFile(entries, about));
const bookOf = (...all: readonly PriceFile[]): PriceBook => createPriceBook(bookModelsOf(all));

/** What lands, and the price of a million tokens with it, by day. */
function imported(own: PriceFile, candidates: readonly Candidate[], replace = false) {
  const { landing, refused } = fillGaps(candidates, bookOf(own), { day, replace });
  const more = priceFilesOf(landing, {
    snapshot: { url: source.url, day },
    recordedAt: "2026-11-30",
  });
  const book = bookOf(own, ...more.map(({ content }) => fileOf(content)));
  const costOn = (date: string, about: Partial<RatingInput> = {}): string | undefined => {
    const { listCost } = rateUsage(book, {
      provider: "acme",
      models: ["one"],
      usage: { input: 1_000_000 },
      usageOrigin: "provider",
      operation: "chat",
      atMs: Date.parse(`${date}T12:00:00Z`),
      ...about,
    });
    return listCost === undefined ? undefined : formatDollars(listCost).replace(/\.?0+$/, "");
  };
  const periods = landing.map(({ component, validFrom, validTo }) => [
    component,
    validFrom,
    validTo,
  ]);
  return { periods, refused, costOn };
}

test("a price lands until the first day on which the book has one", () => {
  const own = files([
    entry({ valid_to: "2026-07-01" }),
    entry({ valid_from: "2026-09-01", valid_to: "2026-10-01" }),
  ]);

  const { periods, costOn } = imported(own, [says({})]);

  expect(periods).toEqual([["input", "2026-08-01", "2026-09-01"]]);
  expect([costOn("2026-08-31"), costOn("2026-09-01"), costOn("2026-10-01")]).toEqual([
    "9",
    "1",
    undefined,
  ]);
});

test("of days before the snapshot, those that the book covers are left out", () => {
  const own = files([entry({ valid_from: "2026-03-01", valid_to: "2026-05-01" })]);

  const { periods, costOn } = imported(own, [says({ validFrom: "2026-01-01" })]);

  expect(periods).toEqual([
    ["input", "2026-01-01", "2026-03-01"],
    ["input", "2026-05-01", undefined],
  ]);
  expect([costOn("2026-02-28"), costOn("2026-04-30"), costOn("2026-11-30")]).toEqual([
    "9",
    "1",
    "9",
  ]);
});

test("a model that the book lacks has the catalogue's price, for as long as the catalogue says", () => {
  const { periods } = imported(files([entry({})]), [
    says({ model: "two" }),
    says({ model: "three", validTo: "2026-12-01" }),
  ]);

  expect(periods).toEqual([
    ["input", "2026-08-01", undefined],
    ["input", "2026-08-01", "2026-12-01"],
  ]);
});

test("a price that is to be replaced ends where the book has a later one", () => {
  const own = files([entry({}), entry({ valid_from: "2026-09-01" }, { input: "3" })]);

  const { costOn } = imported(own, [says({})], true);

  expect([costOn("2026-07-31"), costOn("2026-08-31"), costOn("2026-09-01")]).toEqual([
    "1",
    "9",
    "3",
  ]);
});

test("a price of a place that would hide the wider place's prices is refused with what calls would lose", () => {
  const own = files([
    entry({
      scope: "geo",
      above: [
        { input_tokens: 200_000, applies_to: "whole_call", per_million_tokens: { input: "2" } },
      ],
    }),
  ]);
  const cacheRead = says({ component: "cache_read", scope: "geo", place: "us" });

  const { periods, refused, costOn } = imported(own, [cacheRead]);

  expect(periods).toEqual([]);
  expect(refused).toMatchObject([
    {
      code: "hides",
      reason:
        "calls that are charged by the prices of a wider place would lose input, input above 200000 tokens, output",
    },
  ]);
  expect(costOn("2026-08-02", { scope: "geo", place: "us" })).toBe("2");
});

test("a place's prices land where the place has some already, and where they hide nothing", () => {
  const us = { scope: "geo", place: "us" } as const;
  const cacheRead = says({ component: "cache_read", ...us });
  const both = [says({ ...us, price: "4" }), says({ ...us, component: "output", price: "5" })];

  expect(imported(files([entry(us), entry({ scope: "geo" })]), [cacheRead]).refused).toEqual([]);
  expect(imported(files([entry({ scope: "in_region" })]), [cacheRead]).refused).toEqual([]);
  expect(imported(files([entry({ scope: "geo" })]), both, true).costOn("2026-08-02", us)).toBe("4");
});

test("a place's price is refused on the days alone on which it would hide others", () => {
  const us = { scope: "geo", place: "us" } as const;
  const own = files([entry({ scope: "geo", valid_from: "2026-09-01" })]);

  const { periods } = imported(own, [says({ component: "cache_read", ...us })]);

  expect(periods).toEqual([["cache_read", "2026-08-01", "2026-09-01"]]);
});

test("a place's price that is refused on the snapshot's day is told, though it lands on days before", () => {
  const own = files([entry({ scope: "geo", valid_from: "2026-07-01" })]);
  const us = says({ component: "cache_read", scope: "geo", place: "us", validFrom: "2026-06-01" });

  const { periods, refused } = imported(own, [us]);

  expect(periods).toEqual([["cache_read", "2026-06-01", "2026-07-01"]]);
  expect(refused).toMatchObject([{ code: "hides" }]);
});

test("prices of another scope that the book takes for a place are not hidden either", () => {
  const own = files([entry({ scope: "in_region", place: "us-east-1" })], {
    scope_fallbacks: [
      { from: "geo", to: "in_region", models: ["*"], reason: "as in the region", source: "acme" },
    ],
  });
  const us = { scope: "geo", place: "us" } as const;

  const partly = imported(own, [says(us)]);
  const whole = imported(own, [says(us), says({ ...us, component: "output" })]);

  expect(partly.refused).toMatchObject([{ code: "hides", reason: /would lose output$/ }]);
  expect(whole.refused).toEqual([]);
  expect(whole.costOn("2026-08-02", us)).toBe("9");
});

test("a dated snapshot keeps its undated model's prices unless it gets all of its own", () => {
  const own = files([entry({}), entry({ tier: "batch" }, { input: "0.5" })]);
  const dated = (about: Partial<Candidate>) => says({ model: "one-2026-07-01", ...about });
  const all = [dated({}), dated({ component: "output" }), dated({ tier: "batch" })];

  const partly = imported(own, [dated({ component: "cache_read" })]);
  const whole = imported(own, all, true);

  expect(partly.refused).toMatchObject([
    { code: "hides", reason: /the prices of one would lose input, output/ },
  ]);
  expect(partly.costOn("2026-08-02", { models: ["one-2026-07-01"] })).toBe("1");
  expect(whole.costOn("2026-08-02", { models: ["one-2026-07-01"] })).toBe("9");
});
