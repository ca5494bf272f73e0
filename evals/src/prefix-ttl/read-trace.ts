import { join } from "node:path";
import { z } from "zod";
import { EvaluationInputError } from "../evaluation.ts";
import { readLines } from "../read-lines.ts";
import type { PromptRequest, PromptStream } from "./prompt-stream.ts";

/** As Mooncake's traces name it: https://github.com/kvcache-ai/Mooncake, FAST25-release. */
const FILE = "conversation_trace.jsonl";
const BLOCK_TOKENS = 512;

const lineSchema = z.object({
  timestamp: z.number().nonnegative(),
  input_length: z.int().nonnegative(),
  hash_ids: z.array(z.int().nonnegative()),
});

/**
 * Reads a Mooncake trace: one id for each 512 tokens of a prompt, equal where all before is equal. The last block is
 * seldom full and never shared, so it is left out of what can be kept.
 * @throws EvaluationInputError naming the line
 */
export async function readTrace(folder: string): Promise<PromptStream> {
  const requests: PromptRequest[] = [];
  for await (const { number, json } of readLines(join(folder, FILE))) {
    const read = lineSchema.safeParse(json);
    if (!read.success) {
      throw new EvaluationInputError(
        `${FILE}:${number}: expected timestamp, input_length and hash_ids, each a number or a list of them.`,
      );
    }
    const { timestamp, input_length, hash_ids } = read.data;
    const whole = Math.floor(input_length / BLOCK_TOKENS);
    requests.push({
      atMs: timestamp,
      blocks: hash_ids.slice(0, whole).map(String),
      tokens: input_length,
      head: 0,
    });
  }
  requests.sort((a, b) => a.atMs - b.atMs);
  return { blockTokens: BLOCK_TOKENS, requests };
}
