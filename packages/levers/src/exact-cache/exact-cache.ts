import type { CachePurge, CacheRefusal, CacheStatus, CacheTier } from "@headgate/contract";
import { keysOf, type Question, type QuestionKeys, scopeOf } from "./cache-key.ts";
import type { CacheEntry, CacheStore, Found, StoredEntry, StoreStats } from "./cache-store.ts";
import { type CachedOperation, isDeterministic, whyNotCached } from "./eligibility.ts";
import { type Flight, Flights } from "./flights.ts";
import type { KeptAnswer } from "./kept-answer.ts";
import { KnownBodies } from "./known-bodies.ts";
import { Purges } from "./purges.ts";
import { askerOf, isSameAsker } from "./same-asker.ts";
import type { SharedFlight, SharedFlights } from "./shared-flights.ts";

/** What a client may ask of the cache for one call. */
export const cacheWishes = ["bypass", "refresh", "only"] as const;
export type CacheWish = (typeof cacheWishes)[number];

/** A call as the cache looks at it. */
export type CacheRequest = Omit<Question, "json"> &
  Readonly<{
    operation: CachedOperation;
    json: Question["json"] | undefined;
    tags: Readonly<Record<string, string>>;
    wish: CacheWish | undefined;
    maxRequestBytes: number;
    /** Calls back when the client leaves while the call waits for another's answer. */
    onGone: (giveUp: () => void) => void;
  }>;

/** Why an answer was not kept. */
export type NotKept =
  | "not_whole"
  | "no_usage"
  | "too_large"
  | "other_target"
  | "losses"
  | "refused"
  /** What it is like was purged while it was under way. */
  | "purged"
  /** It was answered with a near question's answer, which is not this one's own. */
  | "near_answer";

/** What becomes of the answer that a missed call gets from its provider. */
export interface Keeping {
  /** Whether other calls wait for it: then it is worth reading though its own client has left. */
  readonly isAwaited: boolean;
  /** The answer is whole, or the call ended without one that can be kept. Only the first word counts. */
  end(answer: KeptAnswer | NotKept): void;
}

export type CacheOutcome =
  | Readonly<{ kind: "bypassed"; reason: CacheRefusal }>
  | Readonly<{
      kind: "answered";
      status: Extract<CacheStatus, "hit" | "coalesced">;
      tier: CacheTier;
      answer: KeptAnswer;
      ageMs: number;
      /** How long before somebody had the answer the last time; undefined where it was waited for. */
      sinceUseMs: number | undefined;
    }>
  | Readonly<{ kind: "missed"; status: Extract<CacheStatus, "miss" | "refresh">; keeping: Keeping }>
  /** The client wanted a kept answer only, and there is none. */
  | Readonly<{ kind: "absent" }>
  /** The client left while its call waited for another's answer. */
  | Readonly<{ kind: "left" }>;

/**
 * The same question is not paid for twice: a whole answer that was kept is given again, and a question that is
 * under way already is waited for.
 */
export class ExactCache {
  readonly #store: CacheStore;
  readonly #others: SharedFlights | undefined;
  readonly #hear: (() => Promise<void>) | undefined;
  readonly #flights = new Flights();
  readonly #known = new KnownBodies();
  readonly #purges = new Purges();
  readonly #notKept = new Map<NotKept, number>();
  #kept = 0;

  /**
   * @param others questions under way at gateways that share the store; without it this process is alone
   * @param hear resolves when all purges that others told of until then are noted here
   */
  constructor(store: CacheStore, others?: SharedFlights, hear?: () => Promise<void>) {
    this.#store = store;
    this.#others = others;
    this.#hear = hear;
  }

