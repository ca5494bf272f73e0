import type { CachePurge, CacheRefusal, CacheStatus, CacheTier } from "@headgate/contract";
import { keysOf, type Question, type QuestionKeys, scopeOf } from "./cache-key.ts";
import type { CacheStore, StoredEntry, StoreStats } from "./cache-store.ts";
import { type CachedOperation, whyNotCached } from "./eligibility.ts";
import { type Flight, Flights } from "./flights.ts";
import type { KeptAnswer } from "./kept-answer.ts";
import { KnownBodies } from "./known-bodies.ts";
import { Purges } from "./purges.ts";
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
  readonly #flights = new Flights();
  readonly #known = new KnownBodies();
  readonly #purges = new Purges();
  readonly #notKept = new Map<NotKept, number>();
  #kept = 0;

  /** @param others questions under way at gateways that share the store; without it this process is alone */
  constructor(store: CacheStore, others?: SharedFlights) {
    this.#store = store;
    this.#others = others;
  }

  async ask(request: CacheRequest): Promise<CacheOutcome> {
    const { wish } = request;
    const refusal = refusalOf(request);
    if (refusal !== undefined) return wish === "only" ? { kind: "absent" } : bypassed(refusal);
    const { json } = request;
    if (json === undefined) return bypassed("no_body");
    const scope = scopeOf(request);
    const { normalise } = request.policy;
    const known = this.#known.keysOf(request.body, scope, normalise);
    const keys = known ?? keysOf(request, json, scope);
    if (keys === undefined) return wish === "only" ? { kind: "absent" } : bypassed("unusual_body");
    if (wish === "refresh") {
      return {
        kind: "missed",
        status: "refresh",
        keeping: this.#keeping(request, keys, undefined),
      };
    }
    const mostAgeMs = ttlMsOf(request);
    const hit = await this.#look(keys, mostAgeMs);
    if (hit !== undefined) {
      if (known === undefined) this.#known.remember(request.body, { scope, normalise, keys });
      return hit;
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

  purge(what: CachePurge): Promise<number> {
    this.forgetTexts();
    this.#purges.note(what);
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

  async #look(keys: QuestionKeys, mostAgeMs: number): Promise<CacheOutcome | undefined> {
    const found = await this.#store.find(placesOf(keys), mostAgeMs);
    if (found === undefined) return undefined;
    return {
      kind: "answered",
      status: "hit",
      tier: found.key === keys.exact ? "exact" : "normalised",
      answer: found.entry.answer,
      ageMs: Math.floor(found.ageMs),
      sinceUseMs: found.sinceUseMs,
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
        const entry = { callId: answer.callId, namespace, tags };
        if (this.#purges.tookAway(purgesBefore, entry)) {
          this.#countNotKept("purged");
          landShared(undefined);
          return;
        }
        this.#store
          .keep(placesOf(keys), { answer, namespace, tags, ttlMs: ttlMsOf({ policy }) })
          .then(
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

  #countNotKept(why: NotKept): void {
    this.#notKept.set(why, (this.#notKept.get(why) ?? 0) + 1);
  }
}

function refusalOf({
  wish,
  policy,
  operation,
  json,
  body,
  maxRequestBytes,
}: CacheRequest): CacheRefusal | undefined {
  if (wish === "bypass") return "client";
  if (policy.when === "never") return "policy";
  if (json === undefined) return "no_body";
  return (
    whyNotCached(operation, json, policy.when) ??
    (body.length > maxRequestBytes ? "too_large" : undefined)
  );
}

/** For how long an answer is good, for who keeps it and for who asks: the shorter of the two holds. */
const ttlMsOf = ({ policy }: Pick<CacheRequest, "policy">): number => policy.ttl_minutes * 60_000;

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
