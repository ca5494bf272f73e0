import { type Clusters, learnClusters, type Nearest, nearest } from "./clusters.ts";
import type { ReadPrompt } from "./example.ts";
import { FEATURES } from "./lexical-feature-names.ts";
import type { SparseVector } from "./ngrams.ts";
import { DIMENSIONS, learnTextSpace, project, type TextSpace, weighted } from "./text-space.ts";

/** What is known of prompts without a label: how their features spread, their space, and where they crowd in it. */
export type PromptMap = Readonly<{
  means: Float64Array;
  scales: Float64Array;
  space: TextSpace;
  clusters: Clusters;
}>;

/** Lexical features first, then the point in the text space. */
export const DENSE = FEATURES + DIMENSIONS;

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
  return { means, scales, space, clusters: learnClusters(points) };
}

export function placePrompt(map: PromptMap, prompt: ReadPrompt): PlacedPrompt {
  const sparse = weighted(map.space, prompt.ngrams);
  const point = project(map.space, sparse);
  const dense = new Float64Array(DENSE);
  for (let i = 0; i < FEATURES; i += 1) {
    const scale = map.scales[i] as number;
    if (scale < 1e-9) continue;
    const value = ((prompt.lexical[i] as number) - (map.means[i] as number)) / scale;
    dense[i] = Math.max(-FARTHEST, Math.min(FARTHEST, value));
  }
  dense.set(point, FEATURES);
  return {
    dense,
    sparse,
    point,
    place: nearest(map.clusters, point),
    fingerprint: prompt.fingerprint,
  };
}
