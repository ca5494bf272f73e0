import type { CommitmentOffer, NoPlan, OfferPlan } from "@headgate/contract";
import { DAYS_PER_MONTH } from "../statistics/month.ts";
import { quantile } from "../statistics/quantile.ts";
import { estimateOf, sampledBasis } from "./estimates.ts";
import { contradiction, noPlan } from "./no-plan.ts";
import { enteredMicrodollars } from "./plan-inputs.ts";

type Credits = Extract<CommitmentOffer, { kind: "credits" }>;
type PlannedCredits = Extract<OfferPlan["plan"], { kind: "credits" }>;

const DAY_MS = 86_400_000;

/**
 * How credits burn down until they are used up or expire, in each sampled course of spend, and what is forfeited.
 *
 * @param spends microdollars a month of each course, at points evenly spread until the credits expire
 */
export function planCredits(
  offer: Credits,
  about: Readonly<{
    todayMs: number;
    place: string;
    spends: readonly (readonly Readonly<{ month: number; microdollars: number }>[])[];
  }>,
): PlannedCredits | NoPlan {
  const daysLeft = Math.floor((Date.parse(offer.expires_on) - about.todayMs) / DAY_MS) + 1;
  if (daysLeft <= 0) {
    return noPlan(
      contradiction(
        `${about.place}.expires_on`,
        `The credits have expired on ${offer.expires_on}.`,
        "Leave them out, or correct the day.",
      ),
    );
  }
  const amount = enteredMicrodollars(offer.amount);
  const paid = enteredMicrodollars(offer.paid);
  const burned = about.spends.map((points) => burnDown(points, daysLeft, amount));
  const basis = sampledBasis(about.spends.length);
  const days = burned.map(({ usedUpDay }) => usedUpDay);
  const middle = quantile(
    days.map((day) => (day === null ? Number.POSITIVE_INFINITY : day)),
    0.5,
  );
  return {
    kind: "credits",
    used_up_on: Number.isFinite(middle)
      ? new Date(about.todayMs + middle * DAY_MS).toISOString().slice(0, 10)
      : null,
    used: estimateOf(
      burned.map(({ used }) => used),
      basis,
    ),
    forfeited: estimateOf(
      burned.map(({ used }) => amount - used),
      basis,
    ),
    saving: estimateOf(
      burned.map(({ used }) => used - paid),
      basis,
    ),
    notes: [
      "Credits pay for spend on demand: what a commitment takes over is spend that they do not meet, where they do not pay for commitments.",
    ],
  };
}

/** Day by day, each at the spend of the point that it is nearest to. */
function burnDown(
  points: readonly Readonly<{ month: number; microdollars: number }>[],
  daysLeft: number,
  amount: number,
): Readonly<{ used: number; usedUpDay: number | null }> {
  let used = 0;
  for (let day = 0; day < daysLeft; day += 1) {
    const place = Math.min(points.length - 1, Math.floor((day * points.length) / daysLeft));
    const point = points[place];
    if (point === undefined) throw new TypeError("a course of spend has a point");
    used += point.microdollars / DAYS_PER_MONTH;
    if (used >= amount) return { used: amount, usedUpDay: day };
  }
  return { used, usedUpDay: null };
}
