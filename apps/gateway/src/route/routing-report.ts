import {
  type DominatedInPool,
  dialNotches,
  type HeadgateConfig,
  type NewModelInPool,
  promisedQuality,
  type RoutedFingerprint,
  type RoutedPool,
  type RoutingReport,
  type WatchedInPool,
} from "@headgate/contract";
import {
  answerStandard,
  cascadeKey,
  defaultRouteSettings,
  type Evidence,
  type JudgeCorrections,
  type RouteSnapshot,
} from "@headgate/levers";
import { formatDollars } from "@headgate/money";
import type { FeedbackDesk } from "./feedback-desk.ts";
import type { JudgeTrust } from "./labels/judge-trust.ts";
import type { LabelDesk } from "./labels/label-desk.ts";
import { LEAST_BOUND, LEAST_PAIRS } from "./labels/people-agreement.ts";
import { policyOfPool } from "./pool-name.ts";
import type { RouteDesk } from "./route-desk.ts";

type Desks = Readonly<{ routeDesk: RouteDesk; labels: LabelDesk; feedback: FeedbackDesk }>;

/** Fingerprints of a pool that are told: those with the most calls. */
const MOST_FINGERPRINTS = 200;
/** Keys whose feedback is told: those that said most. */
const MOST_KEYS = 50;

/** What the choice of models has come to in this process. */
export async function routingReport(
  { routeDesk, labels, feedback }: Desks,
  { policies }: Pick<HeadgateConfig, "policies">,
): Promise<RoutingReport> {
  const { tally, judges } = labels;
  const byKey = await feedback.byKey();
  return {
    pools: [...routeDesk.study.snapshots].flatMap(([name, snapshot]) => {
      const policy = policies.find((one) => one.name === policyOfPool(name));
      return policy === undefined ? [] : [poolOf(routeDesk, policy, { name, snapshot })];
    }),
    notches: [...dialNotches],
    least_labels: defaultRouteSettings.leastLabels,
    labels: {
      sampled: tally.sampled,
      learned: tally.learned,
      not_judged: tally.notJudged,
      unreadable: tally.unreadable,
      dropped: tally.dropped,
      failed: tally.failed,
      judge_not_believed: tally.judgeNotBelieved,
      feedback: feedback.learned,
      feedback_refused: feedback.refused,
    },
    judges: [...judges].map((judge) => judgeOf(judge, routeDesk.judges.corrections)),
    feedback: {
      kept: byKey.reduce((total, { calls }) => total + calls, 0),
      keys: byKey.length,
      by_key: byKey.slice(0, MOST_KEYS).map(({ keyId, calls, meanQuality, lastAtMs }) => ({
        key_id: keyId,
        calls,
        mean_quality: meanQuality,
        last_at: new Date(lastAtMs).toISOString(),
      })),
    },
    troubles: [...routeDesk.troubles.all],
  };
}

function judgeOf(
  [model, trust]: readonly [string, JudgeTrust],
  corrections: JudgeCorrections,
): RoutingReport["judges"][number] {
  const { people, optimism } = trust;
  return {
    model,
    believed: trust.isBelieved,
    planted: trust.planted,
    seen_through: trust.share,
    people: {
      pairs: people.counting,
      heard: people.pairs.length,
      agreed: people.agreed ?? null,
      lower_bound: people.lowerBound ?? null,
      kappa: people.kappa ?? null,
      least_pairs: LEAST_PAIRS,
      least_bound: LEAST_BOUND,
    },
    optimism:
      optimism === undefined
        ? null
        : {
            estimate: optimism.estimate,
            at_least: optimism.atLeast,
            at_most: optimism.atMost,
            references: trust.references,
          },
    subtracted: corrections.get(model) ?? 0,
    one_key: trust.isOfOneKey,
    certifies: !trust.hasFailed,
  };
}

type Policy = HeadgateConfig["policies"][number];
type Pool = Readonly<{ name: string; snapshot: RouteSnapshot }>;

function poolOf(desk: RouteDesk, of: Policy, pool: Pool): RoutedPool {
  const { name: policy, route } = of;
  const { snapshot, name } = pool;
  const quality = desk.dials.of(route, policy);
  // What the configuration says need not be a notch.
  const promises = [...new Set([...dialNotches, promisedQuality(route)])].sort((a, b) => a - b);
  const counted = desk.counts.of(name);
  const fingerprints = new Set([...counted.keys(), ...snapshot.evidence.keys()]);
  return {
    policy,
    mode: route.mode,
    models: [...snapshot.models],
    quality,
    quality_configured: promisedQuality(route),
    budget_per_day: route.budget_per_day ?? null,
    within_ms: route.within_ms ?? null,
    day_one: route.day_one,
    cascade: route.cascade,
    fingerprints: [...fingerprints]
      .map((fingerprint) => fingerprintOf(desk, of, pool, { fingerprint, promises, quality }))
      .sort((a, b) => b.calls - a.calls || b.judged - a.judged)
      .slice(0, MOST_FINGERPRINTS),
  };
}

const none: Evidence = { judged: 0, undecided: 0, frontier: [], models: [] };

