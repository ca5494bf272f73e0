import type { Dimension, TimeGrain } from "@headgate/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { askExplore, type Question } from "../../api/reports.ts";
import type { Measure } from "../../search/explore-search.ts";
import type { View } from "../../search/view-search.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { grainFor } from "../../time/grain.ts";
import { spanOf } from "../../time/range.ts";
import { spanBefore } from "../../time/time-span.ts";
import { describedMeasures } from "./figure.ts";

const NAMED_SERIES = 7;
const NAMED_GROUPS = 25;
/** So many that a group of now is missed before only if it was not there, or that is said. */
const GROUPS_BEFORE = 1_000;
const MOVE_ON_MS = 30_000;

/** What an exploration asks, with everything that stands at its default filled in. */
export type Exploration = Readonly<{
  view: View;
  measure: Measure;
  by: Dimension;
  split: Dimension | undefined;
  /** Undefined: the finest that a chart can show. */
  grain: TimeGrain | undefined;
  compare: boolean;
}>;

const ask = async (exploration: Exploration, signal: AbortSignal) => {
  const { view, measure, by, split, grain: chosen, compare } = exploration;
  const span = spanOf(view.range, Date.now());
  const grain = chosen ?? grainFor(span);
  const { rank } = describedMeasures[measure];
  const stackedBy = split ?? by;
  const question: Question = { span, filter: view.filter, charges: view.charges };
  const before: Question = { ...question, span: spanBefore(span) };
  const [overTime, ranked, overTimeBefore, rankedBefore] = await Promise.all([
    askExplore({ ...question, by: stackedBy, grain, rank, limit: NAMED_SERIES }, signal),
    askExplore(
      { ...question, by, split, rank, limit: NAMED_GROUPS, splitLimit: NAMED_SERIES },
      signal,
    ),
    compare ? askExplore({ ...before, by: stackedBy, grain, rank, limit: 1 }, signal) : undefined,
    compare ? askExplore({ ...before, by, rank, limit: GROUPS_BEFORE }, signal) : undefined,
  ]);
  const earlier =
    overTimeBefore === undefined || rankedBefore === undefined
      ? undefined
      : { span: before.span, overTime: overTimeBefore.rows, ranked: rankedBefore };
  return { exploration, span, grain, stackedBy, overTime: overTime.rows, ranked, earlier };
};

/** The answers to an exploration: all of them of one question, so that no two on screen disagree. */
export type Explored = Awaited<ReturnType<typeof ask>>;

/** Asked again whenever the ledger grows. */
export const useExploration = (exploration: Exploration) =>
  useQuery({
    queryKey: ["ledger", "explore", exploration],
    queryFn: ({ signal }) => ask(exploration, signal),
    placeholderData: keepPreviousData,
    ...useAskedAgain(exploration.view.range.kind === "preset" ? MOVE_ON_MS : false),
  });
