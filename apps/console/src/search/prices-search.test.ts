import { expect, test } from "vitest";
import {
  readEstimateSearch,
  readModelPricesSearch,
  readPricesSearch,
  readRerateSearch,
} from "./prices-search.ts";

test("what is empty is left out of the address, and other parameters are not the page's", () => {
  expect(readPricesSearch({ q: "", provider: "openai", tier: "batch", other: "x" })).toEqual({
    provider: "openai",
    tier: "batch",
  });
  expect(readPricesSearch({ at: "", tier: "", scope: "", offset: "" })).toEqual({});
  expect(readEstimateSearch({ models: "a,b", input: "1000", cached: "" })).toEqual({
    models: "a,b",
    input: 1_000,
  });
  expect(readRerateSearch({ range: "7d", provider: "" })).toEqual({ range: "7d" });
  expect(readModelPricesSearch({ model: "gpt-4o-mini" })).toEqual({ model: "gpt-4o-mini" });
});

test.each([
  ["tier", () => readPricesSearch({ tier: "cheap" })],
  ["at", () => readPricesSearch({ at: "yesterday" })],
  ["model", () => readModelPricesSearch({})],
  ["input", () => readEstimateSearch({ input: "many" })],
  ["range", () => readRerateSearch({ range: "1y" })],
])("a wrong %s is refused by its name", (name, read) => {
  expect(read).toThrow(name);
});
