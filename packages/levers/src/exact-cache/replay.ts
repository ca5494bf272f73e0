import {
  type ExactCachePolicy,
  type HistoryRow,
  isAnsweredByCache,
  outputTokens,
} from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { HistoryCall } from "../history/history.ts";
import { takingTurns } from "../history/taking-turns.ts";
import { isThroughGateway } from "../history/through-gateway.ts";
import { type CacheKey, sharersOf } from "./cache-key.ts";
import type { KeptAnswer } from "./kept-answer.ts";
import { MemoryStore } from "./memory-store.ts";

const BYTES_AROUND = 1_024;
const BYTES_PER_TOKEN = 4;
/** 1,536 numbers as JSON. */
const BYTES_PER_VECTOR = 32_768;

type Limits = Readonly<{ maxBytes: number; maxEntryBytes: number }>;

/** An answer of the past in the place of the cache's own: its size is what the store goes by. */
type Placed = Readonly<{ answer: KeptAnswer; keys: readonly CacheKey[] }>;

type Event = Readonly<{ atMs: number; isEnd: boolean; call: HistoryCall }>;

/**
 * Has calls of the past ask the cache's own store under another policy, in the order in which they began and ended.
 *
 * Calls that were answered by a cache are passed over: they cost nothing, and their requests were not told apart.
 * @returns the cost of each call that would have been answered from the cache; undefined where that is not known
 */
export async function replayExactCache(
  calls: readonly HistoryCall[],
  policy: ExactCachePolicy,
  { maxBytes, maxEntryBytes }: Limits,
): Promise<ReadonlyMap<HistoryCall, Picodollars | undefined>> {
  const clock = { nowMs: 0 };
  const store = new MemoryStore(maxBytes, () => clock.nowMs);
  const bodies = Buffer.alloc(maxEntryBytes);
  const spared = new Map<HistoryCall, Picodollars | undefined>();
  const asked = new Map<HistoryCall, readonly CacheKey[]>();
  /** Questions under way, and those who wait for them. */
  const underWay = new Map<string, { leader: HistoryCall; waiting: HistoryCall[] }>();
  const events = eventsOf(calls);
  /** Calls that waited in vain end later than they did. */
  const endsLater = new Map<HistoryCall, number | "waits">();

  const begin = async (call: HistoryCall): Promise<void> => {
    const keys = keysOf(call, policy);
    const [exact] = keys;
    if (exact === undefined) return;
    if ((await store.find(keys)) !== undefined) {
      spared.set(call, call.cost);
      return;
    }
    asked.set(call, keys);
    const flight = underWay.get(exact.digest);
    if (flight === undefined) underWay.set(exact.digest, { leader: call, waiting: [] });
    else {
      flight.waiting.push(call);
      endsLater.set(call, "waits");
    }
  };

  const end = async (call: HistoryCall): Promise<void> => {
    const keys = asked.get(call);
    const [exact] = keys ?? [];
    if (keys === undefined || exact === undefined) return;
    const placed = placedOf(call, keys, bodies);
    const flight = underWay.get(exact.digest);
    if (flight?.leader === call) {
      underWay.delete(exact.digest);
      for (const waiting of flight.waiting) {
        if (placed === undefined) goOn(waiting);
        else spared.set(waiting, waiting.cost);
      }
    }
    if (placed === undefined) return;
    const { namespace, ttl_minutes } = policy;
    await store.keep(placed.keys, {
      answer: placed.answer,
      namespace,
      tags: {},
      ttlMs: ttl_minutes * 60_000,
    });
  };

  /** Where the answer that it waited for failed, a call is made itself, and its own may be kept. */
  const goOn = (call: HistoryCall): void => {
    const lastedMs = call.row.duration_ms;
    if (lastedMs === undefined) return;
    const event = { atMs: clock.nowMs + lastedMs, isEnd: true, call };
    endsLater.set(call, event.atMs);
    const at = events.findIndex((later, index) => index > next && later.atMs > event.atMs);
    events.splice(at < 0 ? events.length : at, 0, event);
  };

  const turn = takingTurns();
  let next = 0;
  for (; next < events.length; next++) {
    const { atMs, isEnd, call } = events[next] as Event;
    const later = endsLater.get(call);
    if (isEnd && later !== undefined && later !== atMs) continue;
    clock.nowMs = atMs;
    await (isEnd ? end(call) : begin(call));
    await turn();
  }
  return spared;
}

