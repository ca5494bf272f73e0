import { type JsonObject, spanUsageAttributes, textOrAbsent } from "@headgate/providers";
import { spanAttempt } from "../otlp/read-span.ts";
import { spanKind } from "../otlp/span-kind.ts";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import { skipAt } from "../read/read-skip.ts";
import type { Found } from "../source.ts";
import { readClaudeCodeEvent } from "./claude-code-event.ts";
import { readCodexEvent } from "./codex-event.ts";
import { type LogRecord, logRecordsOf, spanLike } from "./log-record.ts";
import { recordIds } from "./record-ids.ts";

/** The event of OpenTelemetry's conventions that tells of a whole call. */
const GEN_AI = "gen_ai.client.inference.operation.details";

/** Rows of a payload's records that tell of calls, and why the others are none. */
export const readLogs = (
  payload: JsonObject,
  place: string,
  prompts: PromptReader | undefined,
): readonly Found[] =>
  [...logRecordsOf(payload, place)].flatMap((record) => readRecord(record, prompts));

function readRecord(record: LogRecord, prompts: PromptReader | undefined): readonly Found[] {
  const { names, place } = record;
  if (names.includes(GEN_AI)) return readGenAiEvent(record, prompts);
  if (isClaudeCode(record, "api_request")) return readClaudeCodeEvent(record, false);
  if (isClaudeCode(record, "api_error")) return readClaudeCodeEvent(record, true);
  if (names.some((name) => /^codex\.(?:sse|websocket)_event$/.test(name))) {
    return readCodexEvent(record);
  }
  return [skipAt("not_a_call", place, "A log record of something else.")];
}

/** Its attribute has the short name, its body the long one. */
const isClaudeCode = ({ names, scope }: LogRecord, event: string): boolean =>
  names.includes(`claude_code.${event}`) ||
  (names.includes(event) && /claude_code/.test(scope.name));

/**
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-events/, read 2026-11-28: the attributes of the call's span,
 * told apart from it. It is written within that span, so the span's ids are its own; where both came in, the span counts.
 */
function readGenAiEvent(record: LogRecord, prompts: PromptReader | undefined): readonly Found[] {
  const { attributes, atMs, place, traceId, spanId } = record;
  const span = spanLike(record);
  if (spanKind(span) !== "call") {
    return [skipAt("not_a_call", place, "An agent, a tool, or something else than a call.")];
  }
  if (spanUsageAttributes(attributes) === undefined && attributes["error.type"] === undefined) {
    return [skipAt("usage_unreadable", place, "The event states no tokens.")];
  }
  if (atMs === undefined) return [skipAt("time_unreadable", place, "timeUnixNano")];
  const responseId = textOrAbsent(attributes["gen_ai.response.id"]);
  const own = traceId !== undefined && spanId !== undefined ? [traceId, spanId] : [responseId];
  const ids = recordIds(record, own);
  return spanAttempt({ ...span, startMs: atMs }, { source: "otlp_logs", ids, prompts });
}
