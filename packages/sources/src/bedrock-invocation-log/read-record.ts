import {
  isJsonObject,
  type JsonObject,
  objectOrAbsent,
  readLoggedInvocation,
  statesUsage,
  textOrAbsent,
} from "@headgate/providers";
import { namedScope } from "../model/known-model.ts";
import { type LoggedBody, withPromptFacts } from "../prompts/logged-body.ts";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import { skipAt } from "../read/read-skip.ts";
import { objectIn } from "../records/record-values.ts";
import { contentId, rowIds } from "../row/row-ids.ts";
import { TagCollector } from "../row/tag-collector.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { AttemptFacts, Found } from "../source.ts";
import { errorStatus } from "./error-status.ts";

/** Counts by the names under which they were met. */
const countNames = [
  ["inputTokenCount", "inputTokenCount"],
  ["outputTokenCount", "outputTokenCount"],
  ["cacheReadInputTokenCount", "cacheReadInputTokenCount"],
  ["cacheReadInputTokens", "cacheReadInputTokenCount"],
  ["cacheWriteInputTokenCount", "cacheWriteInputTokenCount"],
  ["cacheWriteInputTokens", "cacheWriteInputTokenCount"],
] as const;

/** Whether an object is a record of a model invocation log. */
export const isLogRecord = (value: JsonObject): boolean =>
  value.schemaType === "ModelInvocationLog" ||
  (typeof value.requestId === "string" &&
    typeof value.modelId === "string" &&
    typeof value.operation === "string" &&
    isJsonObject(value.input));

/**
 * One record as a row. The schema is
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html; `inferenceRegion` and
 * the cache counts stand in real records beyond it.
 */
export function readRecord(
  record: JsonObject,
  place: string,
  prompts: PromptReader | undefined,
): readonly Found[] {
  const startedAtMs = timeMsOf(record.timestamp);
  if (startedAtMs === undefined) return [skipAt("time_unreadable", place, "timestamp")];
  const input = objectOrAbsent(record.input);
  const output = objectOrAbsent(record.output);
  const body = bodyOf(output);
  const read = readLoggedInvocation({ counts: countsOf([input, output, record]), body });
  const requestId = textOrAbsent(record.requestId);
  const modelId = textOrAbsent(record.modelId);
  const operation = textOrAbsent(record.operation) ?? "";
  const errorCode = textOrAbsent(record.errorCode) ?? textOrAbsent(output?.errorCode);
  const tags = new TagCollector();
  tags.addAll(objectOrAbsent(record.requestMetadata));
  tags.add("bedrock.inference_region", record.inferenceRegion);
  tags.add("bedrock.error_code", errorCode);
  if (read.blocked) tags.add("bedrock.guardrail", "blocked");

  const wireFormat = wireFormatOf(operation);
  const metrics = objectOrAbsent(read.raw?.["amazon-bedrock-invocationMetrics"]);
  // A request id is one call's in any account and region.
  const ids = rowIds("bedrock_invocation_log", requestId ?? contentId(JSON.stringify(record)));
  // One literal, absent members undefined: a log has millions of records, and spreads cost more than reading.
  const attempt: AttemptFacts = {
    row_id: ids.row_id,
    call_id: ids.call_id,
    started_at_ms: startedAtMs,
    duration_ms: durationOf(metrics, body),
    time_to_first_token_ms: durationOrAbsent(metrics?.firstByteLatency),
    source: "bedrock_invocation_log",
    wire_format: wireFormat,
    operation: isEmbedding(modelId, body) ? "embeddings" : "chat",
    provider: "bedrock",
    request_model: modelId,
    response_model: read.responseModel,
    response_id: read.responseId,
    provider_request_id: requestId?.slice(0, 200),
    account_id: textOrAbsent(record.accountId)?.slice(0, 200),
    region: textOrAbsent(record.region)?.slice(0, 64),
    scope: modelId === undefined ? undefined : namedScope("bedrock", modelId, startedAtMs),
    principal: textOrAbsent(objectOrAbsent(record.identity)?.arn)?.slice(0, 512),
    service_tier: read.serviceTier,
    stream: wireFormat === undefined ? undefined : operation.endsWith("Stream"),
    outcome: errorCode === undefined ? "completed" : "provider_error",
    status: errorCode === undefined ? undefined : errorStatus(errorCode),
    usage_origin: statesUsage(read) ? "provider" : "none",
    usage: read.usage,
    other_usage: read.otherUsage,
    raw_usage: read.raw,
    usage_violations: read.violations.length === 0 ? undefined : [...read.violations],
    attribution: {},
    tags: tags.tags,
  };
  const logged = (): LoggedBody => ({
    // Of a format that is not known there is nothing to look at.
    body: wireFormat === undefined ? undefined : objectIn(input?.inputBodyJson),
    format: wireFormat,
    finishReason: read.stopReason,
  });
  const found: Found[] = [{ kind: "attempt", attempt: withPromptFacts(attempt, prompts, logged) }];
  for (const warning of tags.problems) found.push({ kind: "warning", warning, place });
  return found;
}

/** Bodies are objects, lists of a stream's pieces, or JSON that was put into text. */
function bodyOf(output: JsonObject | undefined): unknown {
  const body = output?.outputBodyJson;
  if (typeof body !== "string" || !/^\s*[{[]/.test(body)) return body;
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Cut text states nothing; the counts beside it hold.
    return undefined;
  }
}

/** The same count may stand in several places, and is the same there: the first that states it. */
function countsOf(places: readonly (JsonObject | undefined)[]): JsonObject {
  const counts: Record<string, unknown> = {};
  for (const [spelling, name] of countNames) {
    if (counts[name] !== undefined) continue;
    for (const place of places) {
      const value = place?.[spelling];
      if (value === undefined || value === null) continue;
      counts[name] = value;
      break;
    }
  }
  return counts;
}

function wireFormatOf(operation: string): AttemptFacts["wire_format"] {
  if (operation.startsWith("Converse")) return "bedrock.converse";
  return operation.startsWith("InvokeModel") ? "bedrock.invoke_model" : undefined;
}

const isEmbedding = (modelId: string | undefined, body: unknown): boolean =>
  modelId?.includes("embed") === true ||
  (isJsonObject(body) && (body.embedding !== undefined || body.embeddings !== undefined));

/** The log has no latency of its own; a stream's metrics and Converse's answer do. */
const durationOf = (metrics: JsonObject | undefined, body: unknown): number | undefined =>
  durationOrAbsent(
    metrics?.invocationLatency ?? objectOrAbsent(objectOrAbsent(body)?.metrics)?.latencyMs,
  );

const durationOrAbsent = (value: unknown): number | undefined =>
  typeof value === "number" && value >= 0 ? value : undefined;
