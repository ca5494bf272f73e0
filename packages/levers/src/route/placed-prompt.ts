import { type Clusters, learnClusters, type Nearest, nearest } from "./clusters.ts";
import type { ReadPrompt } from "./example.ts";
import { FEATURES, featureAt } from "./lexical-feature-names.ts";
import type { SparseVector } from "./ngrams.ts";
import { noteTaskLength, type TaskLengths, taskLengthOf } from "./task-length.ts";
import { DIMENSIONS, learnTextSpace, project, type TextSpace, weighted } from "./text-space.ts";

/** What is known of prompts without a label: how their features spread, their space, and where they crowd in it. */
export type PromptMap = Readonly<{
  means: Float64Array;
  scales: Float64Array;
  space: TextSpace;
  clusters: Clusters;
  tasks: ReadonlyMap<string, Float64Array>;
}>;

/** Lexical features first, then the point in the text space, then how long the prompts of its task are. */
export const TASK_LENGTH = FEATURES + DIMENSIONS;
export const DENSE = TASK_LENGTH + 1;

export type PlacedPrompt = Readonly<{
  dense: Float64Array;
  sparse: SparseVector;
  point: Float64Array;
  place: Nearest;
  fingerprint: string | undefined;
}>;

/** Values so many deviations off are brought to there: a single odd prompt must not lead a linear head astray. */
const FARTHEST = 3;

/** Learns the map of at least one prompt. */
export function learnPromptMap(prompts: readonly ReadPrompt[]): PromptMap {
  const means = new Float64Array(FEATURES);
  const scales = new Float64Array(FEATURES);
  for (const { lexical } of prompts) {
    for (let i = 0; i < FEATURES; i += 1) {
      means[i] = (means[i] as number) + (lexical[i] as number) / prompts.length;
    }
  }
  for (const { lexical } of prompts) {
    for (let i = 0; i < FEATURES; i += 1) {
      const off = (lexical[i] as number) - (means[i] as number);
      scales[i] = (scales[i] as number) + (off * off) / prompts.length;
    }
  }
  for (let i = 0; i < FEATURES; i += 1) scales[i] = Math.sqrt(scales[i] as number);
  const space = learnTextSpace(prompts.map(({ ngrams }) => ngrams));
  const points = prompts.map(({ ngrams }) => project(space, weighted(space, ngrams)));
  const tasks: TaskLengths = new Map();
  for (const prompt of prompts) noteTaskLength(tasks, prompt);
  return { means, scales, space, clusters: learnClusters(points), tasks };
}

export function placePrompt(map: PromptMap, prompt: ReadPrompt): PlacedPrompt {
  const sparse = weighted(map.space, prompt.ngrams);
  const point = project(map.space, sparse);
  const dense = new Float64Array(DENSE);
  for (let i = 0; i < FEATURES; i += 1) dense[i] = scaled(map, i, prompt.lexical[i] as number);
  dense.set(point, FEATURES);
  const length = featureAt.log_characters;
  const ofTask = taskLengthOf(map.tasks, prompt, map.means[length] as number);
  dense[TASK_LENGTH] = scaled(map, length, ofTask);
  return {
    dense,
    sparse,
    point,
    place: nearest(map.clusters, point),
    fingerprint: prompt.fingerprint,
  };
}

/** A feature's value in deviations from its mean; 0 where it never differed. */
function scaled({ means, scales }: PromptMap, feature: number, value: number): number {
  const scale = scales[feature] as number;
  if (scale < 1e-9) return 0;
  const off = (value - (means[feature] as number)) / scale;
  return Math.max(-FARTHEST, Math.min(FARTHEST, off));
}
