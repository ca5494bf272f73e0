import { counted, type Totals } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { compactCount, countText } from "../../format/count-text.ts";
import { dollarsShown } from "../../format/money-text.ts";
import { changeFrom, changeText, shareOf, shareText } from "../../format/share.ts";
import { leftOutText, simulatedText, spendOf, spendText } from "../../format/spend.ts";
import type { CallsSearch } from "../../search/calls-search.ts";
import type { ViewSearch } from "../../search/view-search.ts";

/** One figure of the overview, ready to be drawn. */
export type Tile = Readonly<{
  key: "spend" | "calls" | "per-million" | "unpriced" | "cache" | "failed";
  label: string;
  unit?: string;
  value: string;
  tone: "plain" | "good" | "attention";
  notes: readonly string[];
  /** Against the time before; undefined where there is nothing to compare with. */
  change?: string;
  /** From 0 to 1, for figures that are a part of something. */
  share?: number;
  money: boolean;
  /** True for money that is all simulated. */
  simulated: boolean;
  /** What to open the list of calls with. */
  behind: ViewSearch & CallsSearch;
}>;

const compared = (now: bigint, earlier: bigint | undefined): { change?: string } => {
  const change = earlier === undefined ? undefined : changeFrom(now, earlier);
  return change === undefined ? {} : { change: changeText(change) };
};

const isAllSimulated = ({ simulated_cost, effective_cost }: Totals): boolean => {
  const simulated = parseDollars(simulated_cost);
  return simulated > 0n && simulated >= parseDollars(effective_cost);
};

const spendTile = (totals: Totals, earlier: Totals | undefined): Tile => {
  const spend = spendOf(totals);
  const leftOut = leftOutText(spend);
  const effective = parseDollars(totals.effective_cost);
  const simulated = simulatedText(parseDollars(totals.simulated_cost), effective);
  // Of two amounts of which one is the least that it can be, the difference is not known.
  const isComparable = spend.kind === "whole" && earlier?.unpriced_attempts === 0;
  return {
    key: "spend",
    label: "Effective spend",
    value: spendText(spend),
    tone: spend.kind === "unpriced" ? "attention" : "plain",
    notes: [
      ...(leftOut === undefined ? [] : [leftOut]),
      ...(simulated === undefined ? [] : [simulated]),
      ...(totals.list_cost === totals.effective_cost
        ? []
        : [`${dollarsShown(totals.list_cost)} at list prices`]),
      ...(earlier === undefined || earlier.attempts === 0 || isComparable
        ? []
        : ["change not known"]),
    ],
    ...compared(effective, isComparable ? parseDollars(earlier.effective_cost) : undefined),
    money: true,
    simulated: isAllSimulated(totals),
    behind: { sort: "cost" },
  };
};

const callsTile = (totals: Totals, earlier: Totals | undefined): Tile => ({
  key: "calls",
  label: "Calls",
  value: totals.calls >= 1_000_000 ? compactCount(totals.calls) : countText(totals.calls),
  tone: "plain",
  notes: totals.attempts === totals.calls ? [] : [counted(totals.attempts, "attempt")],
  ...compared(BigInt(totals.calls), earlier === undefined ? undefined : BigInt(earlier.calls)),
  money: false,
  simulated: false,
  behind: {},
});

const perMillionTile = (totals: Totals, earlier: Totals | undefined): Tile => {
  const now = totals.effective_cost_per_million_tokens;
  const before = earlier?.effective_cost_per_million_tokens;
  return {
    key: "per-million",
    label: "Effective cost",
    unit: "per 1M tokens",
    value: now === null ? "–" : dollarsShown(now),
    tone: "plain",
    notes: [`${compactCount(totals.input_tokens)} in, ${compactCount(totals.output_tokens)} out`],
    ...(now === null || before === null || before === undefined
      ? {}
      : compared(parseDollars(now), parseDollars(before))),
    money: true,
    simulated: isAllSimulated(totals),
    behind: { sort: "input_tokens" },
  };
};

const unpricedTile = (totals: Totals): Tile => {
  const none = totals.unpriced_attempts === 0;
  return {
    key: "unpriced",
    label: "Unpriced spend",
    ...(none ? {} : { unit: totals.unpriced_attempts === 1 ? "attempt" : "attempts" }),
    value: none ? "None" : countText(totals.unpriced_attempts),
    tone: none ? "good" : "attention",
    notes: [
      none
        ? "Every attempt has a price"
        : `${counted(totals.unpriced_tokens, "token")} without a price`,
      ...(totals.unmetered_attempts === 0
        ? []
        : [`${counted(totals.unmetered_attempts, "attempt")} without a token count`]),
    ],
    money: false,
    simulated: false,
    behind: { confidence: "unknown" },
  };
};

const cacheTile = (totals: Totals): Tile => {
  const share = shareOf(BigInt(totals.cache_read_tokens), BigInt(totals.input_tokens));
  return {
    key: "cache",
    label: "Read from cache",
    unit: "of input",
    value: shareText(share),
    tone: "plain",
    notes: [
      `${compactCount(totals.cache_read_tokens)} of ${compactCount(totals.input_tokens)} tokens`,
    ],
    ...(share === undefined ? {} : { share }),
    money: false,
    simulated: false,
    behind: { sort: "input_tokens" },
  };
};

const failedTile = (totals: Totals, worst: string | undefined): Tile => {
  const share = shareOf(BigInt(totals.failed_attempts), BigInt(totals.attempts));
  return {
    key: "failed",
    label: "Failed attempts",
    value: countText(totals.failed_attempts),
    tone: "plain",
    notes: [`${shareText(share)} of ${counted(totals.attempts, "attempt")}`],
    ...(share === undefined ? {} : { share }),
    money: false,
    simulated: false,
    behind: worst === undefined ? {} : { outcome: worst },
  };
};

/** The six figures. `worstOutcome` is the most frequent way in which attempts failed. */
export const tilesOf = (figures: {
  totals: Totals;
  earlier: Totals | undefined;
  worstOutcome: string | undefined;
}): readonly Tile[] => [
  spendTile(figures.totals, figures.earlier),
  callsTile(figures.totals, figures.earlier),
  perMillionTile(figures.totals, figures.earlier),
  unpricedTile(figures.totals),
  cacheTile(figures.totals),
  failedTile(figures.totals, figures.worstOutcome),
];
