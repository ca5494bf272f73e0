import type { ExploreRank } from "@headgate/contract";
import {
  displayDollarsCompact,
  divideRounded,
  formatDollars,
  type Picodollars,
  picodollars,
} from "@headgate/money";
import { compactCount, countText } from "../../format/count-text.ts";
import { axisDollars, drawnLength } from "../../format/money-text.ts";
import { shareText } from "../../format/share.ts";
import type { Measure } from "../../search/explore-search.ts";
import type { Sums } from "./sums.ts";

/** In what a measure is told: picodollars, a number of things, or millionths of a whole. */
type Unit = "dollars" | "count" | "share";

type Description = Readonly<{
  name: string;
  unit: Unit;
  /** True where the parts add up to the whole, so that they can be stacked. */
  adds: boolean;
  /** What groups are ranked by: of a ratio, what it is a part of, so that what matters comes first. */
  rank: ExploreRank;
}>;

export const describedMeasures = {
  effective_cost: { name: "Effective cost", unit: "dollars", adds: true, rank: "effective_cost" },
  billed_cost: { name: "Billed cost", unit: "dollars", adds: true, rank: "billed_cost" },
  list_cost: { name: "List cost", unit: "dollars", adds: true, rank: "list_cost" },
  calls: { name: "Calls", unit: "count", adds: true, rank: "calls" },
  input_tokens: { name: "Input tokens", unit: "count", adds: true, rank: "input_tokens" },
  output_tokens: { name: "Output tokens", unit: "count", adds: true, rank: "output_tokens" },
  cache_read_share: { name: "Cache-read share", unit: "share", adds: false, rank: "input_tokens" },
  // A call is counted where its last attempt is, and its cost where each of its attempts is.
  cost_per_call: {
    name: "Cost per call answered there",
    unit: "dollars",
    adds: false,
    rank: "effective_cost",
  },
  cost_per_million: {
    name: "Cost per 1M tokens",
    unit: "dollars",
    adds: false,
    rank: "effective_cost",
  },
  errors: { name: "Failed attempts", unit: "count", adds: true, rank: "failed_attempts" },
  unpriced: { name: "Unpriced attempts", unit: "count", adds: true, rank: "unpriced_attempts" },
} as const satisfies Record<Measure, Description>;

/**
 * A measure of some calls. `amount` is exact: picodollars, a count, or millionths; undefined when it is not
 * known or there is nothing to measure. `bound`: something is left out, so the amount is the least it can be.
 */
export type Figure = Readonly<{
  amount: bigint | undefined;
  bound: boolean;
  /** What stands where there is no amount. */
  missing: "unpriced" | "–";
}>;

const MILLION = 1_000_000n;
const NOTHING: Figure = { amount: undefined, bound: false, missing: "–" };
const UNPRICED: Figure = { amount: undefined, bound: false, missing: "unpriced" };

const whole = (amount: bigint): Figure => ({ amount, bound: false, missing: "–" });

const cost = (amount: Picodollars, { unpriced }: Sums): Figure => {
  if (amount === 0n && unpriced > 0) return UNPRICED;
  return { amount, bound: unpriced > 0, missing: "–" };
};

const tokens = (count: number, { unmetered }: Sums): Figure => {
  if (count === 0 && unmetered > 0) return NOTHING;
  return { amount: BigInt(count), bound: unmetered > 0, missing: "–" };
};

/** Over priced tokens alone, as the cost is. */
const perMillion = (sums: Sums): Figure => {
  const priced = sums.inputTokens + sums.outputTokens - sums.unpricedTokens;
  if (priced <= 0) return sums.unpriced > 0 ? UNPRICED : NOTHING;
  return whole(divideRounded(sums.effective, BigInt(priced), MILLION));
};

export const figureOf = (measure: Measure, sums: Sums): Figure => {
  switch (measure) {
    case "effective_cost":
      return cost(sums.effective, sums);
    case "billed_cost":
      return cost(sums.billed, sums);
    case "list_cost":
      return cost(sums.list, sums);
    case "calls":
      return whole(BigInt(sums.calls));
    case "input_tokens":
      return tokens(sums.inputTokens, sums);
    case "output_tokens":
      return tokens(sums.outputTokens, sums);
    case "cache_read_share":
      return sums.inputTokens === 0
        ? NOTHING
        : whole((BigInt(sums.cacheReadTokens) * MILLION) / BigInt(sums.inputTokens));
    case "cost_per_call": {
      if (sums.calls === 0) return NOTHING;
      const spent = cost(sums.effective, sums);
      return spent.amount === undefined
        ? spent
        : { ...spent, amount: divideRounded(sums.effective, BigInt(sums.calls)) };
    }
    case "cost_per_million":
      return perMillion(sums);
    case "errors":
      return whole(BigInt(sums.failed));
    case "unpriced":
      return whole(BigInt(sums.unpriced));
    default:
      return measure satisfies never;
  }
};

const amountText = (unit: Unit, amount: bigint, brief: boolean): string => {
  switch (unit) {
    case "dollars":
      return displayDollarsCompact(picodollars(amount));
    case "count":
      return brief ? compactCount(Number(amount)) : countText(Number(amount));
    case "share":
      return shareText(Number(amount) / 1e6);
    default:
      return unit satisfies never;
  }
};

/** A figure for the eye: `≥` before what leaves something out, and never 0 for what is not known. */
export const figureText = (measure: Measure, figure: Figure, brief = false): string => {
  if (figure.amount === undefined) return figure.missing;
  const text = amountText(describedMeasures[measure].unit, figure.amount, brief);
  return figure.bound ? `≥ ${text}` : text;
};

/** A figure for a file: every digit; empty where it is not known. */
export const figureDigits = (measure: Measure, { amount }: Figure): string => {
  if (amount === undefined) return "";
  switch (describedMeasures[measure].unit) {
    case "dollars":
      return formatDollars(picodollars(amount));
    case "count":
      return amount.toString();
    case "share":
      return amount === MILLION ? "1" : `0.${amount.toString().padStart(6, "0")}`;
    default:
      return describedMeasures[measure] satisfies never;
  }
};

/** How long a figure is drawn; undefined where it is not known. */
export const figureLength = (measure: Measure, { amount }: Figure): number | undefined => {
  if (amount === undefined) return undefined;
  switch (describedMeasures[measure].unit) {
    case "dollars":
      return drawnLength(picodollars(amount));
    case "count":
      return Number(amount);
    case "share":
      return Number(amount) / 1e4;
    default:
      return describedMeasures[measure] satisfies never;
  }
};

/** The axis of a chart of this measure. */
export const axisText = (measure: Measure, length: number): string => {
  switch (describedMeasures[measure].unit) {
    case "dollars":
      return axisDollars(length);
    case "count":
      return compactCount(length);
    case "share":
      return `${length}%`;
    default:
      return describedMeasures[measure] satisfies never;
  }
};

/** Smallest first; what is not known before what is. */
export const compareKnown = (left: bigint | undefined, right: bigint | undefined): number => {
  if (left === right) return 0;
  if (left === undefined) return -1;
  return right === undefined || left > right ? 1 : -1;
};
