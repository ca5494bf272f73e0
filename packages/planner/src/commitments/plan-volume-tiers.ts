import type { CommitmentOffer, OfferPlan } from "@headgate/contract";
import { dollarsText, estimateOf, sampledBasis } from "./estimates.ts";
import { enteredMicrodollars } from "./plan-inputs.ts";

type Tiers = Extract<CommitmentOffer, { kind: "volume_tiers" }>;
type PlannedTiers = Extract<OfferPlan["plan"], { kind: "volume_tiers" }>;

/**
 * Which promise of spend to sign: each gives its discount on all spend, and what is spent less than promised is paid all
 * the same. Each tier is tried on each sampled spend of the period; the one of the largest mean saving is told, or none.
 *
 * @param spends microdollars of the whole period at on-demand prices, one a course
 */
export function planVolumeTiers(offer: Tiers, spends: readonly number[]): PlannedTiers {
  const basis = sampledBasis(spends.length);
  const tried = offer.tiers.map(({ committed, discount }) => {
    const promise = enteredMicrodollars(committed);
    const savings = spends.map((spend) => spend - Math.max(promise, spend * (1 - discount)));
    return {
      mean: savings.reduce((sum, saving) => sum + saving, 0) / savings.length,
      tier: {
        committed: dollarsText(promise),
        discount,
        saving: estimateOf(savings, basis),
        shortfall_probability:
          spends.filter((spend) => spend * (1 - discount) < promise).length / spends.length,
      },
    };
  });
  let best: number | null = null;
  for (const [place, { mean }] of tried.entries()) {
    if (mean > 0 && (best === null || mean > (tried[best] as (typeof tried)[number]).mean)) {
      best = place;
    }
  }
  return {
    kind: "volume_tiers",
    tier: best,
    spend: estimateOf(spends, basis),
    tiers: tried.map(({ tier }) => tier),
    notes: [
      "The promise is compared with spend after the discount. Where your contract counts list prices, enter the promise less its discount.",
    ],
  };
}
