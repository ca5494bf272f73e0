import { type JsonObject, readRecordedUsage, textOrAbsent } from "@headgate/providers";
import { spanLabels } from "../otlp/span-labels.ts";
import { skipAt } from "../read/read-skip.ts";
import { countOf } from "../records/record-values.ts";
import { TagCollector } from "../row/tag-collector.ts";
import type { AttemptFacts, Found } from "../source.ts";
import { type LogRecord, spanLike } from "./log-record.ts";
import { recordIds } from "./record-ids.ts";

/** Attributes that are tags as they are; prompts and answers are none of them. */
const tagged = [
  "query_source",
  "effort",
  "agent.name",
  "skill.name",
  "terminal.type",
  "organization.id",
] as const;

/**
 * Claude Code's `claude_code.api_request` and `claude_code.api_error`
 * (https://code.claude.com/docs/en/monitoring-usage, read 2026-11-28): one request each, told at its end. Its cost is an
 * estimate of Claude Code's own, and a tag. Counts are Anthropic's: the prompt's are without the cache's.
 */
export function readClaudeCodeEvent(record: LogRecord, isError: boolean): readonly Found[] {
  const { attributes, atMs, place } = record;
  if (atMs === undefined) return [skipAt("time_unreadable", place, "timeUnixNano")];
  const raw = rawUsage(attributes);
  if (!isError && raw === undefined) {
    return [skipAt("usage_unreadable", place, "The event states no tokens.")];
  }
  const model = textOrAbsent(attributes.model);
  const read =
    raw === undefined
      ? undefined
      : readRecordedUsage({
          statements: [{ usage: raw }],
          shape: "anthropic.messages",
          ...(model !== undefined && { model }),
        });
  const usage = read?.kind === "read" ? read.usage : {};
  const violations = read?.kind === "read" ? read.violations : [];
  const requestId = textOrAbsent(attributes.request_id);
  const durationMs = countOf(attributes.duration_ms);
  const status = countOf(attributes.status_code);
  const labels = spanLabels(spanLike(record));
  const tags = new TagCollector();
  tags.addAll(labels.tags);
  for (const name of tagged) tags.add(name, attributes[name]);
  tags.add("claude_code.cost_usd", attributes.cost_usd);
  const attempt: AttemptFacts = {
    ...recordIds(record, [requestId]),
    // The event is written when the request has ended.
    started_at_ms: durationMs === undefined ? atMs : Math.max(0, atMs - durationMs),
    ...(durationMs !== undefined && { duration_ms: durationMs }),
    source: "otlp_logs",
    operation: "chat",
    provider: providerOf(model),
    ...(model !== undefined && { request_model: model, response_model: model }),
    ...(requestId !== undefined && { provider_request_id: requestId.slice(0, 200) }),
    ...(attributes.speed === "fast" && { service_tier: "fast" }),
    outcome: isError ? "provider_error" : "completed",
    ...(isError && status !== undefined && status >= 400 && status <= 599 && { status }),
    usage_origin: Object.keys(usage).length > 0 ? "provider" : "none",
    usage,
    ...(raw !== undefined && { raw_usage: raw }),
    ...(violations.length > 0 && { usage_violations: [...violations] }),
    attribution: labels.attribution,
    tags: tags.tags,
  };
  return [
    { kind: "attempt", attempt },
    ...[...labels.problems, ...tags.problems].map(
      (warning) => ({ kind: "warning", warning, place }) as const,
    ),
  ];
}

const members = {
  input_tokens: "input_tokens",
  output_tokens: "output_tokens",
  cache_read_tokens: "cache_read_input_tokens",
  cache_creation_tokens: "cache_creation_input_tokens",
} as const;

/** In Anthropic's own words; counts come as numbers or, from older versions, as text. */
function rawUsage(attributes: JsonObject): JsonObject | undefined {
  const raw: Record<string, number> = {};
  for (const [attribute, member] of Object.entries(members)) {
    const count = countOf(attributes[attribute]);
    if (count !== undefined) raw[member] = count;
  }
  return Object.keys(raw).length === 0 ? undefined : raw;
}

/** Models are called by the names of whoever serves them. */
function providerOf(model: string | undefined): string {
  if (model !== undefined && /(?:^|[./])anthropic\./.test(model)) return "bedrock";
  return model !== undefined && /@\d{8}$/.test(model) ? "vertex" : "anthropic";
}
