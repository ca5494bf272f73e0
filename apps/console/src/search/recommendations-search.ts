import { oneOf, withoutDefaults } from "./one-of.ts";
import { SearchFailure } from "./search-failure.ts";

/** How many days of calls changes are tried out on. */
export const triedDays = ["7", "30", "90"] as const;
export type TriedDays = (typeof triedDays)[number];

/** The address of recommendations and of what is tried out; what stands at its default is left out. */
export type RecommendationsSearch = {
  days?: TriedDays | undefined;
  /** The recommendation that is open. */
  open?: string | undefined;
};

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** @throws SearchFailure when a parameter is wrong. */
export const readRecommendationsSearch = (
  search: Readonly<Record<string, unknown>>,
): RecommendationsSearch => {
  const { open } = search;
  if (open !== undefined && (typeof open !== "string" || !ID.test(open))) {
    throw new SearchFailure("open: expected the id of a recommendation");
  }
  return withoutDefaults({ days: oneOf(search, "days", triedDays, "30"), open });
};
