import { inputTokens, outputTokens, promisedQuality, type RoutePolicy } from "@headgate/contract";
import { answerStandard, Fingerprints, goesOnFromState, NO_FINGERPRINT } from "@headgate/levers";
import type { ModelCatalogue, Overlays, PriceBook } from "@headgate/pricing";
import { saysModelMissing } from "@headgate/providers";
import type { Logger } from "pino";
import type { AttemptFacts } from "../call/attempt.ts";
import type { Call } from "../call/call.ts";
import type { Failed } from "../call/dispatch-settings.ts";
import type { Routes, Target } from "../call/plan-targets.ts";
import { OwnCallFailed } from "../context/own-calls.ts";
import { AnswerLengths } from "./answer-lengths.ts";
import { AnswerTimes } from "./answer-times.ts";
import { canTake } from "./can-take.ts";
import { CascadeDesk } from "./cascade/cascade-desk.ts";
import { recentCall, routeOf } from "./chosen-route.ts";
import { type Commitments, CommittedRoom } from "./committed-room.ts";
import { Conversations } from "./conversations.ts";
import { type Ask, decideInConversation } from "./decide-in-conversation.ts";
import type { Deciding } from "./decide-model.ts";
import { Dials } from "./dials.ts";
import { DominatedModels } from "./dominated-models.ts";
import { inDollars } from "./expected-price.ts";
import { KeptCalls } from "./kept-calls.ts";
import { Labelling } from "./labelling.ts";
import { Judges } from "./labels/judges.ts";
import { isLookedAtAgain } from "./labels/who-is-asked.ts";
import { MissingModels } from "./missing-models.ts";
import { noteServed } from "./note-served.ts";
import { Pacers } from "./pacers.ts";
import { payOfDay } from "./pay-of-day.ts";
import { poolName } from "./pool-name.ts";
import { poolSettings } from "./pool-settings.ts";
import {
  judgeOf,
  nameOf,
  type PoolMember,
  poolMembers,
  poolTargets,
  referenceOf,
} from "./pool-targets.ts";
import { priceOfAsk } from "./price-of-ask.ts";
import { questionOf, type RouteQuestion, taskNameOf } from "./question-of.ts";
import { type RecentCall, RecentCalls } from "./recent-calls.ts";
import { RouteCounts } from "./route-counts.ts";
import type { RouteOfCall } from "./route-of-call.ts";
import { RouteStudy } from "./route-study.ts";
import { RouteTroubles } from "./route-troubles.ts";
import { tierOfTarget } from "./tier-of-target.ts";
import { TrialDesk } from "./trials/trial-desk.ts";
import { WarmPrefixes } from "./warm-prefixes.ts";
import { AnswerWatch } from "./watch/answer-watch.ts";
import { inForce } from "./watch/in-force.ts";
import { ServedAnswers } from "./watch/served-answers.ts";

type RouteRoom = Readonly<{
  routes: Routes;
  priceBook: PriceBook;
  catalogue: ModelCatalogue;
  overlays: Overlays;
  config: Readonly<{ batch: Readonly<{ commitments: Commitments }> }>;
}>;

/** Roughly what a token of a prompt takes; it weighs models against each other and bills nobody. */
const BYTES_PER_TOKEN = 4;

/** Chooses the models of calls, and has what becomes of them learned. Kept over new configurations. */
export class RouteDesk {
  readonly #fingerprints: Fingerprints;
  readonly study: RouteStudy;
  readonly lengths = new AnswerLengths();
  readonly times = new AnswerTimes(() => performance.now());
  readonly #committed = new CommittedRoom();
  readonly keptCalls: KeptCalls;
  readonly recent: RecentCalls;
  readonly cascades: CascadeDesk;
  readonly counts = new RouteCounts();
  readonly #pacers: Pacers;
  readonly #conversations = new Conversations();
  readonly #warm = new WarmPrefixes(() => performance.now());
  readonly dominated = new DominatedModels();
  readonly missing = new MissingModels();
  readonly trials = new TrialDesk();
  readonly dials: Dials;
  readonly troubles: RouteTroubles;
  readonly judges: Judges;
  readonly watch: AnswerWatch;
  readonly served: ServedAnswers;
  readonly labelling: Labelling;

