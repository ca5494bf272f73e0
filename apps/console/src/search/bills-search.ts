import { timeRangeQuery } from "@headgate/contract";
import { readTableSort } from "../ui/table-sort.ts";
import { oneOf, withoutDefaults } from "./one-of.ts";
import { readSearchWith, SearchFailure } from "./search-failure.ts";

/** What bill lines can be looked at by. */
export const billGroups = [
  "category",
  "service_name",
  "model",
  "meter",
  "provider_name",
  "billing_account",
  "sub_account",
  "region",
  "charge_category",
  "team",
  "project",
  "feature",
  "environment",
  "customer",
] as const;
export type BillGroup = (typeof billGroups)[number];

/** How far back; `all` is every line that the ledger holds. */
const billSpans = ["30d", "90d", "365d", "all"] as const;
export type BillSpan = (typeof billSpans)[number];

export const billSpanNames = {
  all: "All bills",
  "365d": "Last 365 days",
  "90d": "Last 90 days",
  "30d": "Last 30 days",
} as const satisfies Record<BillSpan, string>;

export const billCosts = ["effective", "billed"] as const;
export type BillCost = (typeof billCosts)[number];

/** What the table of bill lines can be sorted by. */
export const billColumns = ["name", "effective", "billed", "list", "lines"] as const;

/** The address of the bills; what stands at its default is left out. */
export type BillsSearch = {
  lines_by?: BillGroup | undefined;
  span?: BillSpan | undefined;
  /** Both or none: the range of the page that led here goes before the span. */
  from?: string | undefined;
  to?: string | undefined;
  cost?: BillCost | undefined;
  /** A column of the table, with `.asc` when ascending; absent: the most first. */
  lines_sort?: string | undefined;
};

/** @throws SearchFailure when a parameter is wrong. */
export const readBillsSearch = (search: Readonly<Record<string, unknown>>): BillsSearch =>
  withoutDefaults({
    lines_by: oneOf(search, "lines_by", billGroups, "category"),
    span: oneOf(search, "span", billSpans, "all"),
    ...readBillRange(search),
    cost: oneOf(search, "cost", billCosts, "effective"),
    lines_sort: readTableSort("lines_sort", search.lines_sort, billColumns),
  });

const billRange = timeRangeQuery.partial();

/** @throws SearchFailure when one of the two cannot be read, stands alone, or they do not run forward. */
const readBillRange = (
  search: Readonly<Record<string, unknown>>,
): Readonly<{ from?: string | undefined; to?: string | undefined }> => {
  const { from, to } = readSearchWith(billRange, { from: search.from, to: search.to });
  if ((from === undefined) !== (to === undefined)) {
    throw new SearchFailure("from, to: a custom range has both");
  }
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
    throw new SearchFailure("from, to: a range ends after it begins");
  }
  return { from, to };
};
