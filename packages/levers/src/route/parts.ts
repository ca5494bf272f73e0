import { dot } from "./clusters.ts";
import { gramOf, ridgeWeights, rightOf } from "./dense-heads.ts";
import { FEATURES, featureAt } from "./lexical-feature-names.ts";
import { type Neighbours, neighbourDeviations, neighboursOf } from "./neighbours.ts";
import { DENSE, type PlacedPrompt } from "./placed-prompt.ts";
import { emptyTable, noteQualities, type QualityTable, shrunkMean } from "./quality-table.ts";
import { sparseDot, sparseRidge } from "./sparse-heads.ts";

/** As many labels as a mean is drawn towards what lies above it. */
export const PSEUDO_LABELS = 25;

const size = [
  featureAt.log_characters,
  featureAt.log_words,
  featureAt.log_lines,
  featureAt.log_last_line,
  featureAt.mean_word_length,
];
const lexical = Array.from({ length: FEATURES }, (_, index) => index);
const space = Array.from({ length: DENSE - FEATURES }, (_, index) => FEATURES + index);

/** Linear heads on features that the prompt map gives: which of them, and how far each head is held back. */
const denseParts = [
  { name: "length", features: [featureAt.log_characters], ridge: 0.05 },
  { name: "size", features: size, ridge: 0.05 },
  { name: "lexical", features: lexical, ridge: 0.3 },
  { name: "space", features: space, ridge: 0.3 },
  { name: "size_and_space", features: [...size, ...space], ridge: 0.1 },
] as const;
/** The same on hashed n-grams; a row is of length 1. */
const sparseParts = [{ name: "ngrams", ridge: 8 }] as const;

/** What the parts are called, in their order. The last alone knows fingerprints. */
export const partNames = [
  ...denseParts.map(({ name }) => name),
  ...sparseParts.map(({ name }) => name),
  "neighbours",
  "cluster",
  "fingerprint",
] as const;

/** What was learned of labels, as plain data: one set of weights a part and model. */
export type Parts = Readonly<{
  /** Mean quality of each model. */
  means: Float64Array;
  dense: readonly (readonly Float64Array[])[];
  sparse: readonly (readonly Float32Array[])[];
  neighbours: Neighbours;
  clusters: QualityTable;
  fingerprints: QualityTable;
}>;

export type Labelled = Readonly<{ prompt: PlacedPrompt; qualities: Float64Array }>;

/** Fits every part on labelled prompts. */
export function fitParts(rows: readonly Labelled[], models: number): Parts {
  const means = new Float64Array(models);
  const dense: Float64Array[][] = denseParts.map(() => []);
  const sparse: Float32Array[][] = sparseParts.map(() => []);
  for (const group of triedTogether(rows, models)) {
    const ofDense = group.rows.map(({ prompt }) => prompt.dense);
    const ofSparse = group.rows.map(({ prompt }) => prompt.sparse);
    const targets = group.models.map((model) => {
      const qualities = group.rows.map((row) => row.qualities[model] as number);
      const mean = qualities.reduce((sum, quality) => sum + quality / qualities.length, 0);
      means[model] = mean;
      return qualities.map((quality) => quality - mean);
    });
    const gram = gramOf(ofDense, DENSE);
    const rights = targets.map((ofModel) => rightOf(ofDense, ofModel, DENSE));
    for (const [index, part] of denseParts.entries()) {
      for (const [place, weights] of ridgeWeights(gram, rights, part).entries()) {
        (dense[index] as Float64Array[])[group.models[place] as number] = weights;
      }
    }
    for (const [index, { ridge }] of sparseParts.entries()) {
      for (const [place, ofModel] of targets.entries()) {
        (sparse[index] as Float32Array[])[group.models[place] as number] = sparseRidge(
          ofSparse,
          ofModel,
          ridge,
        );
      }
    }
  }
  const clusters = emptyTable(models);
  const fingerprints = emptyTable(models);
  for (const { prompt, qualities } of rows) {
    noteQualities(clusters, String(prompt.place.cluster), { qualities, kept: 1 });
    if (prompt.fingerprint !== undefined) {
      noteQualities(fingerprints, prompt.fingerprint, { qualities, kept: 1 });
    }
  }
  return {
    means,
    dense,
    sparse,
    neighbours: neighboursOf(
      rows.map(({ prompt, qualities }) => ({ point: prompt.point, qualities })),
    ),
    clusters,
    fingerprints,
  };
}

/** Models that were tried on the same rows, with these: they share most of the work. */
function triedTogether(rows: readonly Labelled[], models: number) {
  const whole: number[] = [];
  const others: { models: number[]; rows: readonly Labelled[] }[] = [];
  for (let model = 0; model < models; model += 1) {
    const tried = rows.filter(({ qualities }) => !Number.isNaN(qualities[model]));
    if (tried.length === rows.length) whole.push(model);
    else others.push({ models: [model], rows: tried });
  }
  return whole.length === 0 ? others : [{ models: whole, rows }, ...others];
}

/**
 * What each part says of a prompt: by how much each model is better or worse than its mean.
 * @param weights of parts; one whose weight is 0 is not worked out, and says 0
 */
export function deviations(
  parts: Parts,
  prompt: PlacedPrompt,
  weights?: Float64Array,
): Float64Array[] {
  const { means, dense, sparse } = parts;
  const said: Float64Array[] = [];
  const isAsked = (part: number): boolean => weights?.[part] !== 0;
  const say = (deviationOf: (model: number) => number): void => {
    const ofPart = new Float64Array(means.length);
    if (isAsked(said.length)) {
      for (let model = 0; model < ofPart.length; model += 1) ofPart[model] = deviationOf(model);
    }
    said.push(ofPart);
  };
  for (const ofModels of dense) {
    say((model) => dot(ofModels[model] as Float64Array, prompt.dense));
  }
  for (const ofModels of sparse) {
    say((model) => sparseDot(ofModels[model] as Float32Array, prompt.sparse));
  }
  // Most of a decision's time: all labelled prompts are looked at.
  said.push(
    isAsked(said.length)
      ? neighbourDeviations(parts.neighbours, means, prompt.point)
      : new Float64Array(means.length),
  );
  const ofCluster = (model: number): number => {
    const mean = means[model] as number;
    const of = { model, expected: mean, pseudoLabels: PSEUDO_LABELS };
    return shrunkMean(parts.clusters, String(prompt.place.cluster), of) - mean;
  };
  say(ofCluster);
  const { fingerprint } = prompt;
  say((model) => {
    if (fingerprint === undefined) return 0;
    const mean = means[model] as number;
    const of = { model, expected: mean + ofCluster(model), pseudoLabels: PSEUDO_LABELS };
    return shrunkMean(parts.fingerprints, fingerprint, of) - mean;
  });
  return said;
}
