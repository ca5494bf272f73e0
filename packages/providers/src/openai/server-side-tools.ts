import type { CountedUnit } from "@headgate/contract";
import { type JsonObject, objectOrAbsent } from "../json-values.ts";
import type { UsageBuilder } from "../token-counts.ts";

/** The member of xAI's usage that counts the runs of its tools. */
export const SERVER_SIDE_TOOLS = "server_side_tool_usage_details";

/**
 * xAI's tools by what they are billed as. Viewing images and videos and calling an MCP server cost tokens
 * alone ("Tool Invocation Costs" of https://docs.x.ai/developers/models, read 2026-11-28).
 */
const xaiUnits: Readonly<Record<string, CountedUnit | "tokens">> = {
  web_search_calls: "web_searches",
  x_search_calls: "x_searches",
  code_interpreter_calls: "code_sessions",
  file_search_calls: "file_searches",
  mcp_calls: "tokens",
};

/** Mistral's connectors by what they are counted as (`connectors` in `ConversationUsageInfo` of https://www.npmjs.com/package/@mistralai/mistralai 2.7.0). */
const mistralUnits: Readonly<Record<string, CountedUnit>> = {
  web_search: "web_searches",
  code_interpreter: "code_sessions",
  document_library: "file_searches",
};

/**
 * Counts the runs of the provider's own tools, where an OpenAI-like usage states them: OpenRouter's, xAI's and
 * Mistral's. A count without a unit is reported: it may be billed, and would else be dropped without a word.
 */
export function countServerSideTools(builder: UsageBuilder, raw: JsonObject): void {
  const openrouter = objectOrAbsent(raw.server_tool_use_details);
  builder.set("web_searches", builder.count(openrouter, "web_search_requests"));
  countEach(builder, objectOrAbsent(raw[SERVER_SIDE_TOOLS]), xaiUnits);
  countEach(builder, objectOrAbsent(raw.connectors), mistralUnits);
  const sources = builder.count(raw, "num_sources_used");
  if (sources !== undefined && sources > 0) {
    builder.violate(`${sources} sources of a live search are billed apart, at an unknown price`);
  }
}

function countEach(
  builder: UsageBuilder,
  counts: JsonObject | undefined,
  units: Readonly<Record<string, CountedUnit | "tokens">>,
): void {
  for (const field in counts) {
    const quantity = builder.count(counts, field);
    const unit = units[field];
    if (quantity === undefined || quantity === 0 || unit === "tokens") continue;
    if (unit === undefined) builder.violate(`${field} ${quantity} has no unit that is known here`);
    else builder.set(unit, quantity);
  }
}
