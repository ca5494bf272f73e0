import {
  type Dimension,
  dimensions,
  type JoinState,
  joinStates,
  type OutcomeGrain,
  outcomeGrains,
  outcomeListQuery,
  outcomesQuery,
} from "@headgate/contract";
import { oneOf, withoutDefaults } from "./one-of.ts";
import { readSearchWith } from "./search-failure.ts";

/** The address's own part of outcomes; what stands at its default is left out. */
export type OutcomesSearch = {
  /** Only outcomes of this name. */
  named?: string | undefined;
  by?: Dimension | undefined;
  /** Absent: as fits the range. */
  grain?: OutcomeGrain | undefined;
  /** Of the list: only those that came to their calls so. */
  joined?: JoinState | undefined;
  offset?: number | undefined;
};

const own = outcomeListQuery.pick({ offset: true }).extend({ named: outcomesQuery.shape.name });

/** @throws SearchFailure when a parameter is wrong. */
export const readOutcomesSearch = (search: Readonly<Record<string, unknown>>): OutcomesSearch => {
  const { named, offset } = readSearchWith(own, search);
  return withoutDefaults<OutcomesSearch>({
    named,
    by: oneOf(search, "by", dimensions),
    grain: oneOf(search, "grain", outcomeGrains),
    joined: oneOf(search, "joined", joinStates),
    offset: offset === 0 ? undefined : offset,
  });
};