  constructor({ folder, salt, log }: Readonly<{ folder: string; salt: Buffer; log: Logger }>) {
    this.#fingerprints = new Fingerprints(salt);
    const nowMs = () => Date.now();
    const troubles = new RouteTroubles({ folder, log, nowMs });
    this.keptCalls = new KeptCalls({ folder, log, nowMs });
    this.recent = new RecentCalls(this.keptCalls);
    this.troubles = troubles;
    this.dials = new Dials(folder, log);
    const turnedTo = (policy: string | undefined) => this.dials.turned(policy);
    this.study = new RouteStudy({ folder, log, troubles, nowMs, turnedTo });
    this.cascades = new CascadeDesk({
      ...{ log, troubles },
      found: (callId, model, findings) => {
        const call = this.recent.get(callId);
        if (call === undefined) return;
        call.looked = { model, findings };
        this.recent.keep(callId);
      },
    });
    this.watch = new AnswerWatch({ folder, log, troubles, nowMs });
    this.served = new ServedAnswers({ watch: this.watch, cascades: this.cascades, log });
    this.#pacers = new Pacers({ folder, log, nowMs });
    const refused: RouteStudy["refuse"] = (...of) => this.study.refuse(...of);
    this.judges = new Judges({ folder, log, troubles, refused });
    this.labelling = new Labelling(this);
  }

