import type { JsonObject } from "@headgate/providers";
import { headObjects } from "../detect/read-head.ts";
import { skipAt } from "../read/read-skip.ts";
import { sampleColumns } from "../read/sample-content.ts";
import { readRecords } from "../records/read-records.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { readSpendLog } from "./spend-log.ts";

/**
 * LiteLLM's `LiteLLM_SpendLogs` as CSV or JSON, and the payloads of its loggers (`schema.prisma` of
 * https://github.com/BerriAI/litellm, read 2026-11-28). The tables of a day's sums (`LiteLLM_Daily…Spend`) add
 * up the same requests, some of them once a tag: their rows are told, not counted.
 */
export const litellm: Source = {
  name: "litellm",
  title: "LiteLLM's spend logs",
  detect: (sample) => {
    const columns = sampleColumns(sample);
    if (isSpendLog(columns) || isDailySum(columns)) return "certain";
    const names = headObjects(sample.head).map((object) => Object.keys(object));
    return names.some((keys) => isSpendLog(keys) || isDailySum(keys)) ? "certain" : undefined;
  },
  read: (file, context) => inBatches(read(file, context)),
};

const hasAll = (names: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((name) => names.includes(name));

const isSpendLog = (names: readonly string[]): boolean =>
  hasAll(names, ["request_id", "call_type", "spend", "startTime"]) ||
  hasAll(names, ["id", "call_type", "response_cost", "startTime"]);

const isDailySum = (names: readonly string[]): boolean =>
  hasAll(names, ["date", "spend", "api_requests", "successful_requests"]);

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  for await (const pieces of readRecords(file, context)) {
    const found: Found[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") found.push(piece);
      else if (isDailyRow(piece.value)) {
        found.push(skipAt("rollup", piece.place, "A day's sum of requests."));
      } else found.push(...readSpendLog(piece, context.prompts));
    }
    yield found;
  }
}

const isDailyRow = (value: JsonObject): boolean => isDailySum(Object.keys(value));
