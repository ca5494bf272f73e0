import type { BatchItem, RealTimeAnswer } from "@headgate/batch";
import {
  type ErrorCode,
  INTERNAL_TOKEN_HEADER,
  ON_BEHALF_HEADER,
  realTimeReasons,
  requestHeaders,
  responseHeaders,
  writeOnBehalf,
} from "@headgate/contract";
import { betasOf, isRetryable, retryAfterMs } from "@headgate/providers";
import { request } from "undici";

const MOST_ANSWER_BYTES = 64 * 2 ** 20;
const RETRY_MS = 5_000;
const NO_ROOM = "budget_exceeded" satisfies ErrorCode;
const NO_ROOM_MS = 30_000;

/** The gateway of this run, and how long it is waited for. */
export type AskedGateway = Readonly<{
  /** `undefined`: it is not known yet where it listens. */
  url: string | undefined;
  token: string;
  timeoutMs: number;
  nowMs: () => number;
}>;

/** Asks a request that waited in real time, through the gateway: for its key, with its labels, as its client would have. */
export async function askGatewayFor(
  { url, token, timeoutMs, nowMs }: AskedGateway,
  item: BatchItem,
  body: Uint8Array,
): Promise<RealTimeAnswer> {
  if (url === undefined) return failed("no gateway is known yet", nowMs() + RETRY_MS);
  const { keyId, attribution, tags, clientCallId, callId, format, target } = item;
  const betas = betasOf(target.endpoint);
  const reason = realTimeReasons.find((one) => one === item.reason);
  const onBehalf = writeOnBehalf({
    ...{ key_id: keyId, attribution, tags },
    // By it the call in real time is found for the one that waited.
    client_call_id: clientCallId ?? callId,
    admitted_call_id: callId,
    ...(reason !== undefined && { real_time: reason }),
  });
  try {
    const answer = await request(`${url}${item.path}`, {
      method: "POST",
      headers: {
        [INTERNAL_TOKEN_HEADER]: token,
        [ON_BEHALF_HEADER]: onBehalf,
        ...namedProvider(item),
        "content-type": "application/json",
        ...(format.startsWith("anthropic.") && { "anthropic-version": "2023-06-01" }),
        ...(betas !== undefined && { "anthropic-beta": betas }),
      },
      body,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of answer.body as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > MOST_ANSWER_BYTES) return failed("its answer is too large", nowMs() + RETRY_MS);
      pieces.push(piece);
    }
    const { statusCode: status } = answer;
    if (answer.headers[responseHeaders.error] === NO_ROOM) {
      // It was admitted with its cost held, and that was given back for this call: whoever took the room may leave it soon.
      return failed("a budget has no room for it", nowMs() + NO_ROOM_MS);
    }
    if (status >= 500 || isRetryable(status)) {
      const pauseMs = retryAfterMs(answer.headers, nowMs()) ?? RETRY_MS;
      return failed(`the gateway answered with HTTP ${status}`, nowMs() + Math.max(pauseMs, 1_000));
    }
    return { kind: "answered", result: { status, body: Buffer.concat(pieces) } };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error), nowMs() + RETRY_MS);
  }
}

/**
 * A name of the operator's own keeps its fallbacks; a provider's own name goes where it was to go, or would have gone, had no
 * other model been chosen: the gateway chooses anew.
 */
function namedProvider({ model, target, route }: BatchItem): Record<string, string> {
  const to = `${target.provider}/${target.model}`;
  const goes = route?.chosen === to ? route.reference : to;
  const slash = goes.indexOf("/");
  return goes.slice(slash + 1) === model ? { [requestHeaders.provider]: goes.slice(0, slash) } : {};
}

const failed = (reason: string, notBeforeMs: number): RealTimeAnswer => ({
  ...{ kind: "failed", reason, notBeforeMs },
});
