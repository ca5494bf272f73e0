import type { JsonObject } from "../json-values.ts";
import { type AnswerReading, readRecordedAnswer } from "../recorded/read-recorded-answer.ts";

/**
 * The usage of a batch's answer, by the meters of real time. Its tier is `batch` whatever the answer says:
 * OpenAI's and Bedrock's say nothing of it, or `default`. Never throws.
 */
export function readBatchAnswer(
  answer: Readonly<{
    /** Who gave it, as the price book names them. */
    provider: string;
    body: JsonObject;
  }>,
): AnswerReading {
  const body = JSON.stringify(answer.body);
  return { ...readRecordedAnswer({ provider: answer.provider, body }), serviceTier: "batch" };
}
