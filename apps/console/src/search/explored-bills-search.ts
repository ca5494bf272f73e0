import { readTableSort } from "../ui/table-sort.ts";
import { type BillOnlySearch, billOnlyFilters } from "./bill-filter.ts";
import {
  type BillCost,
  type BillGroup,
  billColumns,
  billCosts,
  billGroups,
} from "./bills-search.ts";
import { oneOf, withoutDefaults } from "./one-of.ts";
import { SearchFailure } from "./search-failure.ts";

/** The steps of time of bills, whose lines are for a day at the least. */
export const billGrains = ["day", "week", "month"] as const;
export type BillGrain = (typeof billGrains)[number];

/** What a table of bill lines beside the period before can be sorted by. */
export const comparedColumns = [...billColumns, "change"] as const;
export type ComparedColumn = (typeof comparedColumns)[number];

/** The address of bills that are explored; what stands at its default is left out. */
export type ExploredBillsSearch = BillOnlySearch & {
  of: "bills";
  lines_by?: BillGroup | undefined;
  cost?: BillCost | undefined;
  grain?: BillGrain | undefined;
  compare?: "none" | undefined;
  /** Absent: without the lines that are about no AI. */
  about?: "all" | undefined;
  /** A column of the table, with `.asc` when ascending; absent: the most first. */
  lines_sort?: string | undefined;
};

/** @throws SearchFailure when a parameter is wrong. */
export const readExploredBillsSearch = (
  search: Readonly<Record<string, unknown>>,
): ExploredBillsSearch => {
  const compare = oneOf(search, "compare", ["previous", "none"], "previous");
  const about = oneOf(search, "about", ["ai", "all"], "ai");
  return withoutDefaults<ExploredBillsSearch>({
    of: "bills",
    lines_by: oneOf(search, "lines_by", billGroups, "category"),
    cost: oneOf(search, "cost", billCosts, "effective"),
    grain: oneOf(search, "grain", billGrains),
    compare: compare === "none" ? compare : undefined,
    about: about === "all" ? about : undefined,
    lines_sort: readTableSort("lines_sort", search.lines_sort, comparedColumns),
    ...Object.fromEntries(
      billOnlyFilters.flatMap((name) => {
        const value = search[name];
        if (value === undefined) return [];
        if (typeof value !== "string") throw new SearchFailure(`${name}: expected a text`);
        return [[name, value]];
      }),
    ),
  });
};

/**
 * Of calls a filter that bills alone know would be passed over.
 * @throws SearchFailure naming it.
 */
export const refuseBillFilters = (search: Readonly<Record<string, unknown>>): void => {
  const own = billOnlyFilters.filter((name) => search[name] !== undefined);
  if (own.length > 0) {
    throw new SearchFailure(`${own.join(", ")}: only bills know it; say of=bills`);
  }
};
