import { describe, expect, it } from "vitest";
import { certifyThreshold, type ScoredCandidate } from "./certify-threshold.ts";

const settings = { target: 0.1, confidence: 0.9 };

/** Numbers from 0 to 1 that look drawn by lot, the same in each run (a linear congruence). */
function* lots(seed: number): Generator<number, never> {
  let state = (seed * 2_654_435_761) >>> 0;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Candidates that are wrong with probability (1 − score)², judged always below `served` and one in ten above. */
function drawn(seed: number, count: number, served: number): readonly ScoredCandidate[] {
  const lot = lots(seed);
  const next = (): number => lot.next().value;
  return Array.from({ length: count }, () => {
    const score = next();
    const correct = next() >= (1 - score) ** 2;
    return { score, correct: score < served || next() < 0.1 ? correct : undefined };
  });
}

/** The true wrong share of all above a score: the mean of (1 − s)² from there to 1. */
const trueShare = (threshold: number): number => (1 - threshold) ** 2 / 3;

describe("certifyThreshold", () => {
  it("keeps its promise in at least nine of ten runs", () => {
    const kept = Array.from({ length: 200 }, (_, seed) => {
      const certified = certifyThreshold(drawn(seed + 1, 1_500, 0.6), settings);
      return certified === undefined || trueShare(certified.threshold) <= settings.target;
    });

    expect(kept.filter((one) => one).length).toBeGreaterThanOrEqual(180);
  });

  it("opens as far as the judgements bear", () => {
    const certified = certifyThreshold(drawn(7, 6_000, 1), settings);

    // The true share is a tenth at 1 − √0.3 = 0.452.
    expect(certified?.threshold).toBeGreaterThan(0.44);
    expect(certified?.threshold).toBeLessThan(0.6);
    expect(certified?.upperBound).toBeLessThanOrEqual(settings.target);
    expect(certified?.wrongShare).toBeLessThan(certified?.upperBound ?? 0);
  });

  it("counts all candidates of a threshold's score, as all of them are served", () => {
    // Two thirds are right and score high, one third is wrong: a few of these alone would be within the target.
    const tied = Array.from({ length: 300 }, (_, index) =>
      index % 3 === 0 ? { score: 0.5, correct: false } : { score: 0.9, correct: true },
    );

    expect(certifyThreshold(tied, settings)).toMatchObject({ threshold: 0.9, wrongShare: 0 });
  });

  it("certifies nothing of wrong ones, of few, or of none", () => {
    const wrong = drawn(1, 1_000, 1).map(({ score }) => ({ score, correct: false }));
    const few = drawn(1, 20, 1).map(({ score }) => ({ score, correct: true }));
    const unjudged = drawn(1, 1_000, 1).map(({ score }) => ({ score, correct: undefined }));

    for (const candidates of [wrong, few, unjudged, []]) {
      expect(certifyThreshold(candidates, settings)).toBeUndefined();
    }
  });
});
