import { hash } from "node:crypto";
import {
  type ExactCachePolicy,
  fixedThreshold,
  type Policy,
  type SemanticCachePolicy,
  type SemanticNamespaceStats,
  type SemanticRefusal,
  type VirtualKey,
} from "@headgate/contract";
import { formatDollars, type Picodollars, picodollars, subtract, ZERO } from "@headgate/money";
import { sharersOf } from "../exact-cache/cache-key.ts";
import { upperBoundOfShare } from "./calibration/clopper-pearson.ts";
import { defaultGuardSettings, Guard, type GuardState } from "./calibration/guard.ts";
import { HitRecord, type HitRecordState } from "./hit-record.ts";
import type { QuestionModel } from "./question-embedder.ts";
import type { Decider } from "./semantic-namespace.ts";

/** So many are told of; what was not asked for longest is forgotten first. */
const MOST_GROUPS = 1_000;

/** So many candidates are kept beyond the process, of all namespaces together: some five megabytes. */
const MOST_KEPT = 40_000;

/** What a call would have cost, or did; undefined where that is not known. */
export type Spared = Readonly<{ amount: Picodollars | undefined; simulated: boolean }>;

/** What was counted in one namespace, for those who share it, under one measure and mode. */
export class NearGroup {
  readonly namespace: string;
  readonly owner: string;
  readonly decider: Decider;
  readonly #sharedBy: string;
  readonly #policy: SemanticCachePolicy;
  readonly #refused = new Map<SemanticRefusal, number>();
  /** What tells the policies of the newest call from others. */
  naming = "";
  lookups = 0;
  wouldHit = 0;
  served = 0;
  right = 0;
  wrong = 0;
  notJudged = 0;
  readonly #model: string;
  #ownCost: Picodollars = ZERO;
  #ownCostUnknown = 0;
  #saved: Picodollars = ZERO;
  #savedUnknown = 0;
  #isSimulated = false;

  constructor(place: Place, policy: SemanticCachePolicy, model: string, decider: Decider) {
    this.namespace = place.namespace;
    this.owner = place.owner;
    this.#sharedBy = place.sharedBy;
    this.#policy = policy;
    this.#model = model;
    this.decider = decider;
  }

  refuse(reason: SemanticRefusal): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  /** True where hits were wrong so often that none is served. */
  get isSwitchedOff(): boolean {
    if (this.decider.kind === "guarded") return this.decider.guard.isClosed;
    return this.decider.record?.isOff === true;
  }

  judge(correct: boolean | undefined): void {
    if (this.decider.kind === "fixed" && correct !== undefined) this.decider.record?.note(correct);
    if (correct === undefined) this.notJudged += 1;
    else if (correct) this.right += 1;
    else this.wrong += 1;
  }

  /** Adds what a hit saved, or would have. */
  save({ amount, simulated }: Spared): void {
    if (simulated) this.#isSimulated = true;
    if (amount === undefined) this.#savedUnknown += 1;
    else this.#saved = picodollars(this.#saved + amount);
  }

  /** Takes away what a vector cost: a lever's own cost counts against what it saves. */
  spend({ amount, simulated }: Spared): void {
    if (simulated) this.#isSimulated = true;
    if (amount === undefined) {
      this.#ownCostUnknown += 1;
      return;
    }
    this.#ownCost = picodollars(this.#ownCost + amount);
    this.#saved = subtract(this.#saved, amount);
  }

