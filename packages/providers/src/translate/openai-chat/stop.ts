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