  /**
   * Which model a call goes to; undefined where its policy chooses none, or it is no call to choose for.
   * @param targets where it would go
   * @param when `waiting`: it may go into a batch, where that is cheaper
   */
  choose(
    room: RouteRoom,
    call: Call,
    targets: readonly Target[],
    when: "now" | "waiting" = "now",
  ): RouteOfCall | undefined {
    const policy = call.policy.route;
    const [asked] = targets;
    if (policy.mode === "off" || asked === undefined) return undefined;
    if (call.madeBy !== undefined || call.wire.operation !== "chat") return undefined;
    // Asked of another model, it would go on from nothing, or be written to the client's own conversation a second time.
    const { json } = call.request;
    if (json === undefined || goesOnFromState(json)) return undefined;
    const reference = referenceOf(room.routes, policy, call, asked);
    const question = questionOf(call, this.#fingerprints);
    if (reference === undefined || question === undefined) return undefined;
    if (question.isKept && !isSameProvider(reference.target, asked)) return undefined;
    const pool = poolMembers(reference, policy, poolTargets(room.routes, policy, call.wire));
    const name = poolName(call.policy.name, reference.name);
    const atMs = Date.now();
    const { fingerprint = NO_FINGERPRINT } = question.prompt;
    this.#warm.see(fingerprint);
    const asks = this.#asksOf(call, pool, question, atMs);
    // No batch looks at answers as they come.
    const isLookedAt = this.cascades.looksAt(call);
    const expected = asks.map((ask, index) =>
      ask === undefined || (index > 0 && !this.#canAnswer(room, call, question, { ask, asked }))
        ? undefined
        : priceOfAsk(room, ask, {
            prefix: this.#warm.expected({
              ...{ fingerprint, model: ask.name, provider: ask.target.provider.name },
            }),
            mayWait: when === "waiting" && (index === 0 || !isLookedAt),
          }),
    );
    const prices = expected.map((one) => one?.price);
    // Beside a price that is not known nothing is cheaper, and nothing could be told of what is saved.
    if (prices[0] === undefined) return undefined;
    const snapshot = this.study.snapshotOf(name, () =>
      poolSettings({ models: pool.map((one) => one.name), quality: promisedQuality(policy) }),
    );
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
    // One that is too slow is not chosen, and learned of as all others: its price is what it is.
    const eligible = left.map((price, place) =>
      place > 0 &&
      expected[place]?.tier !== "batch" &&
      this.isTooSlow(policy, pool[place]?.name ?? "", fingerprint)
        ? undefined
        : price,
    );
    const answers = this.study.answersOf(name);
    const deciding: Deciding = {
      ...{ policy, snapshot, question, quality, answers },
      costs: Float64Array.from(eligible, inDollars),
      looksAt: () => isLookedAt,
      isPaidFor: () => this.#isPaidFor(room, asks[0]),
      // What waits is not of this day's dollars: nobody knows when it is asked, and its cost is not told here.
      lambda: when === "now" ? this.#pacers.lambda(policy, call.policy.name) : undefined,
      pool: () =>
        asks.map((ask, index) => ({
          model: pool[index]?.name ?? "",
          tier: ask === undefined ? undefined : tierOfTarget(room, ask.target, ask),
          cost: eligible[index],
        })),
    };
    const conversations = this.#conversations;
    const decided = decideInConversation(room, { asks, deciding, conversations });
    const { decision: held, certified } = inForce(decided, quality, (place) =>
      this.watch.isOut({ pool: name, fingerprint, model: pool[place]?.name ?? "" }),
    );
    // What waits takes of no room before it is asked.
    if (held.chosen === 0 && when === "now") this.#reserve(room, call, asks[0]);
    this.study.see(name, question.prompt);
    const of = {
      model: pool[held.chosen]?.name ?? "",
      fingerprint,
      task: taskNameOf(question.task),
    };
    const standard = held.chosen === 0 ? undefined : answerStandard(answers, of, quality);
    const learnedPrices = isLookedAtAgain(call.id) ? prices : left;
    const costs = Float64Array.from(learnedPrices, inDollars);
    const judge = judgeOf(room.routes, policy);
    const chosen = { pool, question, costs, decision: held, standard, judge, certified, onTrial };
    // Who answers what waits is not told here: a label would speak of a model that may not have been asked.
    if (when === "now") this.recent.note(call.id, recentCall(name, call, { ...chosen, policy }));
    const route = routeOf(name, policy, chosen, (asked) => {
      for (const place of onTrial) {
        const model = pool[place]?.name ?? "";
        if (!asked.some((one) => one.name === model)) continue;
        this.trials.asked({ pool: name, fingerprint, model }, prices[place]);
      }
    });
    if (route === undefined) return undefined;
    this.counts.note(name, route.use, held.dayOne);
    const { conversation } = question;
    const [first] = asks;
    if (conversation !== undefined && first !== undefined && when === "now") {
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

  #isPaidFor({ config: { batch } }: RouteRoom, ask: Ask | undefined): boolean {
    if (ask === undefined) return false;
    const { model, atMs, target, inputTokens, outputTokens } = ask;
    const asked = { provider: target.provider.name, model, atMs };
    return this.#committed.hasRoom(batch.commitments, asked, inputTokens + outputTokens);
  }

  /** What is under way takes of the room as well: answers come later than the next calls. */
  #reserve({ config: { batch } }: RouteRoom, call: Call, ask: Ask | undefined): void {
    if (ask === undefined) return;
    const { model, atMs, target, inputTokens, outputTokens } = ask;
    const asked = { provider: target.provider.name, model, atMs };
    this.#committed.reserve(batch.commitments, asked, inputTokens + outputTokens, call);
  }

