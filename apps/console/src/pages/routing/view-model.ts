import {
  counted,
  type RoutedFingerprint,
  type RoutedPool,
  type RoutingReport,
  routeTroubles,
} from "@headgate/contract";
import { countText } from "../../format/count-text.ts";
import { dollarsShown } from "../../format/money-text.ts";
import { shareText } from "../../format/share.ts";
import type { RoutedKind, RoutingSearch } from "../../search/routing-search.ts";
import { fullTime } from "../../time/time-text.ts";
import type { BadgeTone } from "../../ui/badge.tsx";

type Notch = RoutedFingerprint["notches"][number];

/** One kind of task of a pool, as a row. */
export type TaskLine = Readonly<{
  /** What the address calls it. */
  key: string;
  name: string;
  fingerprint: string;
  calls: string;
  moved: string;
  movedShare: string;
  judged: string;
  kind: RoutedKind;
  atDial: string;
  atDialNote: string;
}>;

/** A pool of models with its tasks. */
export type PoolView = Readonly<{
  key: string;
  reference: string;
  others: string;
  calls: string;
  moved: string;
  /** Whether calls are moved; else they only would have been. */
  moves: boolean;
  lines: readonly TaskLine[];
  /** How many lines the address leaves out. */
  leftOut: number;
}>;

/** A policy: its mode, its promise, and its pools. */
export type PolicyView = Readonly<{
  policy: string;
  mode: Readonly<{ text: string; tone: BadgeTone; note: string }>;
  /** The promise that holds now, and how it stands to what the configuration says. */
  promise: string;
  promiseNote: string;
  pools: readonly PoolView[];
}>;

const modes = {
  on: { text: "on", tone: "good", note: "the chosen model answers" },
  shadow: { text: "shadow", tone: "attention", note: "the reference answers; nothing is moved" },
  off: { text: "off", tone: "plain", note: "no call is routed; this was learned before" },
} as const satisfies Record<RoutedPool["mode"], PolicyView["mode"]>;

/** The policies that the address asks for. Pools of one policy share its dial. */
export const policyViews = (
  report: RoutingReport,
  { policy, tasks }: RoutingSearch,
): readonly PolicyView[] => {
  const pools = report.pools.filter((pool) => policy === undefined || pool.policy === policy);
  return [...new Set(pools.map((pool) => pool.policy))].flatMap((name) => {
    const own = pools.filter((pool) => pool.policy === name);
    const [first] = own;
    if (first === undefined) return [];
    return {
      policy: name,
      mode: modes[first.mode],
      ...promiseOf(first),
      pools: own.map((pool) => poolView(pool, report, tasks)),
    };
  });
};

/** Where the address asks for a policy that has nothing to show: an alarm may lead to it. */
export const notRouted = (
  { pools }: RoutingReport,
  { policy }: RoutingSearch,
): string | undefined =>
  policy === undefined || pools.some((pool) => pool.policy === policy)
    ? undefined
    : `No call of the policy ${policy} was routed since the gateway started.`;

const promiseOf = ({
  quality,
  quality_configured: configured,
  budget_per_day: budget,
}: RoutedPool) =>
  budget !== null
    ? {
        promise: `${dollarsShown(budget)} a day`,
        promiseNote:
          "at each gateway: the most quality that these dollars buy for its calls; none is promised",
      }
    : {
        promise: shareText(quality),
        promiseNote:
          quality === configured
            ? "of the reference's quality, as configured"
            : `of the reference's quality; the configuration says ${shareText(configured)}`,
      };

/** What the address calls a pool, and with a fingerprint a task. */
const keyOf = ({ policy, models }: RoutedPool, fingerprint?: string): string =>
  [policy, models.join("+"), ...(fingerprint === undefined ? [] : [fingerprint])].join(" ");

const poolView = (
  pool: RoutedPool,
  report: RoutingReport,
  tasks: RoutedKind | undefined,
): PoolView => {
  const [reference = "", ...others] = pool.models;
  const lines = pool.fingerprints.map((one) => taskLine(pool, one, report.least_labels));
  const shown = lines.filter(({ kind }) => tasks === undefined || kind === tasks);
  const total = (of: (one: RoutedFingerprint) => number): number =>
    pool.fingerprints.reduce((sum, one) => sum + of(one), 0);
  return {
    key: keyOf(pool),
    reference,
    others: others.length === 0 ? "no cheaper model" : others.join(", "),
    calls: countText(total(({ calls }) => calls)),
    moved: countText(total(({ moved }) => moved)),
    moves: pool.mode === "on",
    lines: shown,
    leftOut: lines.length - shown.length,
  };
};

/** What is certified of a promise; undefined where the gateway does not tell of it. */
export const notchAt = ({ notches }: RoutedFingerprint, quality: number): Notch | undefined =>
  notches.find((notch) => notch.quality === quality);

const taskLine = (pool: RoutedPool, one: RoutedFingerprint, leastLabels: number): TaskLine => {
  const certified = notchAt(one, pool.quality)?.certified ?? null;
  const { calls, moved, judged, fingerprint } = one;
  return {
    key: keyOf(pool, fingerprint),
    name: taskName(one),
    fingerprint: fingerprint.slice(0, 8),
    calls: countText(calls),
    moved: countText(moved),
    movedShare: calls === 0 ? "" : `${shareText(moved / calls)} of them`,
    judged: countText(judged),
    kind: certified === null ? "reference" : "certified",
    ...(certified === null
      ? notCertified(pool, one, leastLabels)
      : {
          atDial: `${shareText(certified.saved)} saved`,
          atDialNote: `quality at least ${shareText(certified.lower_bound)}, by ${counted(certified.labels, "label")}`,
        }),
  };
};

