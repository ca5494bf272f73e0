import { type CacheUse, HeadgateError, type LeverName } from "@headgate/contract";
import {
  type CacheOutcome,
  type ExactCache,
  type Keeping,
  type Lever,
  policyFor,
  runLevers,
} from "@headgate/levers";
import { AnswerCopy } from "./answer-copy.ts";
import { cacheWishOf } from "./cache-wish.ts";
import type { Call } from "./call.ts";
import type { CallRoom } from "./handle-call.ts";
import type { Target } from "./plan-targets.ts";

export type FromCache = Extract<CacheOutcome, { kind: "answered" }>;

/** How a call goes on from the levers. */
export type Optimised =
  /** To a provider; `keeping` takes the answer, where it may be kept. */
  | Readonly<{ kind: "dispatch"; keeping: Keeping | undefined }>
  | Readonly<{ kind: "answered"; from: FromCache }>
  /** The client left while its call waited for another's answer. */
  | Readonly<{ kind: "left" }>;

type OptimiseRoom = Pick<CallRoom, "config" | "exactCache" | "counters" | "log">;

const untouched: Optimised = { kind: "dispatch", keeping: undefined };

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
  if (target === undefined || (operation !== "chat" && operation !== "embeddings")) return untouched;
  const wish = cacheWishOf(call.headers);
  if (room.exactCache === undefined) {
    if (wish === "only") throw new HeadgateError("cache_miss", "The cache is switched off.");
    return untouched;
  }
  const asked = new AskedCache(room.exactCache, { room, target, operation, wish });
  await runLevers([asked], call, (lever, error) => {
    countFailure(room, call, lever, error);
    call.effects.cache = { status: "bypass", reason: "failed" };
  });
  return goOn(room, call, asked.outcome, wish === "only");
}

type Asking = Readonly<{
  room: OptimiseRoom;
  target: Target;
  operation: "chat" | "embeddings";
  wish: ReturnType<typeof cacheWishOf>;
}>;

/** The exact cache as a lever on one call. */
class AskedCache implements Lever<Call, CacheOutcome> {
  readonly name = "exact-cache";
  readonly #cache: ExactCache;
  readonly #asking: Asking;
  outcome: CacheOutcome | undefined;

  constructor(cache: ExactCache, asking: Asking) {
    this.#cache = cache;
    this.#asking = asking;
  }

  async act(call: Call) {
    const { room, target, operation, wish } = this.#asking;
    const { config } = room;
    const { provider } = target;
    const { exact_cache: policy } = policyFor(config.policies, {
      attribution: call.attribution,
      keyName: call.key.name,
      model: call.request.model,
      operation,
    });
    const outcome = await this.#cache.ask({
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
      policy,
      tags: call.tags,
      wish,
      maxRequestBytes: config.caches.exact.max_request_bytes,
      onGone: (giveUp) => {
        if (call.clientGone.happened) giveUp();
        else call.clientGone.listen(giveUp);
      },
    });
    call.clientGone.listen(undefined);
    this.outcome = outcome;
    return outcome.kind === "answered"
      ? ({ kind: "answered", reason: outcome.status, answer: outcome } as const)
      : ({ kind: "left", reason: outcome.kind } as const);
  }
}

function goOn(
  room: OptimiseRoom,
  call: Call,
  outcome: CacheOutcome | undefined,
  isOnly: boolean,
): Optimised {
  switch (outcome?.kind) {
    case undefined:
      // The lever failed, and that was told.
      break;
    case "answered":
      call.effects.cache = cacheUseOf(outcome);
      room.counters.cacheCalls[outcome.status] += 1;
      return { kind: "answered", from: outcome };
    case "missed": {
      const { keeping, status } = outcome;
      call.effects.cache = { status };
      call.effects.copy = new AnswerCopy(room.config.caches.exact.max_entry_bytes);
      call.effects.isAwaited = () => keeping.isAwaited;
      room.counters.cacheCalls[status] += 1;
      return { kind: "dispatch", keeping };
    }
    case "bypassed":
      call.effects.cache = { status: "bypass", reason: outcome.reason };
      break;
    case "left":
      return { kind: "left" };
    case "absent":
      break;
    default:
      outcome satisfies never;
  }
  if (isOnly) throw new HeadgateError("cache_miss");
  room.counters.cacheCalls.bypass += 1;
  return untouched;
}

const cacheUseOf = ({ status, tier, answer, ageMs }: FromCache): CacheUse => ({
  status,
  tier,
  call_id: answer.callId,
  age_ms: ageMs,
  usage: answer.usage,
  ...(answer.otherUsage !== undefined && { other_usage: answer.otherUsage }),
});

function countFailure(
  { counters, log }: OptimiseRoom,
  call: Call,
  lever: LeverName,
  error: unknown,
): void {
  counters.leverFailures[lever] += 1;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error({ callId: call.id, lever, reason }, "a lever failed; the call goes on without it");
}
