import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

const known: ReadonlySet<string> = new Set([
  "uncached_input_tokens",
  "cache_read_input_tokens",
  "output_tokens",
  "usage_input_tokens_no_cache",
  "usage_input_tokens_cache_read",
  "usage_input_tokens_cache_write_5m",
  "usage_input_tokens_cache_write_1h",
  "usage_output_tokens",
]);

/**
 * Reads one result of Anthropic's usage report (`/v1/organizations/usage_report/messages`;
 * https://docs.anthropic.com/en/api/usage-cost-api), or a row of the same of
 * its console: counts that are apart from each other already.
 */
export function readUsageReport(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const written = objectOrAbsent(raw.cache_creation);
  const tools = objectOrAbsent(raw.server_tool_use);
  const first = (api: string, console: string): number | undefined =>
    builder.count(raw, api) ?? builder.count(raw, console);
  builder.set("input", first("uncached_input_tokens", "usage_input_tokens_no_cache"));
  builder.set("cache_read", first("cache_read_input_tokens", "usage_input_tokens_cache_read"));
  builder.set(
    "cache_write_5m",
    builder.count(written, "ephemeral_5m_input_tokens") ??
      builder.count(raw, "usage_input_tokens_cache_write_5m"),
  );
  builder.set(
    "cache_write_1h",
    builder.count(written, "ephemeral_1h_input_tokens") ??
      builder.count(raw, "usage_input_tokens_cache_write_1h"),
  );
  builder.set("output", first("output_tokens", "usage_output_tokens"));
  builder.set(
    "web_searches",
    builder.count(tools, "web_search_requests") ?? builder.count(raw, "web_search_count"),
  );
  builder.reportUnknown(raw, known);
  return builder.reading();
}
