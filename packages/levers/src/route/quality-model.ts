import { learnClusters, nearest } from "./clusters.ts";
import type { Example, ReadPrompt } from "./example.ts";
import { foldsOfGroups } from "./group-folds.ts";
import { mixPair } from "./hashing.ts";
import {
  deviations,
  fitParts,
  type Labelled,
  type Parts,
  PSEUDO_LABELS,
  partNames,
} from "./parts.ts";
import { learnPromptMap, type PlacedPrompt, type PromptMap, placePrompt } from "./placed-prompt.ts";
import { labelsOf } from "./quality-table.ts";
import { stackWeights } from "./stack-weights.ts";
import { isUnlikeLabelled, type LabelledPrompts, labelledPromptsOf } from "./unlike-labelled.ts";
import { transferringWeights } from "./what-transfers.ts";

const FOLDS = 5;
/** Left out whole where fingerprints do not tell groups: few and large ones, so that they differ as tasks do. */
const GROUPS = 10;
type PartName = (typeof partNames)[number];

/** Of a task that has labels they tell more than how long its prompts are. */
const byLabels = partNames.filter((name) => name !== "task_length");
const byText = byLabels.filter((name) => name !== "fingerprint");
/**
 * What has a say on prompts that are unlike all that was seen: how long they are, and what they lie nearest to. Linear
 * heads on many features run away there: on tasks left out they choose worse than no router, and length alone does not.
 */
const beyond = ["length", "neighbours"] as const satisfies readonly PartName[];
/** What is said of such prompts is drawn to a quarter of it unless groups left out show otherwise. */
const BEYOND_PRIOR = 0.25;

/**
 * What may have a say on fingerprints that were not seen, each blend with what it adds to the one before: groups left out
 * decide which of them has.
 */
const blends = (
  [
    ["length", "task_length"],
    ["task_length", ...beyond],
    ["task_length", ...byText],
  ] as const satisfies readonly (readonly PartName[])[]
).map((names) => names.map((name) => partNames.indexOf(name)));

/** What has been learned of which model is good at what. Plain data. */
export type QualityModel = Readonly<{
  map: PromptMap;
  parts: Parts;
  weights: Readonly<{
    /** By how much each part counts for a known fingerprint, for like prompts without one, and for unlike ones. */
    known: Float64Array;
    like: Float64Array;
    unlike: Float64Array;
    /** And for a fingerprint without labels; undefined where there were too few fingerprints to leave some out. */
    unseen: Float64Array | undefined;
  }>;
  /** Similarities at which a prompt counts as unlike all that was seen, and as wholly like it. */
  gate: Readonly<{ unlike: number; like: number }>;
  /** Of prompts unlike these nothing is certified. */
  labelled: LabelledPrompts;
}>;

/** What is expected of a call. */
export type Expectation = Readonly<{
  /** Of each model. */
  qualities: Float64Array;
  /** Whether the prompt is so unlike those that its fingerprint's labels are of that they say nothing of it. */
  isUnlike: boolean;
}>;

export type FittedQuality = Readonly<{
  model: QualityModel;
  /** For each example, what is expected by parts that were not fitted on it. */
  unseen: readonly Expectation[];
  /** The same for each of the older ones. */
  unseenOlder: readonly Expectation[];
}>;

/**
 * Fits a model on labelled examples (at least one), from old to new; `prompts` may hold more, without labels, from which is
 * learned how prompts differ, and `kept` is what is kept of a fingerprint's older labels at each new one. `older` are labels from before
 * the examples that tell what their fingerprints are like, and which prompts were labelled: heads take long to fit, and are
 * fitted on the examples alone.
 *
 * How far each part is to be believed is measured twice on examples that it was not fitted on: with random folds, which
 * is what a prompt meets whose group is known, and with whole groups (fingerprints, or clusters where there are too few of
 * them) left out, which is what one meets whose group is not.
 */
