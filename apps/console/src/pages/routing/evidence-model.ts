import {
  counted,
  type RoutedFingerprint,
  type RoutedPool,
  type WatchedInPool,
} from "@headgate/contract";
import { knownDuration } from "../../format/duration-text.ts";
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

/** The labels of each model and how it answers, the reference first. */
export const modelLines = ({ task }: Evidence) =>
  task.models.map(({ model, labels, mean_quality: mean, seen, is_too_slow }, index) => ({
    model,
    role: index === 0 ? "reference" : "",
    isTooSlow: is_too_slow,
    checks: checksText(task.watched.find((one) => one.model === model)),
    labels: labels.toLocaleString("en-US", { maximumFractionDigits: 1 }),
    quality: mean === null ? "–" : shareText(mean),
    median: knownDuration(seen?.median_ms),
    p95: knownDuration(seen?.p95_ms),
    failed: seen === null ? "–" : `${seen.failed} of ${seen.attempts}`,
  }));

/** What the free checks found in the answers that clients got; a dash where none was looked at. */
const checksText = (watched: WatchedInPool | undefined): string =>
  watched === undefined || watched.served === 0
    ? "–"
    : `${watched.served_failed} of ${watched.served}`;

/** What of a task is out of force since its newest answers or labels are worse. */
export const outLines = ({ task }: Evidence): readonly string[] =>
  task.watched.flatMap(({ model, out_since: since, tries, tries_failed: failed }) => {
    if (since === null) return [];
    const why =
      model === null
        ? "Newest labels of what is certified are worse than the promise"
        : `Newest answers of ${model} fail checks more often than its tries did (${failed} of ${tries})`;
    return [`${why}: since ${since} the reference answers, until tries are good again.`];
  });

const scopes = {
  fingerprint: "this task's own labels",
  task: "labels of its kind of task",
  pool: "labels of the pool",
} as const;

/** What cheaper models' answers are held to before they are given. */
export const answerLines = ({ task }: Evidence, leastLabels: number) =>
  task.answers.map(({ model, judged, certified }) => ({
    model,
    judged: judged.toLocaleString("en-US"),
    ...(certified === null
      ? {
          heldTo:
            judged < leastLabels
              ? `the checks alone: ${judged} of ${leastLabels} labels`
              : "the checks alone: no threshold keeps the promise",
          accepted: "–",
          lowerBound: "–",
        }
      : {
          heldTo: `a probability above ${certified.threshold.toFixed(2)}, by ${scopes[certified.scope]}`,
          accepted: shareText(certified.accepted),
          lowerBound: shareText(certified.lower_bound),
        }),
  }));

/** What is done while labels do not decide; undefined where they do, or no call came. */
export const dayOneText = ({ task: { day_one: dayOne } }: Evidence): string | undefined => {
  if (dayOne === null) return undefined;
  const what =
    dayOne.why === "assumed"
      ? `It is assumed that a model of tier ${dayOne.tier ?? "unknown"} does`
      : "The reference answers";
  return `${what}: ${dayOne.reason}.`;
};

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
  const now = notchAt(task, pool.quality)?.certified?.saved;
  const down = task.notches.findLast(({ quality }) => quality < pool.quality);
  const up = task.notches.find(({ quality }) => quality > pool.quality);
  return [
    ...(down === undefined
      ? []
      : [`A notch down to ${shareText(down.quality)} ${would(down, now)}`]),
    ...(up === undefined ? [] : [`A notch up to ${shareText(up.quality)} ${would(up, now)}`]),
  ];
};

/** @param now what is saved at the dial; undefined where the reference answers */
const would = (
  { certified }: RoutedFingerprint["notches"][number],
  now: number | undefined,
): string => {
  if (certified === null) return "is not certified: the reference would answer.";
  const saved = shareText(certified.saved);
  if (certified.saved === now) return `would save as much: ${saved}.`;
  const instead = now === undefined ? "" : ` instead of ${shareText(now)}`;
  return `would save ${saved}${instead}, and keep at least ${shareText(certified.lower_bound)}.`;
};
