import { expect, test } from "vitest";
import { checkPriceFile } from "./check-price-file.ts";
import { acmeEntry, acmeFile } from "./price-book.fixture.ts";
import { PriceDataError } from "./price-data-error.ts";

const faultsOf = (...prices: readonly unknown[]): readonly string[] =>
  checkPriceFile("acme.json", acmeFile(prices)).faults;
const price = { per_million_tokens: { input: "1" } };

test("a correct file has no faults", () => {
  expect(faultsOf(acmeEntry(price))).toEqual([]);
});

test.each([
  [acmeEntry({ ...price, tier: "gold" }), /^acme\.json prices\[0\] \(one gold\) tier: /],
  [acmeEntry({ ...price, valid_from: "2026-13-01" }), /valid_from: /],
  [acmeEntry({ ...price, valid_to: "2026-01-01" }), /valid_to: valid_to is not after valid_from/],
  [acmeEntry({ per_million_tokens: { input: 1 } }), /per_million_tokens\.input: /],
  [acmeEntry({ per_million_tokens: { input: "-1" } }), /decimal string/],
  [acmeEntry({ per_million_tokens: { input: "1e-3" } }), /decimal string/],
  [acmeEntry({ per_million_tokens: { inputs: "1" } }), /per_million_tokens/],
  [acmeEntry({}), /names at least one price/],
  [acmeEntry({ ...price, prize: "1" }), /prize/],
  [acmeEntry({ ...price, source: "hearsay" }), /the source "hearsay" is not listed/],
  [acmeEntry({ ...price, model: "two" }), /the model is not listed under models/],
  [
    acmeEntry({ per_thousand: { web_searches: "0.000001" } }),
    undefined, // a picodollar a search and less is still whole
  ],
  [
    acmeEntry({
      above: [{ input_tokens: 10, applies_to: "marginal", per_million_tokens: { output: "1" } }],
    }),
    /cannot price output/,
  ],
  [null, /prices\[0\]: /],
])("case %#: a wrong entry is named with its place and what is wrong", (entry, expected) => {
  const faults = faultsOf(entry);

  if (expected === undefined) expect(faults).toEqual([]);
  else expect(faults.join("\n")).toMatch(expected);
});

test("all faults of a file are listed, not the first alone", () => {
  expect(
    faultsOf(acmeEntry({}), acmeEntry(price), acmeEntry({ ...price, tier: "gold" })),
  ).toHaveLength(2);
});

test("the same price recorded twice on one day is a fault: the later one would hide the other", () => {
  expect(faultsOf(acmeEntry(price), acmeEntry(price))).toEqual([
    "acme.json prices[1] (one standard): acme/one/standard/global/input@2026-01-01 recorded 2026-01-01 is there already",
  ]);
});

test("a file of another shape is refused whole", () => {
  const { file, faults } = checkPriceFile("acme.json", { provider: "acme" });

  expect(file).toBeUndefined();
  expect(faults.join("\n")).toMatch(/acme\.json prices/);
});

test("the error names every fault on a line", () => {
  expect(new PriceDataError(["first", "second"]).message).toBe(
    "The price book cannot be used.\n  first\n  second",
  );
});
