import type { Stop, StopReason } from "../answer.ts";

const words: Readonly<Record<StopReason, string>> = {
  end: "end_turn",
  length: "max_tokens",
  "stop-sequence": "stop_sequence",
  "tool-calls": "tool_use",
  refusal: "content_filtered",
  "context-full": "model_context_window_exceeded",
  other: "end_turn",
};

export const writeStopReason = (stop: Stop | undefined): string =>
  words[stop === undefined ? "end" : stop.reason];

export function readStopReason(word: string): Stop {
  if (word === "guardrail_intervened") return { reason: "refusal" };
  for (const [reason, known] of Object.entries(words)) {
    if (known === word) return { reason: reason as StopReason };
  }
  return { reason: "other" };
}
