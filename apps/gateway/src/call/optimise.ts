import { type CacheUse, HeadgateError, type Policy } from "@headgate/contract";
import {
  type CacheOutcome,
  type CacheRequest,
  editingDigest,
  type Following,
  type Keeping,
  runLevers,
  type SemanticOutcome,
  steeringOf,
} from "@headgate/levers";
import { declaredTask } from "./admit.ts";
import { AnswerCopy } from "./answer-copy.ts";
import { AskedExactCache, AskedSemanticCache } from "./asked-caches.ts";
import { cacheWishOf } from "./cache-wish.ts";
import type { Call } from "./call.ts";
import type { CallRoom } from "./handle-call.ts";
import { countLeverFailure } from "./lever-failure.ts";
import type { Mutable } from "./mutable.ts";
import { placesOfOwnCalls } from "./places-of-own-calls.ts";
import type { Target } from "./plan-targets.ts";
import { exchangedFor } from "./prompt-editor.ts";

export type FromCache = Extract<CacheOutcome | SemanticOutcome, { kind: "answered" }>;

type FromLever = CacheOutcome | SemanticOutcome;

/** How a call goes on from the levers. */
export type Optimised =
  /** To a provider; `keeping` takes the answer where it may be kept, `following` where it is learned from. */
  | Readonly<{
      kind: "dispatch";
      keeping: Keeping | undefined;
      following: Following | undefined;
    }>
  | Readonly<{ kind: "answered"; from: FromCache }>
  /** The client left while its call waited for another's answer. */
  | Readonly<{ kind: "left" }>;

type OptimiseRoom = Pick<CallRoom, "config" | "exactCache" | "semanticCache" | "counters" | "log">;

const untouched: Optimised = { kind: "dispatch", keeping: undefined, following: undefined };

/**
 * Lets the levers that the policy names act on a call, in their fixed order. What none of them touches goes on
 * byte for byte.
 * @throws HeadgateError `header_invalid`, or `cache_miss` where the client wanted a kept answer only
 */
export async function optimise(
  room: OptimiseRoom,
  call: Call,
  targets: readonly Target[],
): Promise<Optimised> {
  const { operation } = call.wire;
  const [target] = targets;
  if (target === undefined || (operation !== "chat" && operation !== "embeddings"))
    return untouched;
  const wish = cacheWishOf(call.headers);
  if (room.exactCache === undefined) {
    if (wish === "only") throw new HeadgateError("cache_miss", "The cache is switched off.");
    return untouched;
  }
  const { request, semantic } = cacheRequestOf(room, call, { target, operation, wish });
  const exact = new AskedExactCache(room.exactCache, request);
  // Switched off it is not even made: this is the path of every call.
  const near =
    semantic.mode === "off"
      ? undefined
      : new AskedSemanticCache(room.semanticCache, {
          ...request,
          semantic,
          attribution: call.attribution,
          experiments: placesOfOwnCalls(call),
          isKept: () => exact.outcome?.kind === "missed",
        });
  const levers = near === undefined ? [exact] : [exact, near];
  await runLevers<Call, FromLever>(levers, call, (lever, error) => {
    countLeverFailure(room, call, lever, error);
    if (lever === "exact-cache") call.effects.cache = { status: "bypass", reason: "failed" };
  });
  return goOn(room, call, {
    exact: exact.outcome,
    near: near?.outcome,
    isOnly: wish === "only",
    isOn: semantic.mode === "on",
  });
}

type Asking = Readonly<{
  target: Target;
  operation: "chat" | "embeddings";
  wish: ReturnType<typeof cacheWishOf>;
}>;

/** The call as the caches look at it, and what its policy says of near questions. */
function cacheRequestOf(
  { config }: OptimiseRoom,
  call: Call,
  { target, operation, wish }: Asking,
): Readonly<{ request: CacheRequest; semantic: Policy["semantic_cache"] }> {
  const { provider } = target;
  const { policy } = call;
  const request: CacheRequest = {
    format: call.wire.format,
    operation,
    method: call.method,
    pathAndQuery: call.pathAndQuery,
    headers: call.headers,
    json: call.request.json,
    body: call.body,
    target: [
      provider.name,
      provider.config.kind,
      provider.config.base_url,
      target.model ?? call.request.model,
    ],
    translation: target.wire === undefined ? undefined : config.translation.unsupported,
    key: call.key,
    editing: editingDigest(policy, exchangedFor({ config }, call), steeringFor(call)),
    policy: policy.exact_cache,
    tags: call.tags,
    wish,
    maxRequestBytes: config.caches.exact.max_request_bytes,
    onGone: (giveUp) => {
      if (call.clientGone.happened) giveUp();
      else call.clientGone.listen(giveUp);
    },
  };
  return { request, semantic: policy.semantic_cache };
}

/** What decides beside the request which model answers it. */
const steeringFor = ({ policy, headers, tags }: Call): readonly string[] =>
  steeringOf(policy.route, {
    declared: policy.route.mode === "on" ? declaredTask(headers) : undefined,
    tags,
  });

type Outcomes = Readonly<{
  exact: CacheOutcome | undefined;
  near: SemanticOutcome | undefined;
  isOnly: boolean;
  /** Whether near answers are served, not only computed. */
  isOn: boolean;
}>;

function goOn(room: OptimiseRoom, call: Call, { exact, near, isOnly, isOn }: Outcomes): Optimised {
  const { cacheCalls } = room.counters;
  const keeping = exact?.kind === "missed" ? exact.keeping : undefined;
  const answered =
    exact?.kind === "answered" ? exact : near?.kind === "answered" ? near : undefined;
  if (answered !== undefined) {
    // Those who wait for the same question go on themselves: they may be given the near answer too.
    if (answered.tier === "semantic") keeping?.end("near_answer");
    call.effects.cache = cacheUseOf(answered);
    cacheCalls[answered.status] += 1;
    return { kind: "answered", from: answered };
  }
  if (exact?.kind === "left") return { kind: "left" };
  if (isOnly) throw new HeadgateError("cache_miss");
  const following = near?.kind === "missed" ? near.following : undefined;
  if (keeping !== undefined || following !== undefined) {
    call.effects.copy = new AnswerCopy(room.config.caches.exact.max_entry_bytes);
    if (keeping !== undefined) call.effects.isAwaited = () => keeping.isAwaited;
  }
  if (exact?.kind === "missed") call.effects.cache = { status: exact.status };
  // Where the exact cache may not look, the other did; in shadow it counts as if it had not.
  else if (following !== undefined && isOn) call.effects.cache = { status: "miss" };
  else if (exact?.kind === "bypassed") {
    call.effects.cache = { status: "bypass", reason: exact.reason };
  }
  cacheCalls[call.effects.cache?.status ?? "bypass"] += 1;
  return { kind: "dispatch", keeping, following };
}

function cacheUseOf(from: FromCache): CacheUse {
  const { status, tier, answer, ageMs } = from;
  const { callId, usage, otherUsage } = answer;
  const use: Mutable<CacheUse> = { status, tier, call_id: callId, age_ms: ageMs, usage };
  if ("similarity" in from) use.similarity = roundedSimilarity(from.similarity);
  if (otherUsage !== undefined) use.other_usage = otherUsage;
  return use;
}

/** Unit vectors' products can be above 1 by a rounding. */
const roundedSimilarity = (cosine: number): number =>
  Math.min(1, Math.round(cosine * 10_000) / 10_000);
