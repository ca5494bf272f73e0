import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "../../json-values.ts";

/** The counts of an invocation as the head of its answer tells them, by the names that streams use. */
const names = {
  inputTokenCount: "x-amzn-bedrock-input-token-count",
  outputTokenCount: "x-amzn-bedrock-output-token-count",
  cacheReadInputTokenCount: "x-amzn-bedrock-cache-read-input-token-count",
  cacheWriteInputTokenCount: "x-amzn-bedrock-cache-write-input-token-count",
} as const;

/** `undefined` where the head tells none. A count that is no whole number stays text, to be reported as none. */
export function invocationMetricsIn(headers: IncomingHttpHeaders): JsonObject | undefined {
  const metrics: Record<string, unknown> = {};
  for (const [name, header] of Object.entries(names)) {
    const text = headers[header];
    if (text === undefined) continue;
    metrics[name] = typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : text;
  }
  return Object.keys(metrics).length === 0 ? undefined : metrics;
}
