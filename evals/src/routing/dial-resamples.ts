import {
  certifyDial,
  chooseBesideReference,
  defaultRouteSettings,
  expectedQualities,
  fitQuality,
  type JudgedCall,
} from "@headgate/levers";
import type { TwoModelQuestion } from "./read-tables.ts";
import { halves, shuffled } from "./seeded.ts";
import { examplesOf, STRONG_COST, WEAK_COST } from "./two-models.ts";

export type DialFigures = Readonly<{
  labels: number;
  resamples: number;
  /** Of the resamples: those whose choices keep the promise on all that was not judged; those with no certificate. */
  kept: number;
  uncertified: number;
  mean_quality: number;
  worst_quality: number;
  mean_saved: number;
}>;

const FIT_LABELS = 1_500;

/**
 * The dial at 95 % on labels drawn anew each time. Expectations come of a model that was fitted on the other half;
 * of the half that it did not see, so many questions certify the dial, and all the others judge it.
 */
export function resampleDial(
  questions: readonly TwoModelQuestion[],
  { labels, resamples, seed }: Readonly<Record<"labels" | "resamples" | "seed", number>>,
): DialFigures {
  const { train, test } = halves(questions, seed);
  const { model } = fitQuality(examplesOf(train.slice(0, FIT_LABELS)));
  const calls = test.map(({ read, weak, strong }): JudgedCall => {
    const [ofStrong, ofWeak] = expectedQualities(model, read) as unknown as [number, number];
    return {
      expected: [
        { model: "strong", cost: STRONG_COST, quality: ofStrong },
        { model: "weak", cost: WEAK_COST, quality: ofWeak },
      ],
      qualities: [strong, weak],
    };
  });
  const outcomes = Array.from({ length: resamples }, (_, resample) => {
    const mixed = shuffled(calls, 1_000 + resample);
    const certified = certifyDial(mixed.slice(0, labels), defaultRouteSettings);
    return {
      certified: certified !== undefined,
      ...servedWith(mixed.slice(labels), certified?.lambda),
    };
  });
  const qualities = outcomes.map(({ quality }) => quality);
  return {
    labels,
    resamples,
    kept: outcomes.filter(({ quality }) => quality >= 0.95).length / resamples,
    uncertified: outcomes.filter(({ certified }) => !certified).length / resamples,
    mean_quality: qualities.reduce((sum, quality) => sum + quality / resamples, 0),
    worst_quality: Math.min(...qualities),
    mean_saved: outcomes.reduce((sum, { saved }) => sum + saved / resamples, 0),
  };
}

/** The share of the reference's quality, and of its cost that is saved, on these calls; no λ: the reference. */
function servedWith(calls: readonly JudgedCall[], lambda: number | undefined) {
  let quality = 0;
  let ofReference = 0;
  let cost = 0;
  for (const { expected, qualities } of calls) {
    const [reference] = expected as JudgedCall["expected"] & [JudgedCall["expected"][number]];
    const chosen =
      lambda === undefined ? reference : chooseBesideReference(expected, { reference, lambda });
    quality += qualities[expected.indexOf(chosen)] as number;
    ofReference += qualities[0] as number;
    cost += chosen.cost;
  }
  return { quality: quality / ofReference, saved: 1 - cost / (calls.length * STRONG_COST) };
}
