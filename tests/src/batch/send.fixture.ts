import { type ProviderConfig, providerConfigSchema } from "@headgate/contract";
import {
  type BatchApi,
  type BatchLine,
  type BatchResult,
  type BatchSend,
  batchApiFor,
  batchRequest,
} from "@headgate/providers";
import { request } from "undici";

/** Sends over the network, as it is. */
const sendTo =
  (provider: ProviderConfig): BatchSend =>
  async (asked) => {
    const { origin, path, headers } = batchRequest(provider, asked);
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(origin + path, {
      method: asked.method,
      headers,
      ...(asked.body !== undefined && { body: asked.body as Buffer }),
    });
    return { status: statusCode, headers: answered, body };
  };

/** The batches of a provider, or a failed test. */
export function apiOf(
  config: unknown,
  given: Readonly<{ nowMs: () => number; around?: (send: BatchSend) => BatchSend }>,
): BatchApi {
  const provider = providerConfigSchema.parse(config);
  const send = sendTo(provider);
  const support = batchApiFor(provider, {
    send: given.around?.(send) ?? send,
    nowMs: given.nowMs,
    pause: () => Promise.resolve(),
  });
  if (support.kind === "unsupported") throw new Error(support.reason);
  return support.api;
}

/** A process that dies: the request goes out, and its answer is never seen. */
export const losingAnswers =
  (is: (path: string, method: string) => boolean) =>
  (send: BatchSend): BatchSend =>
  async (asked) => {
    const response = await send(asked);
    if (!is(asked.path, asked.method)) return response;
    for await (const _ of response.body) {
      // Read to its end, so that the connection is free.
    }
    throw new Error("the process died here");
  };

export async function collected(
  results: AsyncIterable<BatchResult>,
): Promise<readonly BatchResult[]> {
  const all: BatchResult[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** Ids of what came back, by what it was. */
export function idsByKind(
  results: readonly BatchResult[],
): Readonly<Record<string, readonly string[]>> {
  const ids: Record<string, string[]> = {};
  for (const result of results) {
    const id = result.kind === "unreadable" ? String(result.line) : result.customId;
    ids[result.kind] = [...(ids[result.kind] ?? []), id].toSorted();
  }
  return ids;
}

export const lines = (
  count: number,
  body: (word: string) => BatchLine["body"],
): readonly BatchLine[] =>
  Array.from({ length: count }, (_, index) => ({
    customId: `item-${String(index).padStart(3, "0")}`,
    body: body(`word${index}`),
  }));
