import { steadyMs } from "@headgate/budgets";
import {
  type Attribution,
  type EmbeddingsConfig,
  type ExperimentPlace,
  HeadgateError,
  newCallId,
  OWN_CALL_TAG,
  type VirtualKey,
} from "@headgate/contract";
import type { Spared } from "@headgate/levers";
import {
  deploymentFor,
  type MeterReading,
  providerRequest,
  readEmbeddingVectors,
  wireFor,
} from "@headgate/providers";
import { ownCallRules } from "../budgets/budget-desk.ts";
import { roundedMs } from "../call/attempt.ts";
import type { CallRoom } from "../call/handle-call.ts";
import type { Sending } from "../call/sending.ts";
import { failureOf } from "../upstream/failure.ts";
import type { ProviderClient } from "../upstream/provider-client.ts";
import { type EmbeddingAttempt, embeddingRow, OWN_LEVER } from "./embedding-row.ts";

const PATH = "/v1/embeddings";
const wire = wireFor("POST", PATH, {});
/** A number of a vector as text, at most, and what stands around a vector. */
const NUMBER_BYTES = 32;
const AROUND_BYTES = 4_096;

/** Where texts become vectors, and what holds and records what that costs. */
export type EmbeddingEndpoint = Readonly<{
  config: EmbeddingsConfig;
  provider: ProviderClient;
  /** As the configuration is now. */
  room: () => Pick<CallRoom, "spool" | "priceBook" | "overlays" | "desk" | "rules">;
}>;

export type EmbeddingQuestion = Readonly<{
  texts: readonly string[];
  key: VirtualKey;
  attribution: Attribution;
  /** In which arms the call is that asked first for one of them; undefined where it is in none. */
  experiments: readonly ExperimentPlace[] | undefined;
  /** Aborts when the gateway closes. */
  closing: AbortSignal;
}>;

export type EmbeddingAnswer = Readonly<
  | { kind: "answered"; vectors: readonly Float32Array[]; cost: Spared }
  /** `cost` is absent where nothing was sent. `isProviders`: whether it speaks against the endpoint. */
  | { kind: "failed"; error: unknown; isProviders: boolean; cost: Spared | undefined }
>;

/**
 * Asks the operator's own embedding model for the vectors of some texts: one call, held to the budgets, recorded
 * with what it came to. Never rejects.
 */
export async function askEndpoint(
  endpoint: EmbeddingEndpoint,
  question: EmbeddingQuestion,
): Promise<EmbeddingAnswer> {
  const unsent = (error: unknown): EmbeddingAnswer => ({
    kind: "failed",
    error,
    isProviders: false,
    cost: undefined,
  });
  const { spool, desk, rules } = endpoint.room();
  if (!spool.healthy) return unsent(new HeadgateError("spool_unavailable"));
  const { key, attribution } = question;
  const callId = newCallId();
  const sending = sendingOf(endpoint, question.texts);
  const { request } = sending;
  const deadlineMs = steadyMs() + endpoint.config.timeout_ms;
  const tags = { ...key.tags, [OWN_CALL_TAG]: OWN_LEVER };
  // A client's call waits behind it, and is patient itself.
  const patienceMs = 0;
  const held = { patienceMs, id: callId, key, attribution, tags, wire, request, deadlineMs };
  const budgets = desk.forCall(ownCallRules(rules), held);
  try {
    const target = { provider: endpoint.provider, model: request.model, wire: undefined };
    const refusal = await budgets?.reserve(target, sending, 0);
    if (refusal !== undefined) return unsent(refusal.error);
  } catch (error) {
    return unsent(error);
  }
  const attempt = await send(endpoint, question, sending);
  const { row, effectiveCost } = embeddingRow(
    endpoint,
    { ...question, tags, callId, sending },
    attempt,
  );
  const cost = { amount: effectiveCost, simulated: row.simulated };
  try {
    await spool.append(row);
    budgets?.recorded(row);
  } catch (error) {
    return { kind: "failed", error, isProviders: false, cost };
  }
  return attempt.kind === "answered"
    ? { kind: "answered", vectors: attempt.vectors, cost }
    : { kind: "failed", error: attempt.error, isProviders: true, cost };
}

