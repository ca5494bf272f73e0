import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { SERVER_SIDE_TOOLS } from "../server-side-tools.ts";
import { readOpenaiUsage } from "../usage.ts";
import { readToolCalls } from "./tool-calls.ts";

/** Reads the `usage` of a response; see {@link readOpenaiUsage} for what includes what. */
export const readResponsesUsage = (raw: JsonObject): UsageReading =>
  readOpenaiUsage(raw, {
    input: "input_tokens",
    output: "output_tokens",
    inputDetails: ["input_tokens_details"],
    outputDetails: "output_tokens_details",
  });

/**
 * The usage of a whole response: `usage`, and the runs of the provider's tools among the output items. Where the
 * usage counts them itself, as xAI's does, the items are not counted again.
 */
export function readResponseObject(response: JsonObject, usage: JsonObject): UsageReading {
  const read = readResponsesUsage(usage);
  if (objectOrAbsent(usage[SERVER_SIDE_TOOLS]) !== undefined) return read;
  const tools = readToolCalls(response);
  return {
    usage: { ...read.usage, ...tools.usage },
    violations: [...read.violations, ...tools.violations],
  };
}
