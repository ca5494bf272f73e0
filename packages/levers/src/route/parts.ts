import { gramOf, ridgeWeights, rightOf } from "./dense-heads.ts";
import { FEATURES, featureAt } from "./lexical-feature-names.ts";
import { type Neighbours, neighbourDeviations, neighboursOf } from "./neighbours.ts";
import { DENSE, type PlacedPrompt, TASK_LENGTH } from "./placed-prompt.ts";
import { emptyTable, noteQualities, type QualityTable, shrunkMean } from "./quality-table.ts";
import { sparseDot, sparseRidge } from "./sparse-heads.ts";
import { DIMENSIONS } from "./text-space.ts";

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
const space = Array.from({ length: DIMENSIONS }, (_, index) => FEATURES + index);

/** Linear heads on features that the prompt map gives: which of them, and how far each head is held back. */
const denseParts = [
  { name: "length", features: [featureAt.log_characters], ridge: 0.05 },
  { name: "size", features: size, ridge: 0.05 },
  { name: "lexical", features: lexical, ridge: 0.3 },
  { name: "space", features: space, ridge: 0.3 },
  { name: "size_and_space", features: [...size, ...space], ridge: 0.1 },
  { name: "task_length", features: [TASK_LENGTH], ridge: 0.05 },
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

/**
 * Fits every part on labelled prompts, from old to new.
 * @param kept what is kept of a fingerprint's older labels at each new one
 * @param older labels from before all of these: they tell the means of their fingerprints, and nothing else is fitted on them
 */
export function fitParts(
  rows: readonly Labelled[],
  {
    models,
    kept,
    older = [],
  }: Readonly<{ models: number; kept: number; older?: readonly Labelled[] }>,
): Parts {
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
  }
  for (const { prompt, qualities } of [...older, ...rows]) {
    if (prompt.fingerprint === undefined) continue;
    noteQualities(fingerprints, prompt.fingerprint, { qualities, kept });
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
export const deviations = (
  parts: Parts,
  prompt: PlacedPrompt,
  weights?: Float64Array,
): Float64Array[] =>
  partNames.map((_, part) =>
    weights?.[part] === 0
      ? new Float64Array(parts.means.length)
      : deviationsOf(part, parts, prompt),
  );

/** The features of each dense part, in rising order: on all others its weights are nought. */
const heldFeatures = denseParts.map(({ features }) => Uint16Array.from(features).sort());

function deviationsOf(part: number, parts: Parts, prompt: PlacedPrompt): Float64Array {
  const { means, dense, sparse } = parts;
  const ofDense = dense[part];
  const ofSparse = sparse[part - dense.length];
  if (ofDense !== undefined) {
    const features = heldFeatures[part] as Uint16Array;
    const said = new Float64Array(means.length);
    for (let model = 0; model < said.length; model += 1) {
      said[model] = dotOn(features, ofDense[model] as Float64Array, prompt.dense);
    }
    return said;
  }
  if (ofSparse !== undefined) {
    const said = new Float64Array(means.length);
    for (let model = 0; model < said.length; model += 1) {
      said[model] = sparseDot(ofSparse[model] as Float32Array, prompt.sparse);
    }
    return said;
  }
  const name = partNames[part];
  if (name === "neighbours") return neighbourDeviations(parts.neighbours, means, prompt.point);
  const ofCluster = drawnDeviations(parts.clusters, String(prompt.place.cluster), {
    means,
    from: new Float64Array(means.length),
  });
  if (name === "cluster") return ofCluster;
  const { fingerprint } = prompt;
  if (fingerprint === undefined) return new Float64Array(means.length);
  return drawnDeviations(parts.fingerprints, fingerprint, { means, from: ofCluster });
}

/** What a key's own labels say, drawn towards what is said without them. */
function drawnDeviations(
  table: QualityTable,
  key: string,
  { means, from }: Readonly<Record<"means" | "from", Float64Array>>,
): Float64Array {
  const said = new Float64Array(means.length);
  for (let model = 0; model < said.length; model += 1) {
    const mean = means[model] as number;
    const expected = mean + (from[model] as number);
    said[model] = shrunkMean(table, key, { model, expected, pseudoLabels: PSEUDO_LABELS }) - mean;
  }
  return said;
}

function dotOn(features: Uint16Array, weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < features.length; i += 1) {
    const feature = features[i] as number;
    sum += (weights[feature] as number) * (values[feature] as number);
  }
  return sum;
}