  #canAnswer(
    room: RouteRoom,
    call: Call,
    { needs, isKept }: RouteQuestion,
    { ask, asked }: Readonly<{ ask: Ask; asked: Target }>,
  ): boolean {
    const { model, atMs, target, name } = ask;
    // The client may go on from the answer where it asks.
    if (isKept && !isSameProvider(target, asked)) return false;
    return (
      canTake(room.catalogue, target, { model, needs, atMs }) &&
      !this.cascades.isOut(call, name) &&
      !this.missing.isOut(name, atMs)
    );
  }

  /** Whether the answers of a model that is not the reference take longer than the policy allows. */
  isTooSlow(policy: RoutePolicy, model: string, fingerprint: string | undefined): boolean {
    const { within_ms: ms } = policy;
    return ms !== undefined && this.times.isWithin(fingerprint, model, ms) === false;
  }

  /** Takes note of how long an answer was and took, and of whether it was accepted. */
  answered(call: Call, facts: AttemptFacts, commitments: Commitments): void {
    const { target, reading, outcome, sending } = facts;
    const { route, cascade } = call.effects;
    this.cascades.answered(call, facts);
    const recent = this.recent.get(call.id);
    if (recent !== undefined && cascade?.gaveSetAside !== true) noteServed(recent, facts);
    const model = nameOf(target, sending.request.model);
    if (model === undefined) return;
    if (reading !== undefined) {
      const asked = { model: target.model ?? sending.request.model ?? "", atMs: Date.now() };
      const used = [inputTokens(reading.usage), outputTokens(reading.usage)];
      this.#committed.used(commitments, { provider: target.provider.name, ...asked }, used, call);
    }
    this.times.note(route?.use.fingerprint, model, facts);
    if (outcome === "completed") this.missing.answered(model);
    if (route === undefined || outcome !== "completed" || reading?.usageOrigin !== "provider")
      return;
    const { output, reasoning } = reading.usage;
    const { fingerprint = NO_FINGERPRINT } = route.use;
    this.#warm.answered({ fingerprint, model, provider: target.provider.name }, reading.usage);
    if (output === undefined) return;
    const tokens = reasoning === undefined ? output : output + reasoning;
    this.lengths.note(route.use.fingerprint, model, tokens);
  }

  /** The model that was chosen for a call refused it; where its provider says it has none such, it is left alone for a while. */
  refused(call: Call, { kept }: Failed): void {
    const model = call.effects.route?.use.chosen;
    if (model === undefined || kept === undefined) return;
    if (saysModelMissing(kept.status, kept.body)) this.#noteMissing(call, model, kept.status);
  }

  /**
   * A model that was asked to learn from a call failed. No client asked for it: where it is not there, it is not asked for the
   * next one either.
   */
  failedBeside(call: Call, model: string, error: unknown): void {
    if (error instanceof OwnCallFailed && saysModelMissing(error.status, error.body)) {
      this.#noteMissing(call, model, error.status);
    }
  }

  #noteMissing({ policy }: Call, model: string, status: number): void {
    const untilMs = this.missing.note(model, Date.now());
    if (untilMs === undefined) return;
    const note = `its provider answered HTTP ${status}; it is asked again from ${new Date(untilMs).toISOString()} on`;
    this.troubles.note({ kind: "model_missing", policy: policy.name, model, note });
  }

  /** A call that a label came for, also of a process before; its pool is opened again, so that the label is learned. */
  async recall(callId: string): Promise<RecentCall | undefined> {
    const call = await this.recent.recall(callId);
    if (call !== undefined && this.study.snapshotOf(call.pool) === undefined) {
      const { models, promise: quality } = call;
      this.study.snapshotOf(call.pool, () => poolSettings({ models, quality }));
    }
    return call;
  }

  /** Takes note of what a call cost, once all of it is settled. */
  settled(call: Call): void {
    this.recent.keep(call.id);
    payOfDay(this.#pacers, call);
  }

  /** Fingerprints on which a cheaper model is certified at the promise that holds. */
  get certifiedNow(): number {
    let count = 0;
    for (const [name, { certified }] of this.study.snapshots) {
      const promise = this.study.promiseOf(name);
      const holding = promise === undefined ? undefined : certified.get(promise);
      if (holding !== undefined) count += holding.size;
    }
    return count;
  }

  /** Saves what was learned. */
  async close(): Promise<void> {
    this.#pacers.save();
    this.judges.save();
    this.troubles.save();
    await this.served.idle();
    this.watch.save();
    await this.keptCalls.close();
    await this.study.close();
  }
}

const isSameProvider = (one: Target, other: Target): boolean =>
  one.provider.name === other.provider.name;
