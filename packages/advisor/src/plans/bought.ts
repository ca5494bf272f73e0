import type {
  CommitmentOffer,
  CommitmentsPlan,
  PlanExport,
  PlannedUnits,
  TurningPoint,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";

/** Estimates in microdollars a month. */
export type Estimated = Readonly<{ low: number; estimate: number; high: number }>;

type Purchase = Readonly<{ offer: string; part: string | null; units: number }>;

/** What a plan buys of offers for one demand: the best of them together where that could be worked out, else the best one. */
export type Bought = Readonly<{
  purchases: readonly Purchase[];
  saving: Estimated;
  basis: string;
  committedMicrodollars: number;
  /** What of the demand's dollars a month it takes over. */
  absorbedMicrodollars: number;
  /** The plans of the offers that are bought, each by itself. */
  plans: readonly Readonly<{ offer: string; part: string | null; plan: PlannedUnits }>[];
  exports: readonly PlanExport[];
  turningPoints: readonly TurningPoint[];
}>;

type Plan = Extract<CommitmentsPlan, { kind: "commitments_plan" }>;

/** Undefined where nothing is bought, or it would save nothing. */
export function boughtOf(plan: Plan, offers: readonly CommitmentOffer[]): Bought | undefined {
  const planned = plan.offers.flatMap(({ offer, part, plan: own }) =>
    own.kind === "planned" && own.units > 0 ? [{ offer, part, plan: own }] : [],
  );
  const candidates = [
    togetherOf(plan, planned),
    ...offers.map(({ name }) => aloneOf(planned.filter(({ offer }) => offer === name))),
  ].filter((one) => one !== undefined);
  const best = candidates.reduce<Bought | undefined>(
    (most, one) => (most === undefined || one.saving.estimate > most.saving.estimate ? one : most),
    undefined,
  );
  return best === undefined || best.saving.estimate <= 0 ? undefined : best;
}

const microdollars = (text: string): number => toMicrodollars(parseDollars(text));
const estimatedOf = ({ low, estimate, high }: PlannedUnits["saving_per_month"]): Estimated => ({
  low: microdollars(low),
  estimate: microdollars(estimate),
  high: microdollars(high),
});

/** One offer; the reserved tier's two parts are of different dollars and are bought beside each other. */
function aloneOf(parts: Bought["plans"]): Bought | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const savings = parts.map(({ plan }) => estimatedOf(plan.saving_per_month));
  const total = (of: keyof Estimated): number => savings.reduce((sum, one) => sum + one[of], 0);
  const saving = { low: total("low"), estimate: total("estimate"), high: total("high") };
  const committed = parts.reduce(
    (sum, { plan }) => sum + microdollars(plan.committed_per_month),
    0,
  );
  return {
    purchases: parts.map(({ offer, part, plan: { units } }) => ({ offer, part, units })),
    saving,
    basis: first.plan.saving_per_month.basis,
    committedMicrodollars: committed,
    absorbedMicrodollars: saving.estimate + committed,
    plans: parts,
    exports: parts.flatMap(({ plan }) => plan.exports),
    turningPoints: parts.flatMap(({ plan }) => plan.turning_points),
  };
}

function togetherOf({ together }: Plan, planned: Bought["plans"]): Bought | undefined {
  if (together === null || together.kind === "no_plan") return undefined;
  const purchases = together.units.flatMap(({ offer: named, units }) => {
    const [, offer = named, part = null] = /^(.*?)(?: \((input|output)\))?$/.exec(named) ?? [];
    return units === 0 ? [] : [{ offer, part: part ?? null, units }];
  });
  if (purchases.length === 0) return undefined;
  const saving = estimatedOf(together.saving_per_month);
  const committed = microdollars(together.committed_per_month);
  const plans = planned.filter(({ offer, part }) =>
    purchases.some((one) => one.offer === offer && one.part === part),
  );
  return {
    purchases,
    saving,
    basis: together.saving_per_month.basis,
    committedMicrodollars: committed,
    absorbedMicrodollars: saving.estimate + committed,
    plans,
    exports: together.exports,
    turningPoints: plans.flatMap(({ plan }) => plan.turning_points),
  };
}

/** What is bought less what is held already; undefined where that saves nothing. */
export function boughtBeside(bought: Bought, has: Bought): Bought | undefined {
  const purchases = bought.purchases.flatMap((one) => {
    const held = has.purchases.find(({ offer, part }) => offer === one.offer && part === one.part);
    const units = held === undefined ? one.units : one.units - held.units;
    return units > 0 ? [{ ...one, units }] : [];
  });
  const ends = (["low", "estimate", "high"] as const).map(
    (end) => bought.saving[end] - has.saving[end],
  );
  const saving = {
    low: Math.min(...ends),
    estimate: bought.saving.estimate - has.saving.estimate,
    high: Math.max(...ends),
  };
  if (purchases.length === 0 || saving.estimate <= 0) return undefined;
  return {
    ...bought,
    purchases,
    saving,
    committedMicrodollars: bought.committedMicrodollars - has.committedMicrodollars,
    absorbedMicrodollars: bought.absorbedMicrodollars - has.absorbedMicrodollars,
    // They buy all units; what is held is bought already.
    exports: [],
  };
}
