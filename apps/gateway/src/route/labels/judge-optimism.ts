import { qualityBounds } from "@headgate/levers";

/** With fewer pairs, or fewer words on the reference's answers, nothing is known. */
const LEAST_WORDS = 30;
/** One-sided, for all three shares together. */
const CONFIDENCE = 1 - 0.05 / 3;

/** What a judge and people said of answers of cheaper models, and people of the reference's. */
type Words = Readonly<{
  /** Whether an answer is good, as the judge and as people say. */
  pairs: readonly (readonly [judge: boolean, people: boolean])[];
  references: readonly boolean[];
}>;

/** How much too good a judge takes cheaper models' answers for: at least, at most, and as an estimate. Below 0: not good enough. */
export type Optimism = Readonly<{ estimate: number; atLeast: number; atMost: number }>;

/**
 * How much too good a judge takes cheaper models' answers for, as people have it, on the answers that both have judged:
 *
 *     J − P / R
 *
 * J is the share that the judge calls as good as the reference's, and P the share that people are content with. People are not
 * asked beside what, and are not content with all that the reference says either: R is the share of the reference's
 * answers that they are content with, and P / R what their words make of the promise, which is a share of the reference's
 * quality. Without R all who are not content would speak against the judge.
 *
 * The bounds are made of Jeffreys' for each of the three, which hold together at 95 % (Bonferroni): J⁻ − P⁺ / R⁻ and J⁺ − P⁻ / R⁺. They
 * are wide: with 100 pairs and words some 15 to 20 percentage points either way, with 500 some 7. Undefined where fewer than 30
 * pairs or words on the reference are known, or people are content with nothing that it says.
 */
export function optimismOf({ pairs, references }: Words): Optimism | undefined {
  if (pairs.length < LEAST_WORDS || references.length < LEAST_WORDS) return undefined;
  const judge = boundsOf(pairs.map(([good]) => good));
  const people = boundsOf(pairs.map(([, good]) => good));
  const reference = boundsOf(references);
  if (reference.mean === 0) return undefined;
  return {
    estimate: judge.mean - people.mean / reference.mean,
    atLeast: judge.lower - people.upper / reference.lower,
    atMost: judge.upper - people.lower / reference.upper,
  };
}

function boundsOf(words: readonly boolean[]) {
  const labels = words.length;
  const qualities = words.filter(Boolean).length;
  return { mean: qualities / labels, ...qualityBounds({ labels, qualities }, CONFIDENCE) };
}