  /** What is told at once is no promise: a call waits no turn for it. */
  ask(request: CacheRequest): CacheOutcome | Promise<CacheOutcome> {
    const { wish } = request;
    const place = this.#placeOf(request);
    if (typeof place === "string") {
      return wish === "only" ? { kind: "absent" } : bypassed(place);
    }
    const { keys, isAsBefore } = place;
    if (wish === "refresh") {
      return {
        kind: "missed",
        status: "refresh",
        keeping: this.#keeping(request, keys, undefined),
      };
    }
    const found = isAsBefore ? this.#store.findNow?.(placesOf(keys), ttlMsOf(request)) : undefined;
    return found === undefined ? this.#lookOrBegin(request, place) : hitOf(found, keys);
  }

  /** Where a question's answer lies; why it has none where it may not be looked for. */
  #placeOf(request: CacheRequest): Place | CacheRefusal {
    const { json, body, operation, policy, maxRequestBytes } = request;
    const refusal = refusalAtOnce(request);
    if (refusal !== undefined) return refusal;
    if (json === undefined) return "no_body";
    const isTooLarge = body.length > maxRequestBytes;
    const known = isTooLarge ? undefined : this.#known.find(body);
    // What was answered from the cache may be again, where the same bytes come from the same asker.
    if (known !== undefined && isSameAsker(known.asker, request)) {
      return { keys: known.keys, scope: known.scope, isAsBefore: true };
    }
    const refusalOfBody = whyNotCached(operation, json, "always");
    if (refusalOfBody !== undefined) return refusalOfBody;
    if (isTooLarge) return "too_large";
    const scope = scopeOf(request);
    const isKnown = known?.scope === scope && known.normalise === policy.normalise;
    const keys = isKnown ? known.keys : keysOf(request, json, scope);
    return keys === undefined ? "unusual_body" : { keys, scope, isAsBefore: false };
  }

  async #lookOrBegin(
    request: CacheRequest,
    { keys, scope, isAsBefore }: Place,
  ): Promise<CacheOutcome> {
    const { wish, body, policy } = request;
    const mostAgeMs = ttlMsOf(request);
    const found = await this.#store.find(placesOf(keys), mostAgeMs);
    if (found !== undefined) {
      if (!isAsBefore) {
        const { normalise } = policy;
        this.#known.remember(body, { scope, normalise, keys, asker: askerOf(request) });
      }
      return hitOf(found, keys);
    }
    if (wish === "only") return { kind: "absent" };
    // Looked for and begun without a pause between: else two of a kind could both begin.
    const other = this.#flights.join(keys.exact, request.onGone);
    const missed = (flight: Flight | undefined, shared?: SharedFlight): CacheOutcome => ({
      kind: "missed",
      status: "miss",
      keeping: this.#keeping(request, keys, flight, shared),
    });
    if (other === undefined) {
      const flight = this.#flights.begin(keys.exact);
      const shared = await this.#others
        ?.begin({ key: keys.exact, mostAgeMs, patience: request.onGone })
        // The call goes on without: the answer may be paid for twice, and is not lost.
        .catch(() => undefined);
      if (shared?.kind === "left") {
        flight?.land(undefined);
        return { kind: "left" };
      }
      if (shared?.kind !== "answered") return missed(flight, shared);
      flight?.land(shared.answer);
      return { ...coalesced, answer: shared.answer };
    }
    const answer = await other;
    if (answer === "left") return { kind: "left" };
    // Who waited in vain goes on alone: a provider that failed one is not worth a second queue.
    if (answer === "failed") return missed(undefined);
    return { ...coalesced, answer };
  }

  ofCall(callId: string): Promise<StoredEntry | undefined> {
    return this.#store.ofCall(callId);
  }

  /** Forgets the texts of questions that were answered; what is kept stays. */
  forgetTexts(): void {
    this.#known.clear();
  }

  /** A purge of the store, here or elsewhere: what is under way and of its like is not kept behind it. */
  noteOfPurge(what: CachePurge): void {
    this.forgetTexts();
    this.#purges.note(what);
  }

  purge(what: CachePurge): Promise<number> {
    this.noteOfPurge(what);
    return this.#store.purge(what);
  }

  async stats(): Promise<
    StoreStats &
      Readonly<{
        inFlight: number;
        waiting: number;
        kept: number;
        notKept: Readonly<Record<string, number>>;
      }>
  > {
    return {
      ...(await this.#store.stats()),
      inFlight: this.#flights.count,
      waiting: this.#flights.waiting,
      kept: this.#kept,
      notKept: Object.fromEntries(this.#notKept),
    };
  }

  #keeping(
    { policy, tags }: CacheRequest,
    keys: QuestionKeys,
    flight: Flight | undefined,
    shared?: SharedFlight,
  ): Keeping {
    let ended = false;
    const purgesBefore = this.#purges.count;
    const landShared = (callId: string | undefined): void => {
      if (shared?.kind === "lead") shared.land(callId);
    };
    return {
      get isAwaited() {
        return flight?.isAwaited === true;
      },
      end: (answer) => {
        if (ended) return;
        ended = true;
        const whole = typeof answer === "string" ? undefined : answer;
        flight?.land(whole);
        if (typeof answer === "string") {
          this.#countNotKept(answer);
          landShared(undefined);
          return;
        }
        const { namespace } = policy;
        const entry = { answer, namespace, tags, ttlMs: ttlMsOf({ policy }) };
        this.#keep(keys, entry, purgesBefore).then(
          (how) => {
            if (how === "kept") this.#kept += 1;
            else this.#countNotKept(how);
            landShared(how === "kept" ? answer.callId : undefined);
          },
          () => {
            this.#countNotKept("refused");
            landShared(undefined);
          },
        );
      },
    };
  }

  /** Keeps an answer, unless there was a purge of its like since it was asked for. */
  async #keep(
    keys: QuestionKeys,
    entry: CacheEntry,
    purgesBefore: number,
  ): Promise<"kept" | NotKept> {
    const { callId } = entry.answer;
    const isPurged = () => this.#purges.tookAway(purgesBefore, { ...entry, callId });
    if (isPurged()) return "purged";
    const how = await this.#store.keep(placesOf(keys), entry);
    if (how !== "kept" || this.#hear === undefined) return how;
    // Who purges tells of it before it looks through the store: whatever it did not find there any more is heard of by now.
    await this.#hear();
    if (!isPurged()) return how;
    await this.#store.purge({ call_id: callId });
    return "purged";
  }

  #countNotKept(why: NotKept): void {
    this.#notKept.set(why, (this.#notKept.get(why) ?? 0) + 1);
  }
}

