import { uniformAt } from "./hashing.ts";

const ROUNDS = 10;
const MOST = 48;
/** So many prompts a cluster at least, on average. */
const PROMPTS_EACH = 40;

/** Centres on the unit sphere. */
export type Clusters = readonly Float64Array[];

export type Nearest = Readonly<{ cluster: number; similarity: number }>;

/**
 * The centre that a point lies in the direction of most. The point is not brought to length 1: what no direction holds
 * of a prompt makes it less like anything.
 */
export function nearest(
  clusters: Clusters,
  point: Float64Array,
  allowed?: (cluster: number) => boolean,
): Nearest {
  let best = 0;
  let similarity = 0;
  for (let cluster = 0; cluster < clusters.length; cluster += 1) {
    if (allowed !== undefined && !allowed(cluster)) continue;
    const ofCluster = dot(clusters[cluster] as Float64Array, point);
    if (ofCluster > similarity) {
      best = cluster;
      similarity = ofCluster;
    }
  }
  return { cluster: best, similarity };
}

/** k-means on the sphere, begun with points far from those before (k-means++); the same points give the same. */
export function learnClusters(points: readonly Float64Array[], most = MOST): Clusters {
  const wanted = Math.max(1, Math.min(most, Math.floor(points.length / PROMPTS_EACH)));
  const units = points.map(unit).filter((point) => point.some((value) => value !== 0));
  let centres = firstCentres(units, wanted);
  for (let round = 0; round < ROUNDS; round += 1) {
    const sums = centres.map((centre) => new Float64Array(centre.length));
    for (const point of units) {
      const sum = sums[nearest(centres, point).cluster] as Float64Array;
      for (let d = 0; d < sum.length; d += 1) sum[d] = (sum[d] as number) + (point[d] as number);
    }
    centres = sums.map((sum, cluster) =>
      sum.some((value) => value !== 0) ? unit(sum) : (centres[cluster] as Float64Array),
    );
  }
  return centres;
}

function firstCentres(points: readonly Float64Array[], wanted: number): Float64Array[] {
  const first = points[0];
  if (first === undefined) return [];
  const centres = [first];
  const distances = points.map((point) => Math.max(0, 1 - dot(point, first)));
  while (centres.length < wanted) {
    const total = distances.reduce((sum, distance) => sum + distance, 0);
    if (total <= 0) break;
    let left = uniformAt(centres.length, 11) * total;
    const chosen = distances.findIndex((distance) => {
      left -= distance;
      return left < 0;
    });
    const centre = points[chosen === -1 ? points.length - 1 : chosen] as Float64Array;
    centres.push(centre);
    for (let i = 0; i < points.length; i += 1) {
      const distance = Math.max(0, 1 - dot(points[i] as Float64Array, centre));
      if (distance < (distances[i] as number)) distances[i] = distance;
    }
  }
  return centres;
}

function unit(point: Float64Array): Float64Array {
  const length = Math.sqrt(dot(point, point));
  return length === 0 ? point : point.map((value) => value / length);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
