import type { Dimension } from "@headgate/contract";
import type { ExploreSearch } from "../../search/explore-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";

/** From the wide to the narrow: what one asks next about a part of the spend. */
const path: readonly Dimension[] = [
  "category",
  "provider",
  "model",
  "team",
  "project",
  "feature",
  "customer",
  "user",
];

type Search = ViewSearch & ExploreSearch;

/** The next dimension to look at; undefined at the end of the path, where the calls are. */
export const nextDimension = (by: Dimension, search: ViewSearch): Dimension | undefined => {
  const place = path.indexOf(by);
  if (place === -1) return undefined;
  return path.slice(place + 1).find((dimension) => search[dimension] === undefined);
};

/** The narrower view behind a group; undefined where only its calls are left to look at. */
export const narrowerBy = (search: Search, by: Dimension, value: string): Search | undefined => {
  const next = nextDimension(by, search);
  if (next === undefined) return undefined;
  return {
    ...search,
    [by]: value,
    by: next === "model" ? undefined : next,
    ...(search.split_by === next || search.split_by === by ? { split_by: undefined } : {}),
  };
};
