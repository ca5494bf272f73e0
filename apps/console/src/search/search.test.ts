import fc from "fast-check";
import { expect, test } from "vitest";
import { readBillsSearch } from "./bills-search.ts";
import { readCallsSearch } from "./calls-search.ts";
import { readExploreSearch } from "./explore-search.ts";
import { readOverviewSearch } from "./overview-search.ts";
import { readReconciliationSearch } from "./reconciliation-search.ts";
import { SearchFailure } from "./search-failure.ts";
import { parseSearch, stringifySearch } from "./search-text.ts";
import { keptSearch, readViewSearch, viewOf, withoutFilters } from "./view-search.ts";

test("what is written into an address is read back as it was", () => {
  const texts = fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.string());
  fc.assert(
    fc.property(texts, (search) => {
      expect(parseSearch(stringifySearch(search))).toEqual({ ...search });
    }),
  );
});

test("a filter by a number stays a text", () => {
  expect(readViewSearch(parseSearch("?customer=123")).customer).toBe("123");
});

test("an empty filter stands for calls without a value and is kept", () => {
  const search = readViewSearch(parseSearch("?team=&range=7d"));

  expect(viewOf(search, "1h")).toEqual({
    range: { kind: "preset", preset: "7d" },
    filter: { team: "" },
    charges: "current",
  });
});

test("an address without a range shows the first range", () => {
  expect(viewOf({}, "1h").range).toEqual({ kind: "preset", preset: "1h" });
});

test("a custom range goes before a preset", () => {
  const from = "2026-11-20T00:00:00.000Z";
  const to = "2026-11-21T00:00:00.000Z";

  expect(viewOf(readViewSearch({ from, to, range: "1h" }), "24h").range).toEqual({
    kind: "custom",
    span: { fromMs: Date.parse(from), toMs: Date.parse(to) },
  });
});

test.each([
  { search: { range: "2d" }, place: "range" },
  { search: { from: "yesterday", to: "today" }, place: "from" },
  { search: { from: "2026-11-20T00:00:00Z" }, place: "from, to" },
  { search: { from: "2026-11-21T00:00:00Z", to: "2026-11-20T00:00:00Z" }, place: "from, to" },
  { search: { tag: "no-equals-sign" }, place: "tag" },
  { search: { charges: "older" }, place: "charges" },
])("an address that cannot be read names the parameter: $place", ({ search, place }) => {
  expect(() => readViewSearch(search)).toThrow(SearchFailure);
  expect(() => readViewSearch(search)).toThrow(place);
});

test("charges as they were recorded stay in the address, those that hold now are what it means anyway", () => {
  const original = readViewSearch(parseSearch("?charges=original"));

  expect(viewOf(original, "1h").charges).toBe("original");
  expect(keptSearch(original)).toEqual({ charges: "original" });
  expect(readViewSearch(parseSearch("?charges=current"))).toEqual({});
});

test("a page's own parameters are no filters", () => {
  const search = { ...readViewSearch({ team: "search", sort: "cost" }), offset: "50" };

  expect(keptSearch(search)).toEqual({ team: "search" });
});

test("what stands at its default is left out of the address", () => {
  expect(readCallsSearch({ sort: "time", order: "desc", offset: "0" })).toEqual({});
  expect(readCallsSearch({ sort: "cost", order: "asc", offset: "50" })).toEqual({
    sort: "cost",
    order: "asc",
    offset: 50,
  });
  expect(readOverviewSearch({ split: "model", as: "chart" })).toEqual({});
});

test("a sort that the API does not know is refused", () => {
  expect(() => readCallsSearch({ sort: "colour" })).toThrow("sort");
  expect(() => readOverviewSearch({ split: "colour" })).toThrow("split");
});

test("an exploration's address leaves out what stands at its default, and refuses what it does not know", () => {
  expect(
    readExploreSearch({ measure: "effective_cost", by: "team", compare: "previous", as: "chart" }),
  ).toEqual({ by: "team" });
  expect(readExploreSearch({ measure: "calls", split_by: "model", compare: "none" })).toEqual({
    measure: "calls",
    split_by: "model",
    compare: "none",
  });
  expect(() => readExploreSearch({ by: "shoe" })).toThrow("by: expected one of");
});

test("the bills' address leaves out what stands at its default, and refuses what it does not know", () => {
  expect(readBillsSearch({ lines_by: "category", span: "30d" })).toEqual({ span: "30d" });
  expect(() => readBillsSearch({ cost: "list" })).toThrow("cost: expected one of effective");
});

test("without its filters an address keeps its range, its charges and the page's own settings", () => {
  const kept = { range: "7d", charges: "original", grain: "day", measure: "calls" } as const;

  expect(withoutFilters({ ...kept, team: "search", tag: "a=b", provider: "" })).toEqual(kept);
});

test("exploring bills has an address of its own, with filters that bills alone know", () => {
  const search = {
    of: "bills",
    lines_by: "service_name",
    cost: "billed",
    grain: "week",
    compare: "none",
    lines_sort: "change",
    about: "all",
    sub_account: "",
  };

  expect(readExploreSearch({ ...search, measure: "calls", by: "team" })).toEqual(search);
  expect(
    readExploreSearch({ of: "bills", lines_by: "category", cost: "effective", about: "ai" }),
  ).toEqual({
    of: "bills",
  });
  expect(readExploreSearch({ of: "calls" })).toEqual({});
});

test.each([
  { search: { of: "invoices" }, place: "of" },
  { search: { of: "bills", grain: "hour" }, place: "grain" },
  { search: { of: "bills", lines_by: "squad" }, place: "lines_by" },
  { search: { of: "bills", lines_sort: "calls" }, place: "lines_sort" },
  { search: { service_name: "Amazon Bedrock" }, place: "service_name" },
])("an exploration that cannot be read names the parameter: $place", ({ search, place }) => {
  expect(() => readExploreSearch(search)).toThrow(SearchFailure);
  expect(() => readExploreSearch(search)).toThrow(place);
});

test("bills and the reconciliation take the range of the page that led to them", () => {
  const range = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };

  expect(readBillsSearch(range)).toEqual(range);
  expect(readReconciliationSearch(range)).toEqual(range);
  expect(() => readBillsSearch({ from: range.from })).toThrow(SearchFailure);
  expect(() => readBillsSearch({ from: range.to, to: range.from })).toThrow(SearchFailure);
});
