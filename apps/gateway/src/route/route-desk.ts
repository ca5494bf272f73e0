import { dialNotches, promisedQuality, type RoutePolicy } from "@headgate/contract";
import {
  decideSwitch,
  defaultRouteSettings,
  Fingerprints,
  NO_FINGERPRINT,
  type RouteSettings,
} from "@headgate/levers";
import { type Picodollars, picodollars } from "@headgate/money";
import type { ModelCatalogue, Overlays, PriceBook } from "@headgate/pricing";
import type { Logger } from "pino";
import type { AttemptFacts } from "../call/attempt.ts";
import type { Call } from "../call/call.ts";
import type { Routes, Target } from "../call/plan-targets.ts";
import { AnswerLengths } from "./answer-lengths.ts";
import { canTake } from "./can-take.ts";
import { CascadeDesk } from "./cascade/cascade-desk.ts";
import { Conversations } from "./conversations.ts";
import { decideModel, type ModelDecision } from "./decide-model.ts";
import { Dials } from "./dials.ts";
import { DominatedModels } from "./dominated-models.ts";
import { expectedPrice, inDollars } from "./expected-price.ts";
import { isLookedAtAgain } from "./labels/who-is-asked.ts";
import { Pacers } from "./pacers.ts";
import { nameOf, type PoolMember, poolMembers, poolTargets } from "./pool-targets.ts";
import { questionOf, type RouteQuestion } from "./question-of.ts";
import { type RecentCall, RecentCalls } from "./recent-calls.ts";
import { RouteCounts } from "./route-counts.ts";
import type { RouteOfCall } from "./route-of-call.ts";
import { RouteStudy } from "./route-study.ts";
import { tierOfTarget } from "./tier-of-target.ts";
import { TrialDesk } from "./trials/trial-desk.ts";
import { WarmPrefixes } from "./warm-prefixes.ts";

type RouteRoom = Readonly<{
  routes: Routes;
  priceBook: PriceBook;
  catalogue: ModelCatalogue;
  overlays: Overlays;
}>;

export type Labelled = "learned" | "unknown_call" | "unknown_model";

/** Roughly what a token of a prompt takes; it weighs models against each other and bills nobody. */
const BYTES_PER_TOKEN = 4;

/** A conversation is expected to go on for as long as it has, and no longer than this. */
const MOST_EXPECTED_CALLS = 10;

/** What asking a model would be. */
type Ask = Readonly<{
  name: string;
  target: Target;
  model: string;
  inputTokens: number;
  outputTokens: number;
  atMs: number;
}>;

/** Chooses the models of calls, and has what becomes of them learned. Kept over new configurations. */
export class RouteDesk {
  readonly #fingerprints: Fingerprints;
  readonly study: RouteStudy;
  readonly lengths = new AnswerLengths();
  readonly recent = new RecentCalls();
  readonly cascades: CascadeDesk;
  readonly counts = new RouteCounts();
  readonly #pacers = new Pacers(() => Date.now());
  readonly #conversations = new Conversations();
  readonly #warm = new WarmPrefixes(() => performance.now());
  readonly dominated = new DominatedModels();
  readonly trials = new TrialDesk();
  readonly dials: Dials;

  constructor({ folder, salt, log }: Readonly<{ folder: string; salt: Buffer; log: Logger }>) {
    this.#fingerprints = new Fingerprints(salt);
    this.study = new RouteStudy(folder, log);
    this.cascades = new CascadeDesk(log);
    this.dials = new Dials(folder, log);
  }

