import { readRecordedUsage, textOrAbsent } from "@headgate/providers";
import { asResponsesUsage } from "../codex/counters.ts";
import { spanLabels } from "../otlp/span-labels.ts";
import { skipAt } from "../read/read-skip.ts";
import { countOf } from "../records/record-values.ts";
import { labelOf } from "../row/label-of.ts";
import { TagCollector } from "../row/tag-collector.ts";
import type { Found } from "../source.ts";
import { type LogRecord, spanLike } from "./log-record.ts";
import { recordIds } from "./record-ids.ts";

/**
 * Codex's `codex.sse_event` of the kind `response.completed`, and its like over a web socket: one answer, with OpenAI's
 * counts, whose totals include their parts (https://github.com/openai/codex, `codex-rs/otel`). The event names neither
 * the answer nor the request.
 */
export function readCodexEvent(record: LogRecord): readonly Found[] {
  const { attributes, atMs, place } = record;
  if (attributes["event.kind"] !== "response.completed") {
    return [skipAt("not_a_call", place, "A part of an answer.")];
  }
  if (atMs === undefined) return [skipAt("time_unreadable", place, "timeUnixNano")];
  const counts = {
    input_tokens: countOf(attributes.input_token_count),
    cached_input_tokens: countOf(attributes.cached_token_count),
    output_tokens: countOf(attributes.output_token_count),
    reasoning_output_tokens: countOf(attributes.reasoning_token_count),
  };
  const stated = Object.fromEntries(
    Object.entries(counts).filter(([, count]) => count !== undefined),
  );
  if (counts.input_tokens === undefined && counts.output_tokens === undefined) {
    return [skipAt("usage_unreadable", place, "The answer states no tokens.")];
  }
  const read = readRecordedUsage({
    statements: [{ usage: asResponsesUsage(stated) }],
    shape: "openai.responses",
  });
  const usage = read.kind === "read" ? read.usage : {};
  const model = textOrAbsent(attributes.model);
  const labels = spanLabels(spanLike(record));
  const session = labelOf(attributes["conversation.id"]) ?? labels.attribution.session;
  const tags = new TagCollector();
  tags.addAll(labels.tags);
  tags.add("codex.version", attributes["app.version"]);
  tags.add("codex.originator", attributes.originator);
  tags.add("codex.auth_mode", attributes.auth_mode);
  return [
    {
      kind: "attempt",
      attempt: {
        ...recordIds(record, []),
        started_at_ms: atMs,
        source: "otlp_logs",
        operation: "chat",
        provider: "openai",
        ...(model !== undefined && { request_model: model }),
        outcome: "completed",
        usage_origin: Object.keys(usage).length > 0 ? "provider" : "none",
        usage,
        raw_usage: stated,
        ...(read.kind === "read" &&
          read.violations.length > 0 && { usage_violations: [...read.violations] }),
        attribution: { ...labels.attribution, ...(session !== undefined && { session }) },
        tags: tags.tags,
      },
    },
    ...[...labels.problems, ...tags.problems].map(
      (warning) => ({ kind: "warning", warning, place }) as const,
    ),
  ];
}