type Place = Readonly<{
  keys: QuestionKeys;
  scope: string;
  /** The same asker was answered from the cache before, to the same bytes. */
  isAsBefore: boolean;
}>;

/** What is seen without a look at all of the body. */
function refusalAtOnce({ wish, policy, operation, json }: CacheRequest): CacheRefusal | undefined {
  if (wish === "bypass") return "client";
  if (policy.when === "never") return "policy";
  if (json === undefined) return "no_body";
  return policy.when === "deterministic" && operation === "chat" && !isDeterministic(json)
    ? "not_deterministic"
    : undefined;
}

/** For how long an answer is good, for who keeps it and for who asks: the shorter of the two holds. */
const ttlMsOf = ({ policy }: Pick<CacheRequest, "policy">): number => policy.ttl_minutes * 60_000;

const hitOf = ({ key, entry, ageMs, sinceUseMs }: Found, keys: QuestionKeys): CacheOutcome => ({
  kind: "answered",
  status: "hit",
  tier: key === keys.exact ? "exact" : "normalised",
  answer: entry.answer,
  ageMs: Math.floor(ageMs),
  sinceUseMs,
});

const coalesced = {
  kind: "answered",
  status: "coalesced",
  tier: "exact",
  ageMs: 0,
  sinceUseMs: undefined,
} as const;

const bypassed = (reason: CacheRefusal): CacheOutcome => ({ kind: "bypassed", reason });

const placesOf = ({ exact, normalised }: QuestionKeys) =>
  normalised === undefined ? [exact] : [exact, normalised];
