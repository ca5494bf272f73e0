import { expect, test } from "vitest";
import { acmeBook, acmeEntry } from "../price-book.fixture.ts";
import { checkPrices } from "./check-prices.ts";

const faultsOf = (...prices: readonly Readonly<Record<string, unknown>>[]): string[] =>
  checkPrices(acmeBook(...prices.map((price) => acmeEntry(price))), { at: "2026-06-01" }).map(
    ({ point, code }) => `${code} ${point.component}`,
  );

test("prices that stand as providers set them have no fault", () => {
  expect(
    faultsOf(
      {
        per_million_tokens: {
          input: "3",
          cache_read: "0.3",
          cache_write_5m: "3.75",
          cache_write_1h: "6",
          output: "15",
        },
        per_thousand: { web_searches: "10", web_fetches: "0" },
      },
      { tier: "batch", per_million_tokens: { input: "1.5", output: "7.5" } },
      { tier: "priority", per_million_tokens: { input: "6", output: "30" } },
    ),
  ).toEqual([]);
});

test.each([
  [{ input: "3000" }, "unit-bounds input"],
  [{ input: "0.0001" }, "unit-bounds input"],
  [{ input: "1", cache_read: "1.1" }, "ratio cache_read"],
  [{ input: "1", cache_write_5m: "0.5" }, "ratio cache_write_5m"],
  [{ input: "1", cache_write_1h: "20" }, "ratio cache_write_1h"],
  [{ input: "1", output: "0.1" }, "ratio output"],
  [{ input: "1", output: "100" }, "ratio output"],
])("%j is not believed: %s", (per_million_tokens, fault) => {
  expect(faultsOf({ per_million_tokens })).toEqual([fault]);
});

test("only prices in effect on the day are looked at", () => {
  const wrong = acmeEntry({ valid_to: "2026-03-01", per_million_tokens: { input: "3000" } });
  const right = acmeEntry({ valid_from: "2026-03-01", per_million_tokens: { input: "3" } });

  expect(checkPrices(acmeBook(wrong, right), { at: "2026-02-01" })).toHaveLength(1);
  expect(checkPrices(acmeBook(wrong, right), { at: "2026-03-01" })).toEqual([]);
});
