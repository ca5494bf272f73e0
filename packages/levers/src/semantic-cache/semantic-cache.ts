import type { CachePurge, SemanticRefusal, SemanticStats } from "@headgate/contract";
import { type NearPlace, nearPlaceOf } from "../exact-cache/cache-key.ts";
import type { CacheStore, Found } from "../exact-cache/cache-store.ts";
import type { KeptAnswer } from "../exact-cache/kept-answer.ts";
import { Purges } from "../exact-cache/purges.ts";
import { answerText } from "./answer-text.ts";
import {
  answerKeyOf,
  compareAnswers,
  isJudgeable,
  isJudgeableByForm,
  normalText,
} from "./compare-answers.ts";
import { inTime } from "./in-time.ts";
import { whyNotNear } from "./near-eligibility.ts";
import { type NearGroup, NearGroups, type Spared } from "./near-groups.ts";
import { NearIndex, type NearLimits } from "./near-index.ts";
import type { ToldQuestion } from "./near-question.ts";
import type { QuestionModel, TextEmbedder } from "./question-embedder.ts";
import { unreadable, unreadableByOwnModel } from "./readable-question.ts";
import type { Finding } from "./semantic-namespace.ts";
import type { Following, SemanticOutcome, SemanticRequest } from "./semantic-outcome.ts";
import { type ComparableQuestion, comparable } from "./veto.ts";

/** Of the answers that could be served, the share that a provider is asked for nevertheless, to compare. */
const AUDITED = 0.05;

/** The name of the model that comes with the project. */
const SHIPPED = "universal-sentence-encoder-lite";

/** Far more than a hundred tokens of English. Beyond, a model may cut a text before it counts its tokens. */
const MOST_CHARACTERS = 1_000;

/** Above this cosine two vectors are one and the same but for rounding. */
const ONE_AND_THE_SAME = 1 - 1e-6;

type Looked = Readonly<{
  vector: Float32Array;
  asked: ComparableQuestion;
  finding: Finding | undefined;
}>;

type Options = Readonly<{
  store: CacheStore;
  /** The model that comes with the project: it compares answers, and questions unless another is used. */
  embedder: TextEmbedder;
  limits: NearLimits;
  /** From 0 to 1, for audits. */
  random?: () => number;
  /** Told of each question that this cache learned itself, for others that share the store. */
  learned?: (question: ToldQuestion) => void;
  /** Resolves when all purges that others told of until then are noted here. */
  hear?: () => Promise<void>;
  /** What was learned of hits before; a process that keeps nothing begins anew. */
  groups?: NearGroups;
  /** Told why a text was not embedded, or an answer not learned from; the call goes on. */
  failed: (error: unknown) => void;
}>;

/** A question that is near to an answered one, with all else the same, is given that one's answer, where the policy's measure holds. */
export class SemanticCache {
  readonly #store: CacheStore;
  readonly #answers: TextEmbedder;
  readonly #shipped: QuestionModel;
  readonly #random: () => number;
  readonly #onFailure: (error: unknown) => void;
  readonly #learned: ((question: ToldQuestion) => void) | undefined;
  readonly #hear: (() => Promise<void>) | undefined;
  readonly #index: NearIndex;
  readonly #purges = new Purges();
  /** What is counted and learned of hits, by namespace. */
  readonly groups: NearGroups;
  #model: QuestionModel;
  #isOn: boolean;
  #embedded = 0;
  #failed = 0;
  #slow = 0;
  #embeddingMs = 0;

  constructor({
    store,
    embedder,
    limits,
    random = Math.random,
    learned,
    hear,
    groups = new NearGroups(),
    failed,
  }: Options) {
    this.groups = groups;
    this.#learned = learned;
    this.#hear = hear;
    this.#store = store;
    this.#answers = embedder;
    this.#shipped = { id: SHIPPED, name: SHIPPED, embedder };
    this.#model = this.#shipped;
    this.#random = random;
    this.#onFailure = failed;
    this.#index = new NearIndex(limits);
    this.#isOn = limits.maxBytes > 0;
  }

  resize(limits: NearLimits): void {
    this.#isOn = limits.maxBytes > 0;
    this.#index.resize(limits);
  }

