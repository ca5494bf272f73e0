import { oneOf, withoutDefaults } from "./one-of.ts";
import { SearchFailure } from "./search-failure.ts";

/** What is planned. */
export const capacityPlans = ["demand", "self-host", "commitments", "machines"] as const;
export type CapacityPlan = (typeof capacityPlans)[number];

/** How many days of history plans rest on. */
export const plannedDays = ["30", "90"] as const;
export type PlannedDays = (typeof plannedDays)[number];

/** The address of capacity; what stands at its default is left out. */
export type CapacitySearch = {
  plan?: CapacityPlan | undefined;
  days?: PlannedDays | undefined;
  /** Whose demand it is; that of all models unless said. */
  model?: string | undefined;
  as?: "table" | undefined;
};

const MOST_LETTERS = 200;

/** @throws SearchFailure when a parameter is wrong. */
export const readCapacitySearch = (search: Readonly<Record<string, unknown>>): CapacitySearch => {
  const { model } = search;
  if (model !== undefined && (typeof model !== "string" || model.length > MOST_LETTERS)) {
    throw new SearchFailure(`model: expected a name of at most ${MOST_LETTERS} letters`);
  }
  return withoutDefaults({
    plan: oneOf(search, "plan", capacityPlans, "demand"),
    days: oneOf(search, "days", plannedDays, "90"),
    model: model === "" ? undefined : model,
    as: oneOf(search, "as", ["table"] as const),
  });
};
