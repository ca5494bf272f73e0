import { type SpendByRow, unfailedOutcomes } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import { divideRounded } from "@headgate/money";
import { drawnLength } from "../../format/money-text.ts";
import { knownPart } from "../../format/spend.ts";
import type { ChartPoint } from "./spend-chart-model.ts";
import type { Tile } from "./tiles.ts";

/** Outcomes that are not a failure of an attempt. */
const wellEnded: readonly (string | null)[] = unfailedOutcomes;

/** The most frequent way in which attempts failed; undefined when none did. */
export const worstOutcome = (rows: readonly SpendByRow[] | undefined): string | undefined => {
  const failed = (rows ?? []).filter(({ group }) => !wellEnded.includes(group));
  const [worst] = [...failed].sort((left, right) => right.attempts - left.attempts);
  return worst === undefined || worst.group === null ? undefined : worst.group;
};

/** Undefined also where some attempts have no price: their tokens would make the rest look cheap. */
const perMillionOf = ({ spend, tokens }: ChartPoint): Picodollars | undefined =>
  tokens === 0 || spend.kind !== "whole"
    ? undefined
    : divideRounded(spend.amount, BigInt(tokens), 1_000_000n);

const lengthOf = (amount: Picodollars | undefined): number | undefined =>
  amount === undefined ? undefined : drawnLength(amount);

/** The course of a figure over the range, for the line in its tile; undefined where there is none. */
export const courseOf = (
  key: Tile["key"],
  points: readonly ChartPoint[],
): readonly (number | undefined)[] | undefined => {
  switch (key) {
    case "spend":
      return points.map(({ spend }) => lengthOf(knownPart(spend)));
    case "calls":
      return points.map(({ calls }) => calls);
    case "per-million":
      return points.map((point) => lengthOf(perMillionOf(point)));
    case "unpriced":
      return points.map(({ unpricedAttempts }) => unpricedAttempts);
    case "cache":
    case "failed":
      return undefined;
    default:
      return key satisfies never;
  }
};
