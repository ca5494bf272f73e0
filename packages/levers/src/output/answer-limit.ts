import type { OutputPolicy } from "@headgate/contract";
import type { LearnedLength } from "./learned-limits.ts";

/** No learned limit is below this: OpenAI's responses refuse less, and a word more must not cut an answer. */
const LEAST_LEARNED = 16;

/** The most tokens that a policy allows an answer; undefined where it sets none, or has not learned one yet. */
export function answerLimit(
  { max_tokens, headroom }: Pick<OutputPolicy, "max_tokens" | "headroom">,
  learned: LearnedLength | undefined,
): number | undefined {
  if (max_tokens !== "learned") return max_tokens;
  if (learned?.p99 === undefined) return undefined;
  return Math.max(LEAST_LEARNED, Math.ceil(learned.p99 * headroom));
}