  /**
   * Which model a call goes to; undefined where its policy chooses none, or it is no call to choose for.
   * @param targets where it would go
   */
  choose(room: RouteRoom, call: Call, targets: readonly Target[]): RouteOfCall | undefined {
    const policy = call.policy.route;
    const [asked] = targets;
    if (policy.mode === "off" || asked === undefined) return undefined;
    if (call.madeBy !== undefined || call.wire.operation !== "chat") return undefined;
    const reference = referenceOf(room.routes, policy, call, asked);
    const question = questionOf(call, this.#fingerprints);
    if (reference === undefined || question === undefined) return undefined;
    const pool = poolMembers(reference, policy, poolTargets(room.routes, policy, call.wire));
    const name = poolNameOf(call, reference.name);
    const atMs = Date.now();
    const { fingerprint = NO_FINGERPRINT } = question.prompt;
    this.#warm.see(fingerprint);
    const asks = this.#asksOf(call, pool, question, atMs);
    const prices = asks.map((ask, index) =>
      ask === undefined || (index > 0 && !this.#canAnswer(room, call, question, ask))
        ? undefined
        : this.#priceOf(room, fingerprint, ask),
    );
    // Beside a price that is not known nothing is cheaper, and nothing could be told of what is saved.
    if (prices[0] === undefined) return undefined;
    const snapshot = this.study.snapshotOf(name, () => settingsOf(policy, pool));
    const quality = this.dials.of(policy, call.policy.name);
    const struck = this.dominated.strike(
      { pool: name, fingerprint },
      {
        models: snapshot.models,
        evidence: snapshot.evidence.get(fingerprint),
        prices,
      },
    );
    const onTrial = this.trials
      .newModels(
        snapshot,
        { pool: name, fingerprint },
        { promise: quality, needed: policy.trial_calls },
      )
      .flatMap(({ place, standing }) => (standing.kind === "on_trial" ? [place] : []));
    const left = prices.map((price, place) => (struck.has(place) ? undefined : price));
    const decision = decideModel({
      policy,
      snapshot,
      question,
      costs: Float64Array.from(left, inDollars),
      quality,
      lambda: this.#pacers.lambda(policy, call.policy.name),
      pool: () =>
        asks.map((ask, index) => ({
          model: pool[index]?.name ?? "",
          tier: ask === undefined ? undefined : tierOfTarget(room, ask.target, ask),
          cost: left[index],
        })),
    });
    const held = this.#withConversation(room, question, asks, decision);
    this.study.see(name, question.prompt);
    const learnedPrices = isLookedAtAgain(call.id) ? prices : left;
    const costs = Float64Array.from(learnedPrices, inDollars);
    const chosen = { pool, question, costs, decision: held, onTrial };
    this.recent.note(call.id, recentCall(name, call, { ...chosen, policy }));
    const route = routeOf(policy, chosen, (asked) => {
      for (const place of onTrial) {
        const model = pool[place]?.name ?? "";
        if (!asked.some((one) => one.name === model)) continue;
        this.trials.asked({ pool: name, fingerprint, model }, prices[place]);
      }
    });
    if (route === undefined) return undefined;
    this.counts.note(name, route.use);
    const { conversation } = question;
    const [first] = asks;
    if (conversation !== undefined && first !== undefined) {
      const model = policy.mode === "on" ? route.use.chosen : route.use.reference;
      this.#conversations.note(conversation, { model, atMs, promptTokens: first.inputTokens });
    }
    return route;
  }

  /** What asking each model of the pool would be; undefined where it cannot be asked in the client's format. */
  #asksOf(
    call: Call,
    pool: readonly PoolMember[],
    { prompt, promptBytes, maxOutput }: RouteQuestion,
    atMs: number,
  ): readonly (Ask | undefined)[] {
    const inputTokens = Math.ceil(promptBytes / BYTES_PER_TOKEN);
    return pool.map(
      ({ name, target }) =>
        target && {
          name,
          target,
          model: target.model ?? call.request.model ?? "",
          inputTokens,
          outputTokens: this.lengths.expected(prompt.fingerprint, {
            model: name,
            limit: maxOutput,
          }),
          atMs,
        },
    );
  }

  /** With what its provider is expected to have of the prompt; as a cold one where reading that has no price. */
  #priceOf(room: RouteRoom, fingerprint: string, ask: Ask): Picodollars | undefined {
    const { name, target } = ask;
    const known = { fingerprint, model: name, provider: target.provider.name };
    const prefix = this.#warm.expected(known);
    if (prefix === undefined) return expectedPrice(room, target, ask);
    const cachedTokens = Math.floor(prefix.share * ask.inputTokens);
    return (
      expectedPrice(room, target, { ...ask, cachedTokens, warm: prefix.warm }) ??
      expectedPrice(room, target, ask)
    );
  }

