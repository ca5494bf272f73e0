/** A model that may be asked, and what it costs to ask it this. */
export type Candidate = Readonly<{
  model: string;
  /** Expected cost of the call, in picodollars or any unit that is the same for all. */
  cost: number;
  /** Expected quality, from 0 to 1. */
  quality: number;
}>;

/** Between what a model's mean quality lies. */
export type QualityBounds = Readonly<{ model: string; cost: number; lower: number; upper: number }>;

/**
 * The candidate with the most quality − λ·cost; of equal ones the cheaper. `lambda` is what a unit of cost is worth in
 * quality. Undefined where there is none.
 */
export function chooseModel<One extends Candidate>(
  candidates: readonly One[],
  lambda: number,
): One | undefined {
  let best: One | undefined;
  for (const one of candidates) {
    const ahead =
      best === undefined ? 1 : one.quality - best.quality - lambda * (one.cost - best.cost);
    if (ahead > 0 || (ahead === 0 && best !== undefined && one.cost < best.cost)) best = one;
  }
  return best;
}

/**
 * The models that are not dominated. One is when another costs no more and is better by bounds that do not overlap:
 * a mean alone, of few labels, strikes nobody out.
 */
export function undominated<One extends QualityBounds>(models: readonly One[]): readonly One[] {
  return models.filter(
    (one) =>
      !models.some((other) => other !== one && other.cost <= one.cost && other.lower > one.upper),
  );
}

/**
 * The dial's own choice: of the models cheaper than the reference the one with the most of
 * (its quality − the reference's) + λ·(the reference's cost − its cost), where that is more than 0; else the reference.
 * With λ of 0 or more it is `chooseModel`; a λ below 0 asks that a cheaper model be expected to be better by that much.
 */
export function chooseBesideReference<One extends Candidate>(
  candidates: readonly One[],
  { reference, lambda }: Readonly<{ reference: One; lambda: number }>,
): One {
  let best = reference;
  let ahead = 0;
  for (const one of candidates) {
    if (one.cost >= reference.cost) continue;
    const value = one.quality - reference.quality + lambda * (reference.cost - one.cost);
    if (value > ahead || (value === ahead && value > 0 && one.cost < best.cost)) {
      best = one;
      ahead = value;
    }
  }
  return best;
}

/** The λ above which `chooseBesideReference` would rather ask this model than the reference. */
export const breakEven = (one: Candidate, reference: Candidate): number =>
  (reference.quality - one.quality) / (reference.cost - one.cost);
