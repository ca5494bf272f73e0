import {
  counted,
  type Filter,
  type JoinState,
  type OutcomeMeasures,
  type OutcomeRow,
} from "@headgate/contract";
import {
  divideRounded,
  formatDollars,
  type Picodollars,
  parseDollars,
  subtract,
} from "@headgate/money";
import { countText } from "../../format/count-text.ts";
import { dollarsShown, drawnLength } from "../../format/money-text.ts";
import { valueText } from "../../format/words.ts";
import { bucketStart, bucketStarts } from "../../time/buckets.ts";
import { bucketLabel, bucketTitle } from "../../time/time-text.ts";
import type { OutcomesAnswer } from "./query.ts";

/** How outcomes came to their calls, as people read it. */
export const joinNames = {
  call: "by the calls' ids",
  trace: "by trace",
  session: "by session",
  tags: "by tags",
  window: "by time window",
  none: "no call found",
  too_many_calls: "too many calls found",
} as const satisfies Record<JoinState, string>;

const NOT_FILTERED = "filters of calls do not act here";

/** What a list of single outcomes is of. */
export const listNote = (joined: JoinState | undefined): string =>
  joined === undefined ? NOT_FILTERED : `${joinNames[joined]}; ${NOT_FILTERED}`;

export const ALL_NAMES = "All, each call once";

/** What a line of measures shows; a lower bound is marked, what is not known is a word. */
export type OutcomeLine = Readonly<{
  outcomes: string;
  accepted: string;
  cost: string;
  failed: string;
  each: string;
  perThousandTokens: string;
  withoutCalls: string;
}>;

const UNKNOWN = "unknown";

export const outcomeLine = (row: OutcomeMeasures): OutcomeLine => {
  const least = row.is_lower_bound ? "≥ " : "";
  const isUnpriced = row.attempts === row.unpriced_attempts;
  const cost = (text: string): string => (isUnpriced ? UNKNOWN : `${least}${dollarsShown(text)}`);
  return {
    outcomes: countText(row.outcomes),
    accepted: countText(row.accepted),
    cost: cost(row.cost),
    failed: cost(row.failed_cost),
    each: row.cost_per_outcome === null ? UNKNOWN : cost(row.cost_per_outcome),
    perThousandTokens:
      row.accepted_per_thousand_tokens === null
        ? UNKNOWN
        : `${row.unmetered_attempts > 0 ? "≤ " : ""}${significant(row.accepted_per_thousand_tokens)}`,
    withoutCalls: countText(row.joined.none + row.joined.too_many_calls),
  };
};

/** A decimal text with three digits that count. */
const significant = (text: string): string => String(Number(Number(text).toPrecision(3)));

/** One step of time: what an accepted outcome cost, in its two parts. */
export type OutcomePoint = Readonly<{
  startMs: number;
  label: string;
  title: string;
  /** Absent where no outcome occurred. */
  line: OutcomeLine | undefined;
  /** Lengths of what is drawn: absent where the cost of an outcome is not known. */
  answered: number | undefined;
  failed: number | undefined;
  /** The failed part of one outcome's cost, in words. */
  failedEach: string | undefined;
  isLowerBound: boolean;
}>;

/** The steps of the range in order, quiet ones among them. */
export const outcomePoints = ({
  span,
  grain,
  name,
  overTime,
}: OutcomesAnswer): readonly OutcomePoint[] => {
  const rows = overTime.rows.filter((row) => row.name === (name ?? null));
  return bucketStarts(span, grain).map((startMs) => {
    const row = rows.find(
      ({ start }) => start !== null && bucketStart(Date.parse(start), grain) === startMs,
    );
    const about = {
      startMs,
      label: bucketLabel(startMs, grain, span),
      title: bucketTitle(startMs, grain),
    };
    const parts = row === undefined ? undefined : partsOfOne(row);
    return {
      ...about,
      line: row === undefined ? undefined : outcomeLine(row),
      answered: parts === undefined ? undefined : drawnLength(parts.answered),
      failed: parts === undefined ? undefined : drawnLength(parts.failed),
      failedEach: parts === undefined ? undefined : dollarsShown(formatDollars(parts.failed)),
      isLowerBound: row?.is_lower_bound ?? false,
    };
  });
};

/** The cost of one accepted outcome in its two parts, which add up to it. */
const partsOfOne = (
  row: OutcomeMeasures,
): Readonly<{ answered: Picodollars; failed: Picodollars }> | undefined => {
  if (row.cost_per_outcome === null) return undefined;
  const failed = divideRounded(parseDollars(row.failed_cost), BigInt(row.accepted_with_calls));
  return { failed, answered: subtract(parseDollars(row.cost_per_outcome), failed) };
};

export type GroupLine = OutcomeLine & Readonly<{ key: string; label: string }>;

/** Outcomes by the chosen dimension of their calls. */
export const groupLines = ({ name, by, groups }: OutcomesAnswer): readonly GroupLine[] =>
  groups === undefined || by === undefined
    ? []
    : groups.rows
        .filter((row) => row.name === (name ?? null))
        .map((row) => ({ ...groupName(by, row), ...outcomeLine(row) }));

const groupName = (by: NonNullable<OutcomesAnswer["by"]>, row: OutcomeRow) =>
  row.is_other
    ? { key: "other", label: "Other" }
    : { key: `=${row.group}`, label: valueText(by, row.group) };

/** The measures of the names that are looked at; undefined where none occurred. */
export const shownMeasures = ({ name, overTime }: OutcomesAnswer): OutcomeMeasures | undefined =>
  overTime.names.find((row) => row.name === (name ?? null));

const simulatedWords = ({ simulated_cost, cost }: OutcomeMeasures): readonly string[] => {
  const simulated = parseDollars(simulated_cost);
  if (simulated <= 0n) return [];
  return simulated >= parseDollars(cost)
    ? ["All of the cost is simulated."]
    : [`Of the cost, ${dollarsShown(simulated_cost)} is simulated.`];
};

/** Why there is no figure: no outcome lies in the range, or the filters leave out those that may. */
export const whyNone = (
  { names }: Pick<OutcomesAnswer, "names">,
  filter: Filter,
): "nothing_sent" | "filtered" | undefined => {
  if (names.length > 0) return undefined;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return isFiltered ? "filtered" : "nothing_sent";
};

/** What the figures leave out or are not, in sentences. */
export const leftOutWords = (shown: OutcomeMeasures): readonly string[] => {
  const { none, too_many_calls: tooMany } = shown.joined;
  return [
    ...(none + tooMany === 0
      ? []
      : [
          `${counted(none + tooMany, "outcome is joined to no call: its cost is not known, and it is", "outcomes are joined to no call: their cost is not known, and they are")} in no cost.`,
        ]),
    ...(shown.unpriced_attempts === 0
      ? []
      : [
          `${counted(shown.unpriced_attempts, "attempt behind them has", "attempts behind them have")} no known price: costs are lower bounds (≥).`,
        ]),
    ...simulatedWords(shown),
    ...(shown.sharing === 0
      ? []
      : [
          `${counted(shown.sharing, "outcome shares", "outcomes share")} calls with others: each call is divided among them.`,
        ]),
  ];
};
