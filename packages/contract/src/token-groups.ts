import type { PromptPart } from "./levers.ts";
import type { TokenBucket } from "./usage.ts";

/** The parts of a prompt, for people. */
export const promptPartTitles: Readonly<Record<PromptPart, string>> = {
  system: "System",
  tools: "Tool definitions",
  history: "History",
  tool_results: "Tool results",
  documents: "Documents",
  user: "User",
};

/** The buckets behind each count of a report of tokens, by whose costs the count's cost is added up. */
export const bucketsOfCounts = {
  uncached_tokens: ["input", "input_audio", "input_image", "input_video"],
  cache_read_tokens: ["cache_read", "cache_read_audio"],
  cache_write_tokens: ["cache_write", "cache_write_5m", "cache_write_1h"],
  visible_tokens: ["output", "output_audio", "output_image", "output_video"],
  reasoning_tokens: ["reasoning"],
} as const satisfies Readonly<Record<string, readonly TokenBucket[]>>;
export type TokenCount = keyof typeof bucketsOfCounts;
