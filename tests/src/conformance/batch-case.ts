import { readFileSync } from "node:fs";
import { readBatchLine } from "@headgate/providers";
import type { CheckResult } from "./answer-case.ts";

/** The results of a batch, a line a request: what each must be read as. */
export type BatchCase = Readonly<{
  provider: string;
  api: string;
  file: string;
  expected: readonly Readonly<{ kind: string; customId: string; usage?: unknown }>[];
}>;

export const batchCases: readonly BatchCase[] = [
  {
    provider: "openai",
    api: "batch results",
    file: "openai-batch-output.jsonl",
    expected: [
      {
        kind: "answered",
        customId: "one",
        usage: {
          input: 100,
          cache_read: 0,
          input_audio: 0,
          output: 20,
          reasoning: 0,
          output_audio: 0,
        },
      },
      { kind: "failed", customId: "two" },
      { kind: "failed", customId: "three" },
    ],
  },
  {
    provider: "anthropic",
    api: "message batch results",
    file: "anthropic-batch-results.jsonl",
    expected: [
      {
        kind: "answered",
        customId: "one",
        usage: { input: 40, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0, output: 60 },
      },
      { kind: "failed", customId: "two" },
      { kind: "failed", customId: "three" },
    ],
  },
];

const folder = new URL("../../../packages/providers/fixtures/", import.meta.url);

/** Reads each line and compares it with what it must be; only what was answered has usage. */
export function checkBatch({ file, expected }: BatchCase): CheckResult {
  const lines = readFileSync(new URL(file, folder), "utf8").trimEnd().split("\n");
  const read = lines.map((line) => {
    const result = readBatchLine(JSON.parse(line));
    const { kind } = result;
    if (kind === "unread") return { kind, reason: result.reason };
    if (kind === "failed") return { kind, customId: result.customId };
    return { kind, customId: result.customId, usage: result.usage };
  });
  const [left, right] = [JSON.stringify(read), JSON.stringify(expected)];
  return left === right ? { pass: true } : { pass: false, why: `${left} is not ${right}` };
}
