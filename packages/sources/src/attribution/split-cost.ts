import {
  type Attribution,
  type AttributionRules,
  type CostSplit,
  millionthsOfPercent,
} from "@headgate/contract";
import { type Fraction, type Picodollars, picodollars, roundTogether } from "@headgate/money";
import { holds } from "./apply-rules.ts";
import type { AttributionSubject } from "./subject.ts";

export type SharedCost = AttributionRules["shared"][number];

/** The first rule by which a row's cost is shared; none for most rows. */
export const sharedCostOf = (
  { shared }: Pick<AttributionRules, "shared">,
  subject: AttributionSubject,
): SharedCost | undefined => shared.find(({ when }) => holds(when, subject));

/** What each one's own calls cost in the time that a shared cost is for. */
export type OwnCost = Readonly<{ label: string; cost: Picodollars }>;

export type CostPart = Readonly<{ attribution: Attribution; cost: Picodollars }>;

/**
 * Splits an amount (a credit too) so that the parts add up to it, exactly: each part is rounded to a picodollar,
 * largest remainders first. A split by usage over nobody's usage cannot be made: the whole stays unallocated.
 */
export function splitCost(
  amount: Picodollars,
  split: CostSplit,
  own: readonly OwnCost[],
): readonly CostPart[] {
  const weighted = weightsOf(split, own);
  const sum = weighted.reduce((total, { weight }) => total + weight, 0n);
  if (sum === 0n) return [{ attribution: {}, cost: amount }];
  const sign = amount < 0n ? -1n : 1n;
  const fractions = weighted.map(
    ({ weight }): Fraction => ({ numerator: amount * sign * weight, denominator: sum }),
  );
  const { parts } = roundTogether(fractions);
  return weighted.map(({ attribution }, index) => ({
    attribution,
    cost: picodollars((parts[index] ?? picodollars(0n)) * sign),
  }));
}

type Weighted = Readonly<{ attribution: Attribution; weight: bigint }>;

function weightsOf(split: CostSplit, own: readonly OwnCost[]): readonly Weighted[] {
  switch (split.by) {
    case "fixed":
      return split.shares.map(({ set, percent }) => ({
        attribution: set,
        weight: millionthsOfPercent(percent),
      }));
    case "usage":
      return own
        .filter(({ cost }) => cost > 0n)
        .map(({ label, cost }) => ({ attribution: { [split.over]: label }, weight: cost }));
    default:
      return split satisfies never;
  }
}
