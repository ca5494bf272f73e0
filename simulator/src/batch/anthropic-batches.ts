import { anthropicError, invalidRequest, notFound } from "../anthropic/errors.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { hashText } from "../seeded-random.ts";
import { type Answer, type JsonAnswer, RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import type { StoredBatch } from "./batch-store.ts";
import { bodyObject } from "./body-object.ts";
import { lostOr } from "./lost-create.ts";
import { limitIn, pageOf } from "./page.ts";
import {
  doneBy,
  type LineOutcome,
  type LineReader,
  linesOf,
  readLines,
  runBatch,
} from "./run-batch.ts";

const DAY_MS = 86_400_000;
const MOST_REQUESTS = 100_000;
const CUSTOM_ID = /^[a-zA-Z0-9_-]{1,64}$/;

/** POST /v1/messages/batches */
export function answerMessageBatchCreation(request: SimulatedRequest): Answer {
  const { batchStore: store, ids, nowMs, requestId } = request;
  const asked = bodyObject(request);
  if (asked === undefined) throw invalidRequest(requestId, "The request body is not valid JSON.");
  const requests = Array.isArray(asked.requests) ? asked.requests : [];
  if (requests.length === 0 || requests.length > MOST_REQUESTS) {
    throw invalidRequest(requestId, "requests: List should have between 1 and 100000 items");
  }
  const seen = new Set<unknown>();
  for (const [index, one] of requests.entries()) {
    const place = `requests.${index}`;
    const customId: unknown = isJsonObject(one) ? one.custom_id : undefined;
    if (typeof customId !== "string" || !CUSTOM_ID.test(customId)) {
      throw invalidRequest(requestId, `${place}.custom_id: String should match pattern`);
    }
    if (seen.has(customId)) {
      throw invalidRequest(requestId, `${place}.custom_id: must be unique within the batch`);
    }
    seen.add(customId);
    if (!isJsonObject(one) || !isJsonObject(one.params)) {
      throw invalidRequest(requestId, `${place}.params: Field required`);
    }
  }
  const number = store.nextNumber();
  const id = `msgbatch_${ids.letters(number, 24)}`;
  const text = requests.map((one) => `${JSON.stringify(one)}\n`).join("");
  const batch: StoredBatch = {
    id,
    provider: "anthropic",
    number,
    createdAtMs: nowMs,
    asked: "{}",
    input: `input ${id}`,
  };
  store.putText(batch.input, text);
  store.batches.set(id, batch);
  store.save();
  return lostOr(request, number, json(batchObject(request, batch, requests.length)), "anthropic");
}

/** GET /v1/messages/batches */
export function answerMessageBatchList(request: SimulatedRequest): Answer {
  const asked = new URLSearchParams(request.query);
  const all = [...request.batchStore.batches.values()].filter(
    ({ provider }) => provider === "anthropic",
  );
  const page = pageOf(all, {
    limit: limitIn(asked, "limit", 20, 1000),
    after: asked.get("after_id"),
  });
  return json({
    data: page.items.map((batch) => settled(request, batch)),
    has_more: page.hasMore,
    first_id: page.items[0]?.id ?? null,
    last_id: page.items.at(-1)?.id ?? null,
  });
}

/** GET /v1/messages/batches/{id} */
export const answerMessageBatch = (request: SimulatedRequest): Answer =>
  json(settled(request, batchNamed(request)));

/** GET /v1/messages/batches/{id}/results */
export function answerMessageBatchResults(request: SimulatedRequest): Answer {
  const batch = batchNamed(request);
  settled(request, batch);
  if (batch.end === undefined) {
    throw notFound(request.requestId, `Batch ${batch.id} has no available results.`);
  }
  const body = request.batchStore.text(batch.end.files.results ?? "") ?? "";
  return { kind: "json", status: 200, body, headers: { "content-type": "application/x-jsonl" } };
}

/** POST /v1/messages/batches/{id}/cancel */
export function answerMessageBatchCancel(request: SimulatedRequest): Answer {
  const batch = batchNamed(request);
  settled(request, batch);
  if (batch.end !== undefined) {
    throw invalidRequest(request.requestId, `Batch ${batch.id} has ended and cannot be canceled.`);
  }
  batch.cancelledAtMs ??= request.nowMs;
  request.batchStore.save();
  return json(batchObject(request, batch, linesIn(request, batch).length));
}

/** DELETE /v1/messages/batches/{id} */
export function answerMessageBatchDeletion(request: SimulatedRequest): Answer {
  const batch = batchNamed(request);
  settled(request, batch);
  if (batch.end === undefined) {
    throw invalidRequest(request.requestId, `Batch ${batch.id} is still in progress.`);
  }
  batch.deleted = true;
  request.batchStore.save();
  return json({ id: batch.id, type: "message_batch_deleted" });
}

function batchNamed({ batchStore, pathName, requestId }: SimulatedRequest): StoredBatch {
  const batch = pathName === undefined ? undefined : batchStore.batches.get(pathName);
  if (batch?.provider === "anthropic" && batch.deleted !== true) return batch;
  throw new RefusedRequest(
    anthropicError(requestId, 404, { type: "not_found_error", message: `No batch ${pathName}.` }),
  );
}

const readLine: LineReader = (line) => ({
  customId: String(line.custom_id),
  path: "/v1/messages",
  body: isJsonObject(line.params) ? line.params : {},
});

function linesIn(request: SimulatedRequest, batch: StoredBatch): readonly JsonObject[] {
  const lines = readLines(request.batchStore.text(batch.input) ?? "");
  return "wrongLine" in lines ? [] : lines;
}

function settled(request: SimulatedRequest, batch: StoredBatch): JsonObject {
  if (batch.end !== undefined) return batchObject(request, batch, batch.end.counts.total);
  const lines = linesIn(request, batch);
  const run = runBatch(request, batch, lines, readLine);
  if (run === undefined) return batchObject(request, batch, lines.length);
  const results = `results ${batch.id}`;
  // Anthropic's results are in no order that anyone promises.
  const shuffled = run.outcomes.toSorted((one, other) => hash(one) - hash(other));
  request.batchStore.putText(results, linesOf(shuffled, resultLine));
  batch.end = { state: run.state, atMs: run.atMs, counts: run.counts, files: { results } };
  request.batchStore.save();
  return batchObject(request, batch, lines.length);
}

const hash = ({ customId }: LineOutcome): number => hashText(customId, 7);

function resultLine({ customId, answer }: LineOutcome): JsonObject {
  return { custom_id: customId, result: resultOf(answer) };
}

function resultOf(answer: LineOutcome["answer"]): JsonObject {
  if (answer === "expired") return { type: "expired" };
  if (answer === "cancelled") return { type: "canceled" };
  if (answer.status !== 200) return { type: "errored", error: answer.body };
  const usage = isJsonObject(answer.body.usage) ? answer.body.usage : {};
  return {
    type: "succeeded",
    message: { ...answer.body, usage: { ...usage, service_tier: "batch" } },
  };
}

function batchObject(
  { batchOptions, nowMs, headers }: SimulatedRequest,
  batch: StoredBatch,
  lines: number,
): JsonObject {
  const { end, cancelledAtMs } = batch;
  const done = end?.counts.succeeded ?? doneBy(batch, lines, batchOptions.durationMs, nowMs);
  const status =
    end === undefined ? (cancelledAtMs === undefined ? "in_progress" : "canceling") : "ended";
  return {
    id: batch.id,
    type: "message_batch",
    processing_status: status,
    request_counts: {
      processing: end === undefined ? lines - done : 0,
      succeeded: done,
      errored: end?.counts.failed ?? 0,
      canceled: end?.counts.cancelled ?? 0,
      expired: end?.counts.expired ?? 0,
    },
    ended_at: end === undefined ? null : time(end.atMs),
    created_at: time(batch.createdAtMs),
    expires_at: time(batch.createdAtMs + DAY_MS),
    archived_at: null,
    cancel_initiated_at: cancelledAtMs === undefined ? null : time(cancelledAtMs),
    results_url:
      end === undefined ? null : `http://${headers.host}/v1/messages/batches/${batch.id}/results`,
  };
}

const time = (ms: number): string => new Date(ms).toISOString();

const json = (body: unknown): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify(body),
});