const notCertified = (
  { mode, quality, budget_per_day: budget }: RoutedPool,
  { judged, undecided, moved, answers, day_one: dayOne }: RoutedFingerprint,
  leastLabels: number,
): Pick<TaskLine, "atDial" | "atDialNote"> => {
  if (budget !== null) return { atDial: "by dollars a day", atDialNote: "nothing is promised" };
  const looked = answers.find(({ certified }) => certified?.scope === "fingerprint")?.certified;
  if (looked != null) {
    return {
      atDial: `${shareText(looked.accepted)} of answers stand`,
      atDialNote: `looked at first; quality at least ${shareText(looked.lower_bound)}, by ${counted(looked.labels, "label")}`,
    };
  }
  if (dayOne?.why === "assumed") {
    return {
      atDial: `Assumed: ${dayOne.tier ?? "a tier"} does`,
      atDialNote: `nothing is promised; ${countText(judged)} of ${countText(leastLabels)} labels`,
    };
  }
  return {
    // Moved without a certificate: by what the policy assumes of tiers, or by one that is gone.
    atDial: mode === "on" && moved > 0 ? "Not certified now" : "The reference answers",
    atDialNote: `${
      judged < leastLabels
        ? `until ${countText(leastLabels)} labels; there are ${countText(judged)}`
        : `${counted(judged, "label")} do not certify ${shareText(quality)}`
    }${undecided === 0 ? "" : `; ${counted(undecided, "call")} that nobody could judge count against it`}`,
  };
};

const taskName = ({ task, fingerprint }: RoutedFingerprint): string =>
  task ?? (fingerprint === "" ? "Without a system prompt" : "Task not plain");

/** The task that is open, with its pool; undefined where the address names none that is there. */
export const openTask = (
  { pools }: RoutingReport,
  { open }: RoutingSearch,
): Readonly<{ pool: RoutedPool; task: RoutedFingerprint }> | undefined => {
  for (const pool of pools) {
    const task = pool.fingerprints.find(({ fingerprint }) => keyOf(pool, fingerprint) === open);
    if (task !== undefined) return { pool, task };
  }
  return undefined;
};

/** How labels come, and what was left out of them. */
export const labelFacts = ({ labels }: RoutingReport) =>
  [
    {
      title: "Calls to compare models on",
      count: labels.sampled,
      note: "tries are paid for; none is made where nobody could compare",
    },
    { title: "Labels learned", count: labels.learned, note: "one a model and call" },
    {
      title: "Not judged",
      count: labels.not_judged,
      note: "form did not tell, and no judge that is believed did",
    },
    {
      title: "Judge not believed",
      count: labels.judge_not_believed,
      note: "what it said was not learned",
    },
    {
      title: "Unreadable",
      count: labels.unreadable,
      note: "the answer of the reference cannot be compared",
    },
    { title: "Dropped", count: labels.dropped, note: "too many were waiting" },
    { title: "Failed", count: labels.failed, note: "a model did not answer" },
    { title: "Feedback learned", count: labels.feedback, note: "what people said of answers" },
    {
      title: "Feedback refused",
      count: labels.feedback_refused,
      note: "unknown call, given before, or too much",
    },
  ].map(({ count, ...fact }) => ({ ...fact, value: countText(count) }));

/** Judges, and whether what they say is learned. */
export const judgeLines = ({ judges }: RoutingReport) =>
  judges.map(
    ({
      model,
      believed,
      planted,
      seen_through: share,
      people,
      optimism,
      subtracted,
      ...judge
    }) => ({
      model,
      believed: believed
        ? ({ text: "believed", tone: "good" } as const)
        : ({ text: "not believed", tone: "attention" } as const),
      note: [
        ...(judge.certifies ? [] : ["its labels certify nothing"]),
        ...(judge.one_key ? ["one key has said all that people said"] : []),
      ].join("; "),
      planted: countText(planted),
      seenThrough: planted === 0 ? "–" : shareText(share),
      pairs:
        people.heard > people.pairs
          ? `${countText(people.pairs)} of ${countText(people.heard)}`
          : countText(people.pairs),
      agreed: people.agreed === null ? "–" : shareText(people.agreed),
      lowerBound: people.lower_bound === null ? "–" : shareText(people.lower_bound),
      kappa: people.kappa === null ? "–" : people.kappa.toFixed(2),
      tooGood:
        optimism === null
          ? "not known"
          : `${shareText(optimism.estimate)} (${shareText(optimism.at_least)} to ${shareText(optimism.at_most)})`,
      takenOff: optimism === null && subtracted === 0 ? "–" : shareText(subtracted),
    }),
  );

/** What people said, as it is kept. */
export const feedbackText = ({ feedback: { kept, keys } }: RoutingReport): string =>
  kept === 0
    ? "Nobody has said anything of an answer yet."
    : `${counted(kept, "word")} of people, by ${counted(keys, "key")}, ${kept === 1 ? "is" : "are"} kept. They are learned from; one key counts for little, and none certifies anything.`;

/** What went wrong with the quality of routed calls, newest first. */
export const troubleLines = ({ troubles }: RoutingReport) =>
  troubles.map(({ kind, at, policy, fingerprint, model, note }) => ({
    key: [kind, policy, fingerprint, model].join(" "),
    at,
    when: fullTime(Date.parse(at)),
    what: routeTroubles[kind],
    about: [
      ...(policy === null ? [] : [policy]),
      ...(model === null ? [] : [model]),
      ...(fingerprint === null || fingerprint === "" ? [] : [`task ${fingerprint.slice(0, 8)}`]),
    ].join(", "),
    note: note ?? "",
  }));

/** What begins to learn and moves nothing. */
export const firstRoute = `policies:
  - name: support
    match: { team: support }
    route:
      mode: shadow
      pool: [openai/gpt-4o-mini]`;