  /** @param isNamed whether a policy that holds names it */
  stats(entries: number, isNamed = true): SemanticNamespaceStats {
    const { mode, max_wrong_share } = this.#policy;
    const judged = this.right + this.wrong;
    const certified = this.decider.kind === "guarded" ? this.decider.guard.certified : undefined;
    return {
      namespace: this.namespace,
      shared_by: this.#sharedBy,
      model: this.#model,
      mode: mode === "on" ? "on" : "shadow",
      threshold: fixedThreshold(this.#policy) ?? null,
      max_wrong_share: max_wrong_share ?? null,
      switched_off: this.isSwitchedOff,
      ...(!isNamed && { is_retired: true }),
      entries,
      lookups: this.lookups,
      would_hit: this.wouldHit,
      served: this.served,
      right: this.right,
      wrong: this.wrong,
      not_judged: this.notJudged,
      wrong_share: judged === 0 ? null : this.wrong / judged,
      wrong_share_bound:
        judged === 0
          ? null
          : upperBoundOfShare({ wrong: this.wrong, seen: judged }, defaultGuardSettings.confidence),
      certified:
        certified === undefined
          ? null
          : {
              threshold: certified.threshold,
              wrong_share: certified.wrongShare,
              bound: certified.upperBound,
            },
      saved: formatDollars(this.#saved),
      simulated: this.#isSimulated,
      saved_unknown: this.#savedUnknown,
      own_cost: formatDollars(this.#ownCost),
      own_cost_unknown: this.#ownCostUnknown,
      refused: Object.fromEntries(this.#refused),
    };
  }
}

type Place = Readonly<{ namespace: string; owner: string; sharedBy: string }>;

function placeOf(key: VirtualKey, { namespace, share }: ExactCachePolicy, model: string): Place {
  const [kind = "key", ...names] = sharersOf(key, share);
  return {
    namespace,
    owner: JSON.stringify([namespace, model, kind, ...names]),
    sharedBy: `${kind} ${names.filter((name) => name !== null).join(" / ")}`,
  };
}

/** What a policy says of how its calls are put together and measured. */
const namingOf = (
  { namespace, share }: ExactCachePolicy,
  policy: SemanticCachePolicy,
  modelId: string,
): string =>
  `${JSON.stringify([namespace, share, modelId])} ${fixedThreshold(policy)} ${policy.max_wrong_share} ${policy.mode}`;

/** The groups that calls belong to. What a guard has learned in shadow holds when its hits are served. */
export class NearGroups {
  readonly #groups = new Map<string, NearGroup>();
  readonly #deciders = new Map<string, Decider>();
  /** What was learned before this process began, by the digest of its measure, until somebody goes on from it. */
  readonly #kept = new Map<string, GuardState>();
  readonly #keptThresholds = new Map<string, HitRecordState>();
  #switchedOff: () => void = () => undefined;
  /** What the policies that hold name; undefined where nobody said which hold. */
  #named: ReadonlySet<string> | undefined;

  /** Says which policies hold from here on, and by whose vectors they compare. */
  hold(
    policies: readonly Pick<Policy, "exact_cache" | "semantic_cache">[],
    model: Pick<QuestionModel, "id">,
  ): void {
    this.#named = new Set(
      policies.map(({ exact_cache, semantic_cache }) =>
        namingOf(exact_cache, semantic_cache, model.id),
      ),
    );
  }

  isNamed({ naming }: NearGroup): boolean {
    return this.#named?.has(naming) ?? true;
  }

  /** Has somebody told when hits of a group were wrong so often that none is served from then on. */
  whenSwitchedOff(tell: () => void): void {
    this.#switchedOff = tell;
  }

  /** @param model by whose vectors the questions are compared: what was learned of another's does not hold */
  of(
    key: VirtualKey,
    exact: ExactCachePolicy,
    policy: SemanticCachePolicy,
    model: Pick<QuestionModel, "id" | "name">,
  ): NearGroup {
    const place = placeOf(key, exact, model.id);
    const measure = `${place.owner} ${fixedThreshold(policy)} ${policy.max_wrong_share}`;
    const decider = latest(this.#deciders, measure, () => this.#deciderOf(policy, measure));
    const id = `${measure} ${policy.mode}`;
    const make = (): NearGroup => new NearGroup(place, policy, model.name, decider);
    const group = latest(this.#groups, id, make);
    group.naming = namingOf(exact, policy, model.id);
    return group;
  }

  all(): readonly NearGroup[] {
    return [...this.#groups.values()];
  }

  /** What was learned of hits, as plain data: numbers, under digests of whose they are. What was asked last comes first. */
  plain(): readonly KeptGuard[] {
    const kept = new Map<string, GuardState>();
    let candidates = 0;
    // Counted before it is made: a guard's rows are most of a megabyte, and there may be a thousand.
    const keep = (digest: string, size: number, plain: () => GuardState | undefined): void => {
      if (kept.has(digest) || candidates + size > MOST_KEPT) return;
      const state = plain();
      if (state === undefined) return;
      candidates += size;
      kept.set(digest, state);
    };
    for (const [measure, decider] of [...this.#deciders].reverse()) {
      if (decider.kind !== "guarded") continue;
      const { guard } = decider;
      keep(digestOf(measure), guard.size, () => guard.plain());
    }
    for (const [digest, state] of this.#kept) keep(digest, state.candidates, () => state);
    return [...kept].map(([measure, state]) => ({ measure, ...state }));
  }

  /** Goes on from what was learned before. */
  restore(kept: readonly KeptGuard[]): void {
    for (const { measure, ...state } of kept) this.#kept.set(measure, state);
  }

  /** What fixed thresholds' hits were found to be, as plain data, under such digests. What was asked last comes first. */
  plainThresholds(): readonly KeptThreshold[] {
    const kept = new Map<string, HitRecordState>();
    for (const [measure, decider] of [...this.#deciders].reverse()) {
      const state = decider.kind === "fixed" ? decider.record?.plain() : undefined;
      if (state !== undefined) kept.set(digestOf(measure), state);
    }
    for (const [digest, state] of this.#keptThresholds) kept.set(digest, state);
    return [...kept].slice(0, MOST_GROUPS).map(([measure, state]) => ({ measure, ...state }));
  }

  /** Goes on from what was learned before: what is off stays off. */
  restoreThresholds(kept: readonly KeptThreshold[]): void {
    for (const { measure, ...state } of kept) this.#keptThresholds.set(measure, state);
  }

  #deciderOf(policy: SemanticCachePolicy, measure: string): Decider {
    const { max_wrong_share: target } = policy;
    const digest = digestOf(measure);
    if (target === undefined) {
      const record = new HitRecord(() => this.#switchedOff());
      const before = this.#keptThresholds.get(digest);
      if (before !== undefined) record.restore(before);
      this.#keptThresholds.delete(digest);
      return { kind: "fixed", cosine: fixedThreshold(policy) ?? 1, record };
    }
    const guard = new Guard({ ...defaultGuardSettings, target }, () => this.#switchedOff());
    const state = this.#kept.get(digest);
    if (state !== undefined) guard.restore(state);
    this.#kept.delete(digest);
    return { kind: "guarded", guard };
  }
}

/** What one guard has learned, and whose it is. */
type KeptGuard = GuardState & Readonly<{ measure: string }>;

/** What one fixed threshold's hits were found to be, and whose it is. */
type KeptThreshold = HitRecordState & Readonly<{ measure: string }>;

const digestOf = (measure: string): string => hash("sha256", measure);

/** The value of a key, made where there is none, as the last of a bounded map. */
function latest<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST_GROUPS) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  return value;
}
