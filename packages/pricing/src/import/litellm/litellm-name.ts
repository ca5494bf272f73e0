import { bedrockNameOf } from "../bedrock-name.ts";
import type { Row } from "../collector.ts";
import { bookProviderOf } from "../provider-names.ts";

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * What a key of LiteLLM's file is about, or why it is not taken. Keys are paths: `azure/eu/gpt-4o`,
 * `bedrock/eu-west-1/anthropic.claude-v2:1`, `together_ai/meta-llama/…`, or the model alone.
 */
export function litellmRowOf(key: string, litellmProvider: string): Row | string {
  const vertex = litellmProvider.startsWith("vertex_ai");
  const provider = vertex ? "vertex" : bookProviderOf(litellmProvider);
  if (key.includes("commitment")) return "provisioned throughput is not priced by use";
  const parts = key.split("/");
  if (provider === "bedrock") return bedrockRowOf(parts);
  if (parts.length > 1 && providerPrefixes(litellmProvider).includes(parts[0] ?? "")) parts.shift();
  if (provider === "azure") return azureRowOf(parts);
  if (parts.length > 1 && /^(hd|standard|low|medium|high|\d+-x-\d+)$/.test(parts[0] ?? ""))
    return "a price by image size and quality";
  return { provider, model: parts.join("/"), scope: "global" };
}

const providerPrefixes = (litellmProvider: string): readonly string[] =>
  litellmProvider.startsWith("vertex_ai")
    ? ["vertex_ai"]
    : [litellmProvider, litellmProvider.replace(/_chat$|-embedding-models$/, "")];

function bedrockRowOf(parts: readonly string[]): Row | string {
  const path = parts.filter(
    (part) => !["bedrock", "bedrock_mantle", "converse", "invoke"].includes(part),
  );
  const [first = "", ...rest] = path;
  if (rest.length === 0) return { provider: "bedrock", ...bedrockNameOf(first) };
  if (!REGION.test(first)) return "a price by image size, steps or mode";
  const model = bedrockNameOf(rest.join("/")).model;
  return { provider: "bedrock", model, scope: "in_region", place: first };
}

function azureRowOf(parts: readonly string[]): Row | string {
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return { provider: "azure", model: first, scope: "global" };
  const model = rest.join("/");
  if (first === "eu" || first === "us")
    return { provider: "azure", model, scope: "geo", place: first };
  if (first === "global" || first === "global-standard")
    return { provider: "azure", model, scope: "global" };
  if (first === "regional") return { provider: "azure", model, scope: "in_region" };
  return "a price by image size, quality or deployment";
}
