import type { Stop, StopReason } from "../answer.ts";

/** OpenAI's `stop` is both the natural end and a stop sequence; which, it does not say. */
const words: Readonly<Record<StopReason, string>> = {
  end: "stop",
  "stop-sequence": "stop",
  length: "length",
  "context-full": "length",
  "tool-calls": "tool_calls",
  refusal: "content_filter",
  other: "stop",
};

export const writeFinishReason = (stop: Stop): string => words[stop.reason];

export function readFinishReason(word: string): Stop {
  switch (word) {
    case "stop":
      return { reason: "end" };
    case "length":
      return { reason: "length" };
    case "tool_calls":
    case "function_call":
      return { reason: "tool-calls" };
    case "content_filter":
      return { reason: "refusal" };
    default:
      return { reason: "other" };
  }
}

/**
 * Why an answer stopped, by the word and by what was in it: a refusal ends as `stop`, and so do calls of a tool
 * that the client chose, at OpenAI (its guide to function calling, of which copies of the code were read
 * 2026-11-30), and all calls at some compatible servers. Other formats' clients run tools only where the reason
 * says so.
 */
export function readStop(
  word: string,
  { refused, calledTools }: Readonly<{ refused: boolean; calledTools: boolean }>,
): Stop {
  if (refused) return { reason: "refusal" };
  const stop = readFinishReason(word);
  return stop.reason === "end" && calledTools ? { reason: "tool-calls" } : stop;
}
