import { type ExperimentQuality, type QualityMeasure, qualityMeasures } from "@headgate/contract";
import type { ExperimentDay } from "@headgate/ledger";
import { differenceOf, RATING_UNIT } from "./difference.ts";
import { Strata } from "./strata.ts";

/** Judgement: by how much a share may be worse and still pass for as good. */
const margins: Readonly<Record<QualityMeasure, number>> = {
  failures: 0.02,
  outcomes: 0.05,
  feedback: 0.05,
};
/** All measures together are wrong no more often than one interval is: each has its part of 5 %. */
const ALPHA = 0.05 / qualityMeasures.length;
/** More failures are worse, fewer accepted outcomes, and worse feedback. */
const worseIs: Readonly<Record<QualityMeasure, 1 | -1>> = {
  failures: 1,
  outcomes: -1,
  feedback: -1,
};

/** Whether the treated arm's answers are as good as those of the other, measure by measure. */
export const judgeQuality = (days: readonly ExperimentDay[]): ExperimentQuality[] =>
  qualityMeasures.map((measure) => {
    const margin = margins[measure];
    // Feedback is no count of those who were content.
    const [of, unit] =
      measure === "feedback" ? (["rating", RATING_UNIT] as const) : (["share", 1] as const);
    const found = differenceOf(new Strata(measure, days).all, { alpha: ALPHA, of });
    if (found === undefined) return { measure, difference: null, margin, verdict: "not_known" };
    const estimate = Number(found.estimateInMillionths) / 1e6 / unit;
    const radius = found.radius / unit;
    const [low, high] = [estimate - radius, estimate + radius];
    const [best, worst] = worseIs[measure] === 1 ? [low, high] : [-high, -low];
    const verdict = worst < margin ? "non_inferior" : best > 0 ? "worse" : "not_known";
    return { measure, difference: { estimate, low, high }, margin, verdict };
  });
