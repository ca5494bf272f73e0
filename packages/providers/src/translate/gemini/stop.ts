import type { Stop, StopReason } from "../answer.ts";

/** Gemini's `STOP` is the natural end, a stop sequence and the end before calls of tools. */
const words: Readonly<Record<StopReason, string>> = {
  end: "STOP",
  "stop-sequence": "STOP",
  "tool-calls": "STOP",
  length: "MAX_TOKENS",
  "context-full": "MAX_TOKENS",
  refusal: "SAFETY",
  other: "OTHER",
};

export const writeFinishReason = (stop: Stop | undefined): string =>
  words[stop === undefined ? "end" : stop.reason];

/** Reasons why Gemini kept an answer back (`FinishReason` in @google/genai 2.32.0, read 2026-11-28). */
const refusals: ReadonlySet<string> = new Set([
  "SAFETY",
  "RECITATION",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
]);

export function readFinishReason(word: string, calledTools: boolean): Stop {
  if (refusals.has(word)) return { reason: "refusal" };
  if (word === "MAX_TOKENS") return { reason: "length" };
  if (word !== "STOP") return { reason: "other" };
  return { reason: calledTools ? "tool-calls" : "end" };
}