  #canAnswer(room: RouteRoom, call: Call, { needs }: RouteQuestion, ask: Ask): boolean {
    const { model, atMs, target, name } = ask;
    return (
      canTake(room.catalogue, target, { model, needs, atMs }) && !this.cascades.isOut(call, name)
    );
  }

  /** A conversation stays where it is unless moving it saves more than the cached prompt that is lost. */
  #withConversation(
    room: RouteRoom,
    { conversation, turns }: RouteQuestion,
    asks: readonly (Ask | undefined)[],
    decision: ModelDecision,
  ): ModelDecision {
    const [first] = asks;
    if (conversation === undefined || turns < 2 || first === undefined) return decision;
    const before = this.#conversations.get(conversation, first.atMs);
    const place = asks.findIndex((ask) => ask !== undefined && ask.name === before?.model);
    const stays = asks[place];
    const moves = asks[decision.chosen];
    // To the reference it may always go back: that is no saving of ours, but the promise.
    if (before === undefined || stays === undefined || moves === undefined) return decision;
    if (place === decision.chosen || decision.chosen === 0) return decision;
    const priced = (ask: Ask, cachedTokens: number) =>
      expectedPrice(room, ask.target, {
        ...ask,
        ...(cachedTokens > 0 && { cachedTokens: Math.min(cachedTokens, ask.inputTokens) }),
      });
    const { kind } = decideSwitch({
      stay: priced(stays, before.promptTokens),
      move: priced(moves, 0),
      later: priced(moves, before.promptTokens),
      calls: Math.min(turns, MOST_EXPECTED_CALLS),
      moves: before.moves,
    });
    return kind === "switch" ? decision : { ...decision, chosen: place, reason: "kept_prefix" };
  }

  /**
   * Takes note of what models were worth on a call, from 0 to 1, by their names in the pool.
   * @returns `unknown_call` where the call was not routed or is too long ago, `unknown_model` where none is of its pool
   */
  label(callId: string, worth: ReadonlyMap<string, number>): Labelled {
    const call = this.recent.get(callId);
    if (call === undefined) return "unknown_call";
    const { prompt, pool } = call;
    // The pool can have changed since the call was made.
    const snapshot = this.study.snapshotOf(pool);
    const models = snapshot?.models ?? call.models;
    const qualities = Float64Array.from(models, (model) => worth.get(model) ?? Number.NaN);
    if (qualities.every(Number.isNaN)) return "unknown_model";
    const costs = Float64Array.from(models, (model) => {
      const place = call.models.indexOf(model);
      return place < 0 ? Number.NaN : (call.costs[place] as number);
    });
    this.study.learn(pool, { ...prompt, qualities, costs });
    if (snapshot !== undefined) {
      this.trials.judged(snapshot, prompt.fingerprint ?? NO_FINGERPRINT, qualities);
    }
    return "learned";
  }

  /** Takes note of how long an answer was, and of whether it was accepted. */
  answered(call: Call, facts: AttemptFacts): void {
    const { target, reading, outcome, sending } = facts;
    const { route } = call.effects;
    this.cascades.answered(call, facts);
    if (route === undefined || outcome !== "completed" || reading?.usageOrigin !== "provider")
      return;
    const { output, reasoning } = reading.usage;
    const model = nameOf(target, sending.request.model);
    if (model === undefined) return;
    const { fingerprint = NO_FINGERPRINT } = route.use;
    this.#warm.answered({ fingerprint, model, provider: target.provider.name }, reading.usage);
    if (output === undefined) return;
    const tokens = reasoning === undefined ? output : output + reasoning;
    this.lengths.note(route.use.fingerprint, model, tokens);
  }

  /** Takes note of what a call cost, once all of it is settled. */
  settled(call: Call): void {
    const { route, effectiveCost: spent, savedAmount: saved } = call.effects;
    if (route === undefined || spent === undefined || saved === "unknown") return;
    const reference = saved === undefined ? spent : picodollars(spent + saved);
    this.#pacers.note(call.policy.route, call.policy.name, { spent, reference });
  }

  /** Fingerprints on which a cheaper model is certified at the promise that was configured. */
  get certifiedNow(): number {
    let count = 0;
    for (const { certified } of this.study.snapshots.values()) {
      const [configured] = certified.values();
      count += configured?.size ?? 0;
    }
    return count;
  }

  /** Saves what was learned. */
  async close(): Promise<void> {
    await this.study.close();
  }
}

