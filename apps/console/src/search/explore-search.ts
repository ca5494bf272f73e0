import { type Dimension, dimensions, type TimeGrain, timeGrains } from "@headgate/contract";
import type { BillOnlySearch } from "./bill-filter.ts";
import type { BillCost, BillGroup } from "./bills-search.ts";
import { readExploredBillsSearch, refuseBillFilters } from "./explored-bills-search.ts";
import { oneOf, withoutDefaults } from "./one-of.ts";

/** What can be looked at: sums over calls, and what follows from two of them. */
export const measures = [
  "effective_cost",
  "billed_cost",
  "list_cost",
  "calls",
  "input_tokens",
  "output_tokens",
  "cache_read_share",
  "cost_per_call",
  "cost_per_million",
  "errors",
  "unpriced",
] as const;
export type Measure = (typeof measures)[number];

/** What the table of an exploration can be sorted by. */
const exploreSorts = ["measure", "name", "calls", "change"] as const;
export type ExploreSort = (typeof exploreSorts)[number];

/** The address's own part of an exploration; what stands at its default is left out. */
export type ExploreSearch = BillOnlySearch & {
  /** Absent: the calls, or the bills where no call is there. */
  of?: "bills" | undefined;
  /** Of bills: by what, which cost, the order of their table, and whether lines about no AI are among them. */
  lines_by?: BillGroup | undefined;
  cost?: BillCost | undefined;
  lines_sort?: string | undefined;
  about?: "all" | undefined;
  measure?: Measure | undefined;
  by?: Dimension | undefined;
  split_by?: Dimension | undefined;
  grain?: TimeGrain | undefined;
  compare?: "none" | undefined;
  as?: "table" | undefined;
  sort_by?: ExploreSort | undefined;
  sort_order?: "asc" | undefined;
};

/** @throws SearchFailure when a parameter is wrong. */
export const readExploreSearch = (search: Readonly<Record<string, unknown>>): ExploreSearch => {
  if (oneOf(search, "of", ["calls", "bills"], "calls") === "bills") {
    return readExploredBillsSearch(search);
  }
  refuseBillFilters(search);
  const compare = oneOf(search, "compare", ["previous", "none"], "previous");
  const as = oneOf(search, "as", ["chart", "table"], "chart");
  const order = oneOf(search, "sort_order", ["desc", "asc"], "desc");
  return withoutDefaults<ExploreSearch>({
    measure: oneOf(search, "measure", measures, "effective_cost"),
    by: oneOf(search, "by", dimensions, "model"),
    split_by: oneOf(search, "split_by", dimensions),
    grain: oneOf(search, "grain", timeGrains),
    compare: compare === "none" ? compare : undefined,
    as: as === "table" ? as : undefined,
    sort_by: oneOf(search, "sort_by", exploreSorts, "measure"),
    sort_order: order === "asc" ? order : undefined,
  });
};