export function fitQuality(
  examples: readonly Example[],
  {
    prompts = examples,
    kept = 1,
    older = [],
  }: Readonly<{
    prompts?: readonly ReadPrompt[];
    kept?: number;
    older?: readonly Example[];
  }> = {},
): FittedQuality {
  const map = learnPromptMap(prompts);
  const models = examples[0]?.qualities.length ?? 0;
  const placed = (example: Example): Labelled => ({
    prompt: placePrompt(map, example),
    qualities: example.qualities,
  });
  const rows = examples.map(placed);
  const before = older.map(placed);
  const { groups, areFingerprints } = groupsOf(rows);
  const fit: Fit = (some, ofBefore) => fitParts(some, { models, kept, older: ofBefore });
  const [random, ofOlder] = leftOut(fit, inFolds(rows, 5), inFolds(before, 6));
  // Clusters keep the folds that all figures without fingerprints were made with.
  const folds = areFingerprints ? foldsOfGroups(groups) : groups.map(foldOfCluster);
  // What transfers to groups that nobody has seen is told by the newest of them all.
  const [grouped] = leftOut(fit, { rows, folds }, { rows: [], folds: [] });
  const { labelled, areUnlike } = labelledPromptsOf([...older, ...examples]);
  const said = { predictions: grouped.said, targets: grouped.targets, groups, folds };
  const model: QualityModel = {
    map,
    parts: fit(rows, before),
    weights: {
      known: weightsFrom(random, byLabels),
      like: weightsFrom(random, byText),
      unlike: averageWeights(grouped, beyond),
      // Clusters are parts of what was seen; only fingerprints tell what a group is that was not.
      unseen: areFingerprints ? transferringWeights(said, blends) : undefined,
    },
    gate: gateOf(map, rows, groups),
    labelled,
  };
  const expectedIn =
    ({ said, means }: LeftOut, firstPlace: number) =>
    ({ prompt }: Labelled, index: number): Expectation => ({
      qualities: blended(
        weightsFor(model, prompt),
        said.map((ofRows) => ofRows[index] as Float64Array),
        means[index] as Float64Array,
      ),
      isUnlike: areUnlike[firstPlace + index] as boolean,
    });
  return {
    model,
    unseen: rows.map(expectedIn(random, before.length)),
    unseenOlder: before.map(expectedIn(ofOlder, 0)),
  };
}

/** What is expected of each model on a prompt, and whether what was labelled tells of it. */
export const expectationOf = (model: QualityModel, prompt: ReadPrompt): Expectation => ({
  qualities: expectedQualities(model, prompt),
  isUnlike: isUnlikeLabelled(model.labelled, prompt),
});

/** What quality is expected of each model on a prompt. */
export const expectedQualities = (model: QualityModel, prompt: ReadPrompt): Float64Array => {
  const placed = placePrompt(model.map, prompt);
  const weights = weightsFor(model, placed);
  const said = deviations(model.parts, placed, weights);
  return blended(weights, said, model.parts.means);
};

/**
 * By how much each part counts for a prompt: by how well its fingerprint is known, and by what its words are like. The fewer
 * labels its fingerprint has, the less its words are trusted, and the more that alone which carries over to others. From as many labels
 * on as a mean is drawn by, the weights of known fingerprints hold whole.
 */
function weightsFor(
  { parts, weights, gate }: QualityModel,
  { fingerprint, place }: PlacedPrompt,
): Float64Array {
  const labels = fingerprint === undefined ? 0 : labelsOf(parts.fingerprints, fingerprint, 0);
  // Its own part is drawn towards what is said without labels already, and its weight was measured on what is left then.
  const known = Math.min(1, labels / PSEUDO_LABELS);
  const like = Math.max(
    0,
    Math.min(1, (place.similarity - gate.unlike) / Math.max(1e-9, gate.like - gate.unlike)),
  );
  return weights.known.map((ofKnown, part) => {
    const byWords =
      like * (weights.like[part] as number) + (1 - like) * (weights.unlike[part] as number);
    const unseen = weights.unseen?.[part];
    const unknown = unseen === undefined ? byWords : known * byWords + (1 - known) * unseen;
    return known * ofKnown + (1 - known) * unknown;
  });
}

function blended(
  weights: Float64Array,
  said: readonly Float64Array[],
  means: Float64Array,
): Float64Array {
  const expected = Float64Array.from(means);
  for (let part = 0; part < said.length; part += 1) {
    const weight = weights[part] as number;
    const ofPart = said[part] as Float64Array;
    for (let m = 0; m < expected.length; m += 1) {
      expected[m] = (expected[m] as number) + weight * (ofPart[m] as number);
    }
  }
  return expected;
}

type LeftOut = Readonly<{
  said: readonly (readonly Float64Array[])[];
  means: readonly Float64Array[];
  targets: readonly Float64Array[];
}>;

type Folded = Readonly<{ rows: readonly Labelled[]; folds: readonly number[] }>;
type Fit = (rows: readonly Labelled[], older: readonly Labelled[]) => Parts;

const inFolds = (rows: readonly Labelled[], salt: number): Folded => ({
  rows,
  folds: rows.map((_, index) => mixPair(index, salt) % FOLDS),
});

/** What each part says of each row when its fold was left out of the fitting, and of each older one when its fold was. */
function leftOut(fit: Fit, newest: Folded, older: Folded): readonly [LeftOut, LeftOut] {
  const ofNewest = emptyLeftOut(newest);
  const ofOlder = emptyLeftOut(older);
  for (const fold of new Set([...newest.folds, ...older.folds])) {
    const parts = fit(without(newest, fold), without(older, fold));
    noteSaid(ofNewest, newest, { parts, fold });
    noteSaid(ofOlder, older, { parts, fold });
  }
  return [ofNewest, ofOlder];
}

