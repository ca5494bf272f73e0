import { join } from "node:path";
import type { TokenBucket } from "@headgate/contract";
import { decimalOf } from "../exact-dollars.ts";
import { anthropicShape, textsByDay, writeAdminPages } from "./admin-pages.ts";
import type { BilledLine, UsageSum } from "./billed-line.ts";

/** A cent is 10^-2 dollars, a picodollar 10^-12. */
const DECIMALS_OF_A_CENT = 10;

const tokenTypes: Readonly<Partial<Record<TokenBucket, readonly [string, string]>>> = {
  input: ["uncached_input_tokens", "Input Tokens"],
  cache_read: ["cache_read_input_tokens", "Input Tokens, Cache Read"],
  cache_write_5m: ["cache_creation.ephemeral_5m_input_tokens", "Input Tokens, Cache Write"],
  output: ["output_tokens", "Output Tokens"],
};

const workspaceOf = (team: string): string => `wrkspc_constructed_${team}`;

/** Answers of Anthropic's cost report: cents by day, workspace and kind of token. */
export function writeAnthropicCosts(folder: string, lines: readonly BilledLine[]): Promise<void> {
  return writeAdminPages(join(folder, "anthropic-costs"), {
    ...anthropicShape,
    results: textsByDay(lines, costText),
  });
}

function costText({ route, component, team, picodollars }: BilledLine): string {
  const words = tokenTypes[component];
  if (words === undefined) throw new RangeError(`Anthropic bills no ${component}`);
  const [tokenType, title] = words;
  return JSON.stringify({
    currency: "USD",
    amount: decimalOf(picodollars, DECIMALS_OF_A_CENT),
    workspace_id: workspaceOf(team),
    description: `${route.title} Usage - ${title}`,
    cost_type: "tokens",
    context_window: "0-200k",
    model: route.responseModel,
    service_tier: route.tier,
    token_type: tokenType,
    inference_geo: "global",
  });
}

/** Answers of Anthropic's report of messages' usage. */
export function writeAnthropicUsage(folder: string, sums: readonly UsageSum[]): Promise<void> {
  return writeAdminPages(join(folder, "anthropic-usage"), {
    ...anthropicShape,
    results: textsByDay(sums, usageText),
  });
}

function usageText({ route, team, quantities }: UsageSum): string {
  const count = (bucket: TokenBucket): number => Number(quantities.get(bucket) ?? 0n);
  return JSON.stringify({
    uncached_input_tokens: count("input"),
    cache_creation: {
      ephemeral_1h_input_tokens: 0,
      ephemeral_5m_input_tokens: count("cache_write_5m"),
    },
    cache_read_input_tokens: count("cache_read"),
    output_tokens: count("output"),
    server_tool_use: { web_search_requests: 0 },
    api_key_id: null,
    workspace_id: workspaceOf(team),
    model: route.responseModel,
    service_tier: route.tier,
    context_window: "0-200k",
    inference_geo: "global",
  });
}