function fingerprintOf(
  desk: RouteDesk,
  policy: Policy,
  { name, snapshot }: Pool,
  asked: Readonly<{ fingerprint: string; promises: readonly number[]; quality: number }>,
): RoutedFingerprint {
  const { fingerprint, promises } = asked;
  const counted = desk.counts.of(name).get(fingerprint);
  const { judged, undecided, frontier, models } = snapshot.evidence.get(fingerprint) ?? none;
  return {
    fingerprint,
    task: counted?.task ?? null,
    calls: counted?.calls ?? 0,
    moved: counted?.moved ?? 0,
    judged,
    undecided,
    models: snapshot.models.map((model, index) => ({
      model,
      labels: models[index]?.labels ?? 0,
      mean_quality: models[index]?.mean ?? null,
      seen: seenOf(desk, fingerprint, model),
      is_too_slow: index > 0 && desk.isTooSlow(policy.route, model, fingerprint),
    })),
    notches: promises.map((quality) => {
      const certified = snapshot.certified.get(quality)?.get(fingerprint);
      return {
        quality,
        certified:
          certified === undefined
            ? null
            : {
                saved: certified.saved,
                estimate: certified.estimate,
                lower_bound: certified.lowerBound,
                labels: certified.labels,
              },
      };
    }),
    frontier: frontier.map(({ saved, estimate, lowerBound }) => ({
      saved,
      estimate,
      lower_bound: lowerBound,
    })),
    answers: answersTo(desk, { name, snapshot }, { ...asked, task: counted?.task }),
    day_one:
      counted?.dayOne === undefined
        ? null
        : { ...counted.dayOne, tier: counted.dayOne.tier ?? null },
    dominated: dominatedIn(desk, { name, snapshot }, fingerprint),
    new_models: newModelsIn(desk, policy, { name, snapshot }, fingerprint),
    watched: watchedIn(desk, { name, snapshot }, fingerprint),
  };
}

function seenOf(
  { times }: RouteDesk,
  fingerprint: string,
  model: string,
): RoutedFingerprint["models"][number]["seen"] {
  const seen = times.of(fingerprint, model);
  if (seen === undefined) return null;
  const { attempts, failed, medianMs, p95Ms } = seen;
  return { attempts, failed, median_ms: medianMs ?? null, p95_ms: p95Ms ?? null };
}

const dominatedIn = (
  desk: RouteDesk,
  { name, snapshot: { models } }: Pool,
  fingerprint: string,
): DominatedInPool[] =>
  desk.dominated
    .of(name, fingerprint, models)
    .map(({ model, by, bounds, byBounds, calls, cost, byCost }) => ({
      model,
      by,
      is_reference: model === models[0],
      calls,
      cost: formatDollars(cost),
      by_cost: formatDollars(byCost),
      quality_at_most: bounds.upper,
      by_quality_at_least: byBounds.lower,
      labels: bounds.labels,
      by_labels: byBounds.labels,
    }));

function newModelsIn(
  { trials, dials }: RouteDesk,
  { name: policy, route }: Policy,
  { name, snapshot }: Pool,
  fingerprint: string,
): NewModelInPool[] {
  const terms = { promise: dials.of(route, policy), needed: route.trial_calls };
  return trials
    .newModels(snapshot, { pool: name, fingerprint }, terms)
    .map(({ place, count, standing }) => {
      const model = snapshot.models[place] ?? "";
      const spent = trials.spentOn(name, fingerprint, model);
      return {
        model,
        standing: standing.kind,
        reason: standing.reason,
        tried: count.tried,
        needed: route.trial_calls,
        trial_share: route.trial_share,
        asked: spent.asked,
        expected_cost: formatDollars(spent.cost),
        unpriced: spent.unpriced,
      };
    });
}

/** What is watched of the cheaper models' answers to a task, and of what its certificate chooses. */
function watchedIn(
  { watch }: RouteDesk,
  { name: pool, snapshot }: Pool,
  fingerprint: string,
): WatchedInPool[] {
  return [undefined, ...snapshot.models.slice(1)].flatMap((model) => {
    const known = watch.of({ pool, fingerprint, model });
    if (known === undefined) return [];
    const { tries, served, outSinceMs } = known;
    return {
      model: model ?? null,
      ...{ tries: tries.seen, tries_failed: tries.bad },
      ...{ served: served.seen, served_failed: served.bad },
      out_since: outSinceMs === undefined ? null : new Date(outSinceMs).toISOString(),
    };
  });
}

/** What is known of the cheaper models' answers to a task; those of which none was judged are left out. */
function answersTo(
  desk: RouteDesk,
  { name, snapshot }: Pool,
  of: Readonly<{ fingerprint: string; task: string | undefined; quality: number }>,
): RoutedFingerprint["answers"] {
  const known = desk.study.answersOf(name);
  return snapshot.models.flatMap((model): RoutedFingerprint["answers"] => {
    const answer = { model, fingerprint: of.fingerprint, task: of.task };
    const judged = known.get(cascadeKey(answer, "fingerprint") ?? "")?.judged;
    const standard = answerStandard(known, answer, of.quality);
    if (judged === undefined) return [];
    if (standard === undefined) return [{ model, judged, certified: null }];
    const { threshold, accepted, estimate, lowerBound, labels } = standard.certified;
    const certified = { threshold, accepted, estimate, lower_bound: lowerBound, labels };
    return [{ model, judged, certified: { scope: standard.scope, ...certified } }];
  });
}