function noteSaid(
  { said, means, targets }: Writable,
  { rows, folds }: Folded,
  { parts, fold }: Readonly<{ parts: Parts; fold: number }>,
): void {
  for (const [index, { prompt, qualities }] of rows.entries()) {
    if (folds[index] !== fold) continue;
    for (const [part, ofPart] of deviations(parts, prompt).entries()) {
      (said[part] as Float64Array[])[index] = ofPart;
    }
    means[index] = parts.means;
    targets[index] = qualities.map((quality, model) => quality - (parts.means[model] as number));
  }
}

const without = ({ rows, folds }: Folded, fold: number): readonly Labelled[] =>
  rows.filter((_, index) => folds[index] !== fold);

type Writable = Readonly<{
  said: readonly Float64Array[][];
  means: Float64Array[];
  targets: Float64Array[];
}>;

const emptyLeftOut = ({ rows }: Folded): Writable => ({
  said: partNames.map(() => new Array<Float64Array>(rows.length)),
  means: new Array<Float64Array>(rows.length),
  targets: new Array<Float64Array>(rows.length),
});

/**
 * The weights of all parts, those that have no say at 0. Without labels a fingerprint's own mean would count alone where it
 * has a say, and equal shares elsewhere.
 */
function weightsFrom({ said, targets }: LeftOut, names: readonly PartName[]): Float64Array {
  const places = names.map((name) => partNames.indexOf(name));
  const chosen = stackWeights(
    places.map((place) => said[place] as readonly Float64Array[]),
    targets,
    Float64Array.from(names, (name) =>
      names.includes("fingerprint") ? (name === "fingerprint" ? 1 : 0) : 1 / names.length,
    ),
  );
  const weights = new Float64Array(partNames.length);
  for (const [index, place] of places.entries()) weights[place] = chosen[index] as number;
  return weights;
}

/**
 * Equal weights of some parts, by how much their mean is to be believed. One number is measured, not one a part: whole
 * groups are few, and weights of each part would follow which of them were left out.
 */
function averageWeights({ said, targets }: LeftOut, names: readonly PartName[]): Float64Array {
  const places = names.map((name) => partNames.indexOf(name));
  const average = targets.map((target, row) =>
    target.map((_, model) =>
      places.reduce((sum, place) => sum + (said[place]?.[row]?.[model] as number), 0),
    ),
  );
  const [weight] = stackWeights([average], targets, Float64Array.of(BEYOND_PRIOR / names.length));
  const weights = new Float64Array(partNames.length);
  for (const place of places) weights[place] = weight as number;
  return weights;
}

/** The fingerprint where there are enough of them to leave some out, else the cluster. */
function groupsOf(
  rows: readonly Labelled[],
): Readonly<{ groups: readonly string[]; areFingerprints: boolean }> {
  const fingerprints = new Set(rows.map(({ prompt }) => prompt.fingerprint));
  if (fingerprints.size >= FOLDS && !fingerprints.has(undefined)) {
    const groups = rows.map(({ prompt }) => prompt.fingerprint as string);
    return { groups, areFingerprints: true };
  }
  const coarse = learnClusters(
    rows.map(({ prompt }) => prompt.point),
    GROUPS,
  );
  const groups = rows.map(({ prompt }) => String(nearest(coarse, prompt.point).cluster));
  return { groups, areFingerprints: false };
}

function foldOfCluster(cluster: string): number {
  let hash = 17;
  for (let i = 0; i < cluster.length; i += 1) hash = mixPair(hash, cluster.charCodeAt(i));
  return hash % FOLDS;
}

/** Half of the rows lie nearer than `like` to their own group, and half nearer than `unlike` to another. */
function gateOf(map: PromptMap, rows: readonly Labelled[], groups: readonly string[]) {
  const counts = map.clusters.map(() => new Map<string, number>());
  for (const [index, { prompt }] of rows.entries()) {
    const group = groups[index] as string;
    const ofCluster = counts[prompt.place.cluster];
    ofCluster?.set(group, (ofCluster.get(group) ?? 0) + 1);
  }
  const owner = counts.map((ofCluster) => [...ofCluster].sort((a, b) => b[1] - a[1])[0]?.[0]);
  const own = rows.map(({ prompt }) => prompt.place.similarity);
  const other = rows.map(
    ({ prompt }, index) =>
      nearest(map.clusters, prompt.point, (cluster) => owner[cluster] !== groups[index]).similarity,
  );
  return { unlike: median(other), like: median(own) };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