function sendingOf(
  { config: { model, prefix, shorten, dimensions }, provider }: EmbeddingEndpoint,
  texts: readonly string[],
): Sending {
  const body = Buffer.from(
    JSON.stringify({
      model: deploymentFor(provider.config, model),
      input: texts.map((text) => prefix + text),
      encoding_format: "float",
      ...(shorten && { dimensions }),
    }),
  );
  return {
    wire,
    request: wire.readRequest(body, PATH),
    pathAndQuery: PATH,
    headers: { "content-type": "application/json" },
    body,
    hideUsageChunk: false,
    translation: undefined,
    edits: [],
  };
}

async function send(
  { config, provider }: EmbeddingEndpoint,
  { texts, closing }: EmbeddingQuestion,
  { request, pathAndQuery, headers: given, body }: Sending,
): Promise<EmbeddingAttempt> {
  const startedAtMs = Date.now();
  const startedAt = performance.now();
  const inTime = AbortSignal.timeout(config.timeout_ms);
  const mostBytes = AROUND_BYTES + texts.length * (AROUND_BYTES + config.dimensions * NUMBER_BYTES);
  let status: number | undefined;
  let reading: MeterReading | undefined;
  let responseBytes = 0;
  const facts = () => ({
    startedAtMs,
    durationMs: roundedMs(performance.now() - startedAt),
    status,
    reading,
    responseBytes,
  });
  try {
    const credential = await provider.credential?.();
    const { path, headers } = providerRequest({
      provider: provider.config,
      wire,
      pathAndQuery,
      headers: given,
      method: "POST",
      body,
      ...(request.model !== undefined && { model: request.model }),
      ...(credential !== undefined && { credential }),
    });
    const signal = AbortSignal.any([inTime, closing]);
    const answer = await provider.pool.request({ method: "POST", path, headers, body, signal });
    status = answer.statusCode;
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      responseBytes += chunk.length;
      if (responseBytes > mostBytes) throw tooLarge(provider.name, mostBytes);
      chunks.push(chunk);
    }
    const whole = Buffer.concat(chunks);
    if (status !== 200) throw answeredWith(provider.name, status);
    reading = read(whole);
    const { dimensions } = config;
    const vectors = readEmbeddingVectors(whole, { count: texts.length, dimensions });
    return { kind: "answered", vectors, ...facts() };
  } catch (error) {
    if (inTime.aborted) {
      const late = new HeadgateError(
        "provider_timeout",
        `Provider ${provider.name} gave no vectors within ${config.timeout_ms} ms.`,
        { provider: provider.name },
      );
      return { kind: "failed", outcome: "timed_out", neverSent: false, error: late, ...facts() };
    }
    if (status !== undefined && error instanceof HeadgateError) {
      const outcome = status === 200 ? "interrupted" : "provider_error";
      return { kind: "failed", outcome, neverSent: false, error, ...facts() };
    }
    const known = { provider: provider.name, wasSent: true, answerBegun: status !== undefined };
    const { outcome, neverSent, error: told } = failureOf(error, known);
    return { kind: "failed", outcome, neverSent, error: told, ...facts() };
  }
}

function read(body: Buffer): MeterReading {
  const meter = wire.createMeter({
    stream: false,
    hideUsageChunk: false,
    maxRetainedBytes: body.length,
  });
  meter.push(body);
  meter.finish();
  return meter.reading();
}

const tooLarge = (provider: string, mostBytes: number): HeadgateError =>
  new HeadgateError(
    "provider_response_broken",
    `Provider ${provider} answered a question for vectors with more than ${mostBytes} bytes.`,
    { provider },
  );

const answeredWith = (provider: string, status: number): HeadgateError =>
  new HeadgateError(
    "provider_response_broken",
    `Provider ${provider} answered a question for vectors with HTTP ${status}.`,
    { provider },
  );
