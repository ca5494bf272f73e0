/** A question as two models answered it, with a router's wish for the strong one: the higher, the sooner. */
export type TwoModelRow = Readonly<{ score: number; weak: number; strong: number }>;

/** Questions go to the strong model in the order of their scores: share of strong calls, mean quality. */
export type CurvePoint = Readonly<{ share: number; quality: number }>;

/** The whole curve from no strong call to strong calls alone; of equal scores the mean order (a straight line). */
export function curveOf(rows: readonly TwoModelRow[]): readonly CurvePoint[] {
  const sorted = [...rows].sort((a, b) => b.score - a.score);
  let quality = rows.reduce((sum, { weak }) => sum + weak, 0);
  const points: CurvePoint[] = [{ share: 0, quality: quality / rows.length }];
  for (let i = 0; i < sorted.length; ) {
    const { score } = sorted[i] as TwoModelRow;
    while (i < sorted.length && sorted[i]?.score === score) {
      const { weak, strong } = sorted[i] as TwoModelRow;
      quality += strong - weak;
      i += 1;
    }
    points.push({ share: i / rows.length, quality: quality / rows.length });
  }
  return points;
}

/** Average performance gap recovered: the area under the share of the gap that is won back (RouteLLM, 2406.18665). */
export function apgr(curve: readonly CurvePoint[]): number {
  const { weak, gap } = gapOf(curve);
  let area = 0;
  for (let i = 1; i < curve.length; i += 1) {
    const from = curve[i - 1] as CurvePoint;
    const to = curve[i] as CurvePoint;
    area += (to.share - from.share) * ((from.quality + to.quality) / 2 - weak);
  }
  return area / gap;
}

/** CPT(x): the least share of strong calls that wins back so much of the gap. */
export function callShareFor(curve: readonly CurvePoint[], recovered: number): number {
  const { weak, gap } = gapOf(curve);
  return firstReaching(curve, weak + recovered * gap) ?? 1;
}

/** 1 − cost / cost of strong calls alone, at the first point with so much of the strong model's quality. */
export function savedAt(
  curve: readonly CurvePoint[],
  {
    quality,
    weakCost,
    strongCost,
  }: Readonly<Record<"quality" | "weakCost" | "strongCost", number>>,
): number {
  const { weak, gap } = gapOf(curve);
  const share = firstReaching(curve, quality * (weak + gap)) ?? 1;
  return 1 - (share * strongCost + (1 - share) * weakCost) / strongCost;
}

function gapOf(curve: readonly CurvePoint[]) {
  const weak = (curve[0] as CurvePoint).quality;
  return { weak, gap: (curve.at(-1) as CurvePoint).quality - weak };
}

function firstReaching(curve: readonly CurvePoint[], wanted: number): number | undefined {
  const index = curve.findIndex(({ quality }) => quality >= wanted - 1e-12);
  if (index <= 0) return index === 0 ? 0 : undefined;
  const from = curve[index - 1] as CurvePoint;
  const to = curve[index] as CurvePoint;
  return (
    from.share + ((wanted - from.quality) / (to.quality - from.quality)) * (to.share - from.share)
  );
}

/**
 * By how many deviations of random orders an order's curve lies above no router's straight line (the normal approximation of a
 * permutation test). It needs no gap to divide by: where the weak model is the better one, sending calls to the strong one early
 * loses quality, and that is told as well. Equal scores count at their mean place; 0 where no order differs from another.
 */
export function aboveNoRouter(rows: readonly TwoModelRow[]): number {
  const sorted = [...rows].sort((a, b) => b.score - a.score);
  const count = sorted.length;
  let above = 0;
  let gap = 0;
  let squares = 0;
  for (let i = 0; i < count; ) {
    const { score } = sorted[i] as TwoModelRow;
    const from = i;
    let gained = 0;
    while (i < count && sorted[i]?.score === score) {
      const { weak, strong } = sorted[i] as TwoModelRow;
      gained += strong - weak;
      squares += (strong - weak) ** 2;
      i += 1;
    }
    above += gained * (0.5 - (from + i) / (2 * count));
    gap += gained;
  }
  // Places are drawn without replacement: of n numbers with this sum of squares about their mean.
  const variance = ((squares - gap ** 2 / count) * (count + 1)) / (12 * count);
  return variance <= 1e-12 ? 0 : above / Math.sqrt(variance);
}

/** What a router costs and is worth at one setting, per call. */
export type CostPoint = Readonly<{ cost: number; quality: number }>;

/** The points that no mixture of others beats, by cost: concave and rising (RouterBench, 2403.12031). */
export function hullOf(points: readonly CostPoint[]): readonly CostPoint[] {
  const sorted = [...points].sort((a, b) => a.cost - b.cost || b.quality - a.quality);
  const hull: CostPoint[] = [];
  for (const point of sorted) {
    const last = hull.at(-1);
    if (last !== undefined && point.quality <= last.quality) continue;
    while (
      hull.length > 1 &&
      !bendsDown(hull.at(-2) as CostPoint, hull.at(-1) as CostPoint, point)
    ) {
      hull.pop();
    }
    hull.push(point);
  }
  return hull;
}

const bendsDown = (a: CostPoint, b: CostPoint, c: CostPoint): boolean =>
  (b.quality - a.quality) * (c.cost - b.cost) > (c.quality - b.quality) * (b.cost - a.cost);

/** Average improvement in quality: the area under the hull between two costs, over their distance. */
export function aiq(
  points: readonly CostPoint[],
  { from, to }: Readonly<{ from: number; to: number }>,
): number {
  const hull = hullOf(points.filter(({ cost }) => cost <= to));
  let area = 0;
  for (const [index, point] of hull.entries()) {
    const next = hull[index + 1];
    const end = next === undefined ? { cost: to, quality: point.quality } : next;
    area += (end.cost - point.cost) * ((point.quality + end.quality) / 2);
  }
  return area / (to - from);
}

/** The least cost at which the hull has so much quality; undefined where it never has. */
export function costFor(points: readonly CostPoint[], quality: number): number | undefined {
  const hull = hullOf(points);
  const index = hull.findIndex((point) => point.quality >= quality - 1e-12);
  if (index < 0) return undefined;
  const to = hull[index] as CostPoint;
  const from = hull[index - 1];
  if (from === undefined) return to.cost;
  return (
    from.cost + ((quality - from.quality) / (to.quality - from.quality)) * (to.cost - from.cost)
  );
}