function referenceOf(
  routes: Routes,
  policy: RoutePolicy,
  call: Call,
  asked: Target,
): (PoolMember & Readonly<{ target: Target }>) | undefined {
  if (policy.reference !== undefined) {
    const pool = [policy.reference];
    const [named] = poolTargets(routes, { ...policy, pool }, call.wire);
    if (named !== undefined) return named;
  }
  const name = nameOf(asked, call.request.model);
  return name === undefined ? undefined : { name, target: asked };
}

/**
 * What is learned of one policy's pool holds for no other. Which models are in it may change: what is known of each stays.
 */
const poolNameOf = ({ policy }: Call, reference: string): string =>
  JSON.stringify([policy.name, reference]);

const settingsOf = (policy: RoutePolicy, pool: readonly PoolMember[]): RouteSettings => ({
  ...defaultRouteSettings,
  models: pool.map(({ name }) => name),
  quality: promisedQuality(policy),
  notches: dialNotches,
});

type Chosen = Readonly<{
  pool: readonly PoolMember[];
  question: RouteQuestion;
  /** Infinite where a model cannot be asked, or is not worth it. */
  costs: Float64Array;
  decision: ModelDecision;
  /** Places of those that are on trial. */
  onTrial: readonly number[];
}>;

function recentCall(
  name: string,
  call: Call,
  { pool, question, costs, decision, policy }: Chosen & Readonly<{ policy: RoutePolicy }>,
): RecentCall {
  return {
    pool: name,
    models: pool.map((one) => one.name),
    prompt: question.prompt,
    costs,
    chosen: policy.mode === "on" ? decision.chosen : 0,
    keyId: call.key.id,
  };
}

function routeOf(
  policy: RoutePolicy,
  { pool, question, costs, decision, onTrial }: Chosen,
  tellAsked: RouteOfCall["tellAsked"],
): RouteOfCall | undefined {
  const [reference] = pool;
  const meant = pool[decision.chosen];
  const served = policy.mode === "on" ? meant : reference;
  if (reference?.target === undefined || meant === undefined || served?.target === undefined) {
    return undefined;
  }
  const { expected } = decision;
  const besides = (may: (index: number) => boolean) =>
    pool.flatMap(({ name, target }, index) => {
      if (target === undefined || target === served.target) return [];
      const isCheaper = (costs[index] as number) < (costs[0] as number);
      return index === 0 || (isCheaper && may(index)) ? [{ name, target }] : [];
    });
  const trials = besides((index) => onTrial.includes(index));
  return {
    use: {
      reference: reference.name,
      chosen: meant.name,
      reason: policy.mode === "shadow" ? "shadow" : decision.reason,
      ...(question.task.kind === "task" && { task: question.task.task }),
      ...(question.prompt.fingerprint !== undefined && {
        fingerprint: question.prompt.fingerprint,
      }),
      ...(expected !== undefined && {
        expected: rounded(expected[decision.chosen] as number),
        expected_of_reference: rounded(expected[0] as number),
      }),
    },
    reference: reference.target,
    chosen: served.target,
    beside: besides(() => true),
    onTrial: trials.some(({ name }) => name !== reference.name) ? trials : [],
    tellAsked,
  };
}

const rounded = (quality: number): number => Math.round(quality * 10_000) / 10_000;
