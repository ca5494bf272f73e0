import { JsonMeter } from "../../json-meter.ts";
import { unbilledAnswer } from "../../unbilled-answer.ts";
import type { Wire } from "../../wire.ts";
import { generateContent } from "../generate-content/wire.ts";

/** `POST …:countTokens`: the answer tells the size of a prompt that was not run, so it is no usage. */
export const geminiCountTokens: Wire = {
  ...generateContent,
  format: "gemini.count_tokens",
  operation: "count_tokens",
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(unbilledAnswer, maxRetainedBytes),
};