/** Whether a policy lets a call ask the cache, as far as its facts say. */
export function asksCache(
  { row: { request_facts: facts, cache } }: HistoryCall,
  when: ExactCachePolicy["when"],
): boolean {
  if (facts?.digest === undefined || when === "never") return false;
  if (isAnsweredByCache(cache?.status) || cache?.reason === "client") return false;
  return when === "always" || facts.deterministic === true;
}

function keysOf(call: HistoryCall, policy: ExactCachePolicy): readonly CacheKey[] {
  const { request_facts: facts, key_id: id, attribution } = call.row;
  const digest = facts?.digest;
  if (digest === undefined || !asksCache(call, policy.when)) return [];
  const scope = JSON.stringify([
    policy.namespace,
    id === undefined ? null : sharersOf({ id, attribution }, policy.share),
  ]);
  const exact = keyOf("exact", scope, digest);
  // A question that is written in its normal form has the digest of that.
  return policy.normalise
    ? [exact, keyOf("normalised", scope, facts?.normal_digest ?? digest)]
    : [exact];
}

function keyOf(tier: string, scope: string, digest: string): CacheKey {
  const place = `${tier}\n${scope}\n${digest}`;
  return { digest: place, check: place };
}

/** The answer as it would have been kept; undefined where it would not have been. */
function placedOf(
  { row, model }: HistoryCall,
  keys: readonly CacheKey[],
  bodies: Buffer,
): Placed | undefined {
  const { outcome, usage_origin: usageOrigin } = row;
  if (outcome !== "completed" || usageOrigin !== "provider") return undefined;
  // Logs and traces state the status of failures.
  const status = row.status ?? (isThroughGateway(row) ? undefined : 200);
  const bytes = row.response_bytes ?? (isThroughGateway(row) ? undefined : aboutBytesOf(row));
  if (status === undefined || status >= 300) return undefined;
  if (bytes === undefined || bytes > bodies.length) return undefined;
  const answer: KeptAnswer = {
    callId: row.call_id,
    startedAtMs: row.started_at_ms,
    status,
    headers: [],
    body: bodies.subarray(0, bytes),
    stream: row.stream === true,
    provider: row.provider,
    insteadOf: undefined,
    sentModel: model,
    responseModel: row.response_model,
    serviceTier: row.service_tier,
    region: row.region,
    usage: row.usage,
    otherUsage: row.other_usage,
    usageOrigin,
    usageViolations: [],
  };
  return { answer, keys };
}

/** How much room an answer takes of which only the tokens are known: four bytes each, beside what is around them. */
const aboutBytesOf = ({ usage, operation }: HistoryRow): number | undefined => {
  if (operation === "embeddings") return BYTES_PER_VECTOR;
  const tokens = outputTokens(usage);
  return tokens === undefined ? undefined : BYTES_AROUND + BYTES_PER_TOKEN * tokens;
};

function eventsOf(calls: readonly HistoryCall[]): Event[] {
  const events = calls.flatMap((call): Event[] => {
    const { started_at_ms: atMs, duration_ms: duration } = call.row;
    const begin = { atMs, isEnd: false, call };
    // Of what a gateway does not know to have ended nothing is kept. Of a log's call who asks meanwhile would have waited
    // for it, and had the answer all the same.
    const lastedMs = duration ?? (isThroughGateway(call.row) ? undefined : 0);
    return lastedMs === undefined ? [begin] : [begin, { atMs: atMs + lastedMs, isEnd: true, call }];
  });
  // At one moment the ends come first, but for a call's own.
  return events.sort((a, b) => a.atMs - b.atMs || order(a, b));
}

const order = (a: Event, b: Event): number =>
  a.call === b.call || a.isEnd === b.isEnd ? 0 : a.isEnd ? -1 : 1;
