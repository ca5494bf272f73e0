import { type CacheTerms, publishedTerms } from "@headgate/levers";
import type { Picodollars } from "@headgate/money";
import { promptPrices } from "@headgate/pricing";
import type { Call } from "./call.ts";
import type { CallRoom } from "./handle-call.ts";
import { countLeverFailure } from "./lever-failure.ts";
import type { Target } from "./plan-targets.ts";
import type { Sending } from "./sending.ts";

type PrefixRoom = Pick<CallRoom, "prefixCache" | "priceBook" | "counters" | "log">;

/** Lets the provider's prompt cache be looked after on what goes to a target; the very same where that is not wanted. */
export function withPrefixCache(
  room: PrefixRoom,
  call: Call,
  target: Target,
  sending: Sending,
): Sending {
  const { wire, body, request } = sending;
  const { json } = request;
  // What a lever asks has its cost told as that lever's, whole.
  if (wire.operation !== "chat" || call.madeBy !== undefined || json === undefined) return sending;
  const policy = call.policy.prefix_cache;
  const model = target.model ?? call.request.model;
  if (policy.mode === "off" || model === undefined) return sending;
  const { name, config } = target.provider;
  const passOver = (error: unknown): void => countLeverFailure(room, call, "prefix-cache", error);
  try {
    const act = room.prefixCache.act({
      format: wire.format,
      body,
      json,
      kind: config.kind,
      provider: name,
      model,
      keyId: call.key.id,
      session: call.attribution.session,
      policy,
      terms: () => termsOf(room, target, model),
    });
    if (act === undefined) return sending;
    // Member by member: this is the hot path, and spreads are dear.
    return {
      wire,
      request,
      pathAndQuery: sending.pathAndQuery,
      headers: sending.headers,
      body: act.body,
      hideUsageChunk: sending.hideUsageChunk,
      translation: sending.translation,
      edits: act.edit === undefined ? sending.edits : [...sending.edits, act.edit],
      prints: act.prints,
      bodyBefore: body,
      watcher: {
        settled: ({ usage, price, atMs }) => {
          try {
            act.settled({ usage, price, atMs, callId: call.id, simulated: config.simulated });
          } catch (error) {
            passOver(error);
          }
        },
        refused: act.refused,
      },
    };
  } catch (error) {
    passOver(error);
    return sending;
  }
}

/** What reading and writing cost beside plain input, by the price book; what it does not know, as is published. */
function termsOf({ priceBook }: PrefixRoom, { provider }: Target, model: string): CacheTerms {
  const { priceProvider, priceContext } = provider;
  const search = { provider: priceProvider, models: [model], ...priceContext, atMs: Date.now() };
  const prices = promptPrices(priceBook, search);
  const part = (price: Picodollars | undefined, published: number): number =>
    price === undefined || prices.input === undefined || prices.input === 0n
      ? published
      : Number(price) / Number(prices.input);
  const { read, write } = publishedTerms;
  return {
    read: part(prices.cache_read, read),
    write: {
      "5m": part(prices.cache_write_5m, write["5m"]),
      "1h": part(prices.cache_write_1h, write["1h"]),
    },
  };
}