  /**
   * Takes another model for questions from here on; the one that comes with the project where none is given.
   * @param policies that hold from here on; what none of them names is told as retired
   */
  use(model: QuestionModel | undefined, policies?: Parameters<NearGroups["hold"]>[0]): void {
    this.#model = model ?? this.#shipped;
    if (policies !== undefined) this.groups.hold(policies, this.#model);
  }

  async ask(request: SemanticRequest): Promise<SemanticOutcome> {
    const { semantic, wish, operation, json, body } = request;
    if (!this.#isOn || semantic.mode === "off" || operation !== "chat" || wish === "bypass") {
      return { kind: "passed", reason: "off" };
    }
    const model = this.#model;
    const group = this.groups.of(request.key, request.policy, semantic, model);
    const passed = (reason: SemanticRefusal): SemanticOutcome => {
      group.refuse(reason);
      return { kind: "passed", reason };
    };
    if (json === undefined) return passed("unusual_body");
    const refusal = whyNotNear(request.format, json);
    if (refusal !== undefined) return passed(refusal);
    if (body.length > request.maxRequestBytes) return passed("request_too_large");
    const place = nearPlaceOf({ ...request, json }, model.id);
    if (place === undefined) return passed("unusual_body");

    const looking = this.#look(group, place, model, request);
    // In shadow, switched off, and where there is nothing to be found, no call waits for its vector.
    const isOn = semantic.mode === "on" && !group.isSwitchedOff;
    const mayAnswer = isOn && wish !== "refresh" && this.#index.has(place.scope);
    if (mayAnswer) {
      const looked = await inTime(looking, semantic.max_wait_ms);
      if (looked === "slow") this.#slow += 1;
      else if (looked !== undefined) {
        const mostAgeMs = request.policy.ttl_minutes * 60_000;
        const answered = await this.#answer(group, place, looked, {
          mostAgeMs,
          isOnly: wish === "only",
        });
        if (answered !== undefined) return answered;
      }
    }
    return { kind: "missed", following: this.#following(request, group, place, looking) };
  }

  /** Takes on a question that another cache over the same store learned. What is known already stays as it is. */
  learn({ text, ...question }: ToldQuestion): void {
    if (!this.#isOn || this.#index.knows(question.callId)) return;
    const asked = comparable(text);
    this.#index.add({ ...question, asked, isJudgeable: question.isJudgeable === true });
  }

  /** Forgets the questions of the answers that a purge takes away; the answers are the store's to forget. */
  purge(what: CachePurge): void {
    this.#purges.note(what);
    this.#index.purge(what);
  }

  stats(): SemanticStats {
    const { maxBytes, ...rest } = this.#index.stats;
    return {
      ...rest,
      max_bytes: maxBytes,
      embedded: this.#embedded,
      failed: this.#failed,
      slow: this.#slow,
      embedding_ms: this.#embeddingMs,
      namespaces: this.groups
        .all()
        .map((group) =>
          group.stats(this.#index.entriesOf(group.owner), this.groups.isNamed(group)),
        ),
    };
  }

  /** The question's vector and what is near to it; undefined where the model cannot say. Never rejects. */
  async #look(
    group: NearGroup,
    { text, scope }: NearPlace,
    { embedder, reach }: QuestionModel,
    { key, attribution, experiments }: SemanticRequest,
  ): Promise<Looked | undefined> {
    const refused = (reason: SemanticRefusal): undefined => {
      group.refuse(reason);
    };
    const unsent =
      reach !== undefined
        ? unreadableByOwnModel(text, reach, group.decider.kind === "guarded")
        : text.length > MOST_CHARACTERS
          ? "too_long"
          : undefined;
    if (unsent !== undefined) return refused(unsent);
    const began = performance.now();
    try {
      const spent = group.spend.bind(group);
      const embedded = await embedder.embed(text, { key, attribution, experiments, spent });
      this.#embedded += 1;
      const why = reach === undefined ? unreadable(text, embedded) : undefined;
      if (why !== undefined) return refused(why);
      const { vector } = embedded;
      const finding = this.#index.find(scope, text, vector, group.decider);
      if (reach !== undefined && isUnseen(text, finding)) return refused("unseen_difference");
      group.lookups += 1;
      return { vector, asked: finding?.asked ?? comparable(text), finding };
    } catch (error) {
      this.#fail(error);
      return undefined;
    } finally {
      this.#embeddingMs += performance.now() - began;
    }
  }

  async #answer(
    group: NearGroup,
    { text, scope }: NearPlace,
    { vector, finding: first }: Looked,
    { mostAgeMs, isOnly }: Readonly<{ mostAgeMs: number; isOnly: boolean }>,
  ): Promise<SemanticOutcome | undefined> {
    if (group.isSwitchedOff) return undefined;
    // An answer that its store has forgotten is forgotten here, and the next one looked at.
    let finding = first;
    let found: Omit<Found, "key"> | undefined;
    while (finding?.mayServe === true && finding.candidate !== undefined) {
      const { id } = finding.candidate.entry;
      found = await this.#store.findCall(id, mostAgeMs);
      if (found !== undefined) break;
      const stored = await this.#store.ofCall(id);
      // Too old for who asks, it stays for others who take older ones.
      if (stored !== undefined && stored.ageMs < stored.entry.ttlMs) return undefined;
      this.#index.remove(id);
      finding = this.#index.find(scope, text, vector, group.decider);
    }
    if (found === undefined || finding?.candidate === undefined) return undefined;
    if (!isOnly && this.#random() < AUDITED) return undefined;
    const { id, cosine } = finding.candidate.entry;
    this.#index.used(id);
    this.#index.learn(scope, finding, undefined, group.decider);
    group.wouldHit += 1;
    group.served += 1;
    return {
      kind: "answered",
      status: "hit",
      tier: "semantic",
      answer: found.entry.answer,
      ageMs: Math.floor(found.ageMs),
      sinceUseMs: found.sinceUseMs,
      similarity: cosine,
      noteSaved: (saved) => group.save(saved),
    };
  }

  #following(
    request: SemanticRequest,
    group: NearGroup,
    place: NearPlace,
    looking: Promise<Looked | undefined>,
  ): Following {
    let ended = false;
    const purgesBefore = this.#purges.count;
    return {
      end: (answer: KeptAnswer | undefined, cost?: Spared) => {
        if (ended) return;
        ended = true;
        if (answer === undefined || cost === undefined) return;
        looking
          .then(async (looked) => {
            if (looked === undefined) return;
            const text = answerText(request.format, answer);
            if (text === undefined) {
              group.refuse("no_answer_text");
              return;
            }
            const followed = { request, group, place, looked, purgesBefore };
            await this.#judge(followed, text, cost);
            await this.#keep(followed, answer, text);
          })
          .catch((error: unknown) => this.#fail(error));
      },
    };
  }

  #fail(error: unknown): void {
    this.#failed += 1;
    this.#onFailure(error);
  }

