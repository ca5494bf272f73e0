import { isJsonObject, type JsonObject } from "../json-object.ts";
import { invalidRequest, openaiError } from "../openai/errors.ts";
import { type Answer, RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import type { BatchEnd, StoredBatch } from "./batch-store.ts";
import { bodyObject } from "./body-object.ts";
import { lostOr } from "./lost-create.ts";
import { addFile, json } from "./openai-files.ts";
import { askedOf, limitIn, pageOf } from "./page.ts";
import {
  doneBy,
  type LineOutcome,
  type LineReader,
  linesOf,
  readLines,
  runBatch,
} from "./run-batch.ts";

const DAY_S = 86_400;
const endpoints: ReadonlySet<unknown> = new Set([
  "/v1/chat/completions",
  "/v1/responses",
  "/v1/embeddings",
  "/chat/completions",
]);

/** POST /v1/batches */
export function answerBatchCreation(request: SimulatedRequest): Answer {
  const { batchStore: store, ids, nowMs } = request;
  const asked = bodyObject(request);
  if (asked === undefined) throw invalidRequest("The body is no JSON object.", null, null);
  const input = asked.input_file_id;
  const file = typeof input === "string" ? store.files.get(input) : undefined;
  if (file === undefined || file.purpose !== "batch") {
    throw invalidRequest(
      `No file for a batch: ${String(input)}`,
      "input_file_id",
      "invalid_request",
    );
  }
  if (!endpoints.has(asked.endpoint)) {
    throw invalidRequest("The endpoint is not one of batches.", "endpoint", "invalid_value");
  }
  if (asked.completion_window !== "24h") {
    throw invalidRequest("Only 24h is supported.", "completion_window", "invalid_value");
  }
  const number = store.nextNumber();
  const batch: StoredBatch = {
    id: `batch_${ids.hex(number)}`,
    provider: "openai",
    number,
    createdAtMs: nowMs,
    asked: JSON.stringify(asked),
    input: file.id,
  };
  store.batches.set(batch.id, batch);
  store.save();
  return lostOr(request, number, json(batchObject(request, batch, "validating")));
}

/** GET /v1/batches */
export function answerBatchList(request: SimulatedRequest): Answer {
  const asked = new URLSearchParams(request.query);
  const all = [...request.batchStore.batches.values()].filter(
    ({ provider }) => provider === "openai",
  );
  const page = pageOf(all, { limit: limitIn(asked, "limit", 20, 100), after: asked.get("after") });
  return json({
    object: "list",
    data: page.items.map((batch) => settled(request, batch)),
    first_id: page.items[0]?.id ?? null,
    last_id: page.items.at(-1)?.id ?? null,
    has_more: page.hasMore,
  });
}

/** GET /v1/batches/{id} */
export const answerBatch = (request: SimulatedRequest): Answer =>
  json(settled(request, batchNamed(request)));

/** POST /v1/batches/{id}/cancel */
export function answerBatchCancel(request: SimulatedRequest): Answer {
  const batch = batchNamed(request);
  const { status } = settled(request, batch);
  if (batch.end !== undefined) {
    throw new RefusedRequest(
      openaiError(409, { message: `Cannot cancel a batch with status '${String(status)}'.` }),
    );
  }
  batch.cancelledAtMs ??= request.nowMs;
  request.batchStore.save();
  return json(batchObject(request, batch, "cancelling"));
}

function batchNamed({ batchStore, pathName }: SimulatedRequest): StoredBatch {
  const batch = pathName === undefined ? undefined : batchStore.batches.get(pathName);
  if (batch?.provider === "openai") return batch;
  throw new RefusedRequest(openaiError(404, { message: `No batch found with id '${pathName}'.` }));
}

const readLine: LineReader = (line) => ({
  customId: String(line.custom_id),
  path: String(line.url).replace(/^\/(?!v1\/)/, "/v1/"),
  body: isJsonObject(line.body) ? line.body : {},
});

/** The batch as it stands now; its files are made when it has ended. */
function settled(request: SimulatedRequest, batch: StoredBatch): JsonObject {
  if (batch.end !== undefined) return batchObject(request, batch, statusOf(batch.end));
  const lines = readLines(request.batchStore.text(batch.input) ?? "");
  if ("wrongLine" in lines || lines.length === 0) return refusedWhole(request, batch, lines);
  const run = runBatch(request, batch, lines, readLine);
  if (run === undefined) return batchObject(request, batch, "in_progress", lines.length);
  const succeeded = run.outcomes.filter(({ answer }) => isGood(answer));
  const others = run.outcomes.filter(({ answer }) => !isGood(answer));
  const files: Record<string, string> = {};
  for (const [name, outcomes] of Object.entries({ output: succeeded, error: others })) {
    if (outcomes.length === 0) continue;
    const filename = `${batch.id}_${name}.jsonl`;
    const text = linesOf(outcomes, (outcome) => resultLine(request, outcome));
    files[name] = addFile(request, { filename, purpose: "batch_output", text }).id;
  }
  batch.end = { state: run.state, atMs: run.atMs, counts: run.counts, files };
  request.batchStore.save();
  return batchObject(request, batch, statusOf(batch.end));
}

function refusedWhole(
  request: SimulatedRequest,
  batch: StoredBatch,
  lines: Readonly<{ wrongLine: number }> | readonly JsonObject[],
): JsonObject {
  const message = "wrongLine" in lines ? `${lines.wrongLine}` : "empty";
  const counts = { total: 0, succeeded: 0, failed: 0, expired: 0, cancelled: 0 };
  batch.end = { state: "failed", atMs: request.nowMs, counts, message, files: {} };
  request.batchStore.save();
  return batchObject(request, batch, "failed");
}

const isGood = (answer: LineOutcome["answer"]): boolean =>
  typeof answer === "object" && answer.status === 200;

/** Lines that were not run have an error and no response; those that failed have the endpoint's own. */
function resultLine({ ids, batchStore }: SimulatedRequest, outcome: LineOutcome): JsonObject {
  const { customId, answer } = outcome;
  const id = `batch_req_${ids.hex(batchStore.nextNumber())}`;
  if (typeof answer === "object") {
    const response = { status_code: answer.status, request_id: id.slice(10), body: answer.body };
    return { id, custom_id: customId, response, error: null };
  }
  const message =
    answer === "expired"
      ? "This request could not be executed before the completion window expired."
      : "This request was not executed: the batch was cancelled.";
  return { id, custom_id: customId, response: null, error: { code: `batch_${answer}`, message } };
}

const statusOf = ({ state }: BatchEnd): string => (state === "ended" ? "completed" : state);

function batchObject(
  { batchOptions, nowMs }: SimulatedRequest,
  batch: StoredBatch,
  status: string,
  lines = 0,
): JsonObject {
  const { end } = batch;
  const asked = askedOf(batch);
  const createdAt = Math.floor(batch.createdAtMs / 1000);
  const endedAt = end === undefined ? null : Math.floor(end.atMs / 1000);
  const when = (name: string): number | null => (status === name ? endedAt : null);
  const errors =
    end?.state === "failed"
      ? {
          object: "list",
          data: [
            end.message === "empty"
              ? { code: "empty_file", message: "The input file is empty.", param: null, line: null }
              : {
                  code: "invalid_json_line",
                  message: "This line is not parseable as valid JSON.",
                  param: null,
                  line: Number(end.message),
                },
          ],
        }
      : null;
  return {
    id: batch.id,
    object: "batch",
    endpoint: asked.endpoint,
    errors,
    input_file_id: batch.input,
    completion_window: asked.completion_window,
    status,
    output_file_id: end?.files.output ?? null,
    error_file_id: end?.files.error ?? null,
    created_at: createdAt,
    in_progress_at: status === "validating" ? null : createdAt,
    expires_at: createdAt + DAY_S,
    finalizing_at: null,
    completed_at: when("completed"),
    failed_at: when("failed"),
    expired_at: when("expired"),
    cancelling_at:
      batch.cancelledAtMs === undefined ? null : Math.floor(batch.cancelledAtMs / 1000),
    cancelled_at: when("cancelled"),
    request_counts: {
      total: end?.counts.total ?? lines,
      completed: end?.counts.succeeded ?? doneBy(batch, lines, batchOptions.durationMs, nowMs),
      failed: end === undefined ? 0 : end.counts.total - end.counts.succeeded,
    },
    metadata: asked.metadata ?? null,
  };
}
