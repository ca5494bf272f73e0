import { counted, type RoutedFingerprint, type RoutedPool } from "@headgate/contract";
import { shareText } from "../../format/share.ts";
import { notchAt } from "./view-model.ts";

/** One point of what quality costs: lengths are drawn, texts are said. */
export type FrontierPoint = Readonly<{
  key: string;
  saved: number;
  estimate: number;
  lowerBound: number;
  /** The choice that the dial stands for. */
  isDial: boolean;
  savedText: string;
  estimateText: string;
  lowerBoundText: string;
}>;

type Evidence = Readonly<{ pool: RoutedPool; task: RoutedFingerprint }>;
type Measured = Readonly<{ saved: number; estimate: number; lower_bound: number }>;

/** What quality costs on the judged calls, from the least saved; the dial's choice is one of the points. */
export const frontierPoints = ({ pool, task }: Evidence): readonly FrontierPoint[] => {
  const certified = notchAt(task, pool.quality)?.certified ?? null;
  const points: readonly Measured[] = task.frontier;
  // The dial's own bound is that of its promise, which is why it stands in for the frontier's.
  const others = points.filter(({ saved }) => saved !== certified?.saved);
  return [
    ...others.map((point) => ({ point, isDial: false })),
    ...(certified === null ? [] : [{ point: certified, isDial: true }]),
  ]
    .sort((a, b) => a.point.saved - b.point.saved)
    .map(({ point: { saved, estimate, lower_bound: lowerBound }, isDial }, index) => ({
      key: String(index),
      saved,
      estimate,
      lowerBound,
      isDial,
      savedText: shareText(saved),
      estimateText: shareText(estimate),
      lowerBoundText: shareText(lowerBound),
    }));
};

/** The labels of each model, the reference first. */
export const modelLines = ({ task }: Evidence) =>
  task.models.map(({ model, labels, mean_quality: mean }, index) => ({
    model,
    role: index === 0 ? "reference" : "",
    labels: labels.toLocaleString("en-US", { maximumFractionDigits: 1 }),
    quality: mean === null ? "–" : shareText(mean),
  }));

/** What each promise is certified for. */
export const notchLines = ({ pool, task }: Evidence) =>
  task.notches.map(({ quality, certified }) => ({
    key: String(quality),
    promise: shareText(quality),
    isNow: quality === pool.quality,
    saved: certified === null ? "the reference answers" : shareText(certified.saved),
    estimate: certified === null ? "–" : shareText(certified.estimate),
    lowerBound: certified === null ? "–" : shareText(certified.lower_bound),
    labels: certified === null ? "–" : counted(certified.labels, "label"),
  }));

/** What a notch down and a notch up would come to instead; nothing where dollars a day decide. */
export const notchWords = ({ pool, task }: Evidence): readonly string[] => {
  if (pool.budget_per_day !== null) return [];
  const now = savedAt(task, pool.quality);
  const instead = now === 0 ? "" : ` instead of ${shareText(now)}`;
  const down = task.notches.findLast(({ quality }) => quality < pool.quality);
  const up = task.notches.find(({ quality }) => quality > pool.quality);
  return [
    ...(down === undefined
      ? []
      : [`A notch down to ${shareText(down.quality)} ${would(down, instead)}`]),
    ...(up === undefined ? [] : [`A notch up to ${shareText(up.quality)} ${would(up, instead)}`]),
  ];
};

const would = ({ certified }: RoutedFingerprint["notches"][number], instead: string): string =>
  certified === null
    ? "is not certified: the reference would answer."
    : `would save ${shareText(certified.saved)}${instead}, and keep at least ${shareText(certified.lower_bound)}.`;

/** Where the reference answers nothing is saved. */
const savedAt = (task: RoutedFingerprint, quality: number): number => {
  const certified = notchAt(task, quality)?.certified ?? null;
  return certified === null ? 0 : certified.saved;
};
