import { isJsonObject, type JsonObject, listOrEmpty } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { readOpenaiUsage } from "../usage.ts";

/** Reads the `usage` of a response; see {@link readOpenaiUsage} for what includes what. */
export const readResponsesUsage = (raw: JsonObject): UsageReading =>
  readOpenaiUsage(raw, {
    input: "input_tokens",
    output: "output_tokens",
    inputDetails: ["input_tokens_details"],
    outputDetails: "output_tokens_details",
  });

/** Output items of tools that OpenAI bills apart from tokens, and that `usage` does not count. */
const billedTools = ["file_search_call", "code_interpreter_call", "image_generation_call"];

/**
 * The usage of a whole response: `usage`, and the web searches among the output items, which are billed
 * by the search and do not stand in `usage`. Opening a page or finding in it is an action of the same
 * item type, but no search.
 */
export function readResponseObject(response: JsonObject, usage: JsonObject): UsageReading {
  const read = readResponsesUsage(usage);
  const violations = [...read.violations];
  const items = listOrEmpty(response.output).filter(isJsonObject);
  for (const type of billedTools) {
    const calls = items.filter((item) => item.type === type).length;
    if (calls > 0) violations.push(`${calls} ${type} are billed apart and are not in the usage`);
  }
  const searches = items.filter(isSearch).length;
  return {
    usage: searches > 0 ? { ...read.usage, web_searches: searches } : read.usage,
    violations,
  };
}

const isSearch = (item: JsonObject): boolean =>
  item.type === "web_search_call" && (!isJsonObject(item.action) || item.action.type === "search");
