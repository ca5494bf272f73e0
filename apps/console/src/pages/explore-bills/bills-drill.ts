import type { BillGroup } from "../../search/bills-search.ts";
import type { ExploreSearch } from "../../search/explore-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";

/** From the wide to the narrow: what one asks next about a part of a bill. */
const path: readonly BillGroup[] = [
  "category",
  "provider_name",
  "service_name",
  "model",
  "meter",
  "team",
  "project",
  "feature",
  "customer",
];

const behind = (by: BillGroup): readonly BillGroup[] => {
  if (by === "billing_account") return ["sub_account", ...path];
  // What is not on the path cuts across it.
  const place = path.indexOf(by);
  return place === -1 ? path : path.slice(place + 1);
};

type Search = ViewSearch & ExploreSearch;

/** The next dimension to look at; undefined where nothing is narrower. */
const nextBillGroup = (by: BillGroup, search: Search): BillGroup | undefined =>
  behind(by).find((group) => search[group] === undefined);

/** The narrower view behind a group of bill lines. */
export const narrowerBills = (search: Search, by: BillGroup, value: string): Search | undefined => {
  const next = nextBillGroup(by, search);
  if (next === undefined) return undefined;
  return {
    ...search,
    of: "bills",
    [by]: value,
    // Without it the rest of a bill would be asked for among the lines about AI.
    ...(by === "category" && value === "not_ai" && { about: "all" }),
    lines_by: next === "category" ? undefined : next,
    lines_sort: undefined,
  };
};