  /** Compares the fresh answer with the one that the candidate would have given. */
  async #judge(
    { request, group, place, looked: { finding } }: Followed,
    fresh: string,
    cost: Spared,
  ): Promise<void> {
    if (finding?.candidate === undefined) return;
    const { id } = finding.candidate.entry;
    const stored = await this.#store.ofCall(id);
    if (stored === undefined || stored.ageMs >= stored.entry.ttlMs) {
      this.#index.remove(id);
      return;
    }
    const kept = answerText(request.format, stored.entry.answer);
    const correct =
      kept === undefined ? undefined : await compareAnswers(fresh, kept, this.#answers);
    this.#index.learn(place.scope, finding, correct, group.decider);
    if (!finding.mayServe) return;
    group.wouldHit += 1;
    group.judge(correct);
    if (request.semantic.mode === "shadow") group.save(cost);
  }

  /**
   * Whether a measure may speak for an answer. A threshold does not ask, and needs no vector to know: what only a vector would tell
   * counts as no, and a measure that is put in its place begins with what is answered from then on.
   */
  async #isJudgeable(group: NearGroup, text: string): Promise<boolean> {
    if (group.decider.kind === "fixed") return isJudgeableByForm(text) === true;
    try {
      return await isJudgeable(text, this.#answers);
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  async #keep(
    { request, group, place, looked, purgesBefore }: Followed,
    answer: KeptAnswer,
    text: string,
  ): Promise<void> {
    const { policy, tags } = request;
    const canBeJudged = await this.#isJudgeable(group, text);
    if (!canBeJudged && group.decider.kind === "guarded") group.refuse("unjudgeable_answer");
    const { namespace, ttl_minutes } = policy;
    const entry = { callId: answer.callId, namespace, tags };
    if (this.#purges.tookAway(purgesBefore, entry)) return;
    if (!request.isKept) {
      const ttlMs = ttl_minutes * 60_000;
      const how = await this.#store.keep([place.own], { answer, namespace, tags, ttlMs });
      if (how !== "kept") return;
    }
    // Behind the keeping, as in the exact cache: a purge elsewhere that did not find it is heard of by now.
    if (this.#hear !== undefined) {
      await this.#hear();
      if (this.#purges.tookAway(purgesBefore, entry)) {
        if (!request.isKept) await this.#store.purge({ call_id: answer.callId });
        return;
      }
    }
    const question = {
      callId: answer.callId,
      scope: place.scope,
      owner: group.owner,
      namespace,
      tags,
      vector: looked.vector,
      answerKey: answerKeyOf(text),
      isJudgeable: canBeJudged,
    };
    this.#index.add({ ...question, asked: looked.asked });
    this.#learned?.({ ...question, text: place.text });
  }
}

type Followed = Readonly<{
  request: SemanticRequest;
  group: NearGroup;
  place: NearPlace;
  looked: Looked;
  /** How many purges there were when it was asked. */
  purgesBefore: number;
}>;

/** A model that does not tell of characters it does not know shows them by one vector for two texts. */
const isUnseen = (text: string, finding: Finding | undefined): boolean =>
  finding?.candidate !== undefined &&
  finding.candidate.entry.cosine >= ONE_AND_THE_SAME &&
  normalText(finding.candidate.entry.question.question.text) !== normalText(text);
