import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { EvaluationInputError } from "../evaluation.ts";

const MINUTE_MS = 60_000;

/** A recorded trace by the minute: what each minute asked for, in on-demand microdollars. */
export type RecordedMinutes = Readonly<{ name: string; dollars: Float64Array }>;

/** Microdollars a token of input and of output, alike for all traces: published prices of a middling model. */
const rates = { input: 2, output: 8 } as const;

/**
 * The recorded traces of a folder: Azure's of 2023 (https://github.com/Azure/AzurePublicDataset) and Mooncake's
 * (https://github.com/kvcache-ai/Mooncake), those of them that are there. Minutes that a trace cuts are left out.
 */
export async function recordedMinutes(folder: string): Promise<readonly RecordedMinutes[]> {
  const found = [
    await azure(join(folder, "azure-llm-2023"), "AzureLLMInferenceTrace_code.csv", "Azure, code"),
    await azure(join(folder, "azure-llm-2023"), "AzureLLMInferenceTrace_conv.csv", "Azure, chat"),
    await mooncake(join(folder, "mooncake-fast25", "conversation_trace.jsonl")),
  ].filter((trace) => trace !== null);
  if (found.length === 0) {
    throw new EvaluationInputError(
      `${folder} has neither azure-llm-2023/ nor mooncake-fast25/; evals/README.md says what they hold`,
    );
  }
  return found;
}

async function azure(folder: string, file: string, name: string): Promise<RecordedMinutes | null> {
  const path = join(folder, file);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return null;
  }
  const [, ...lines] = text.split(/\r?\n/);
  const calls = lines
    .filter((line) => line !== "")
    .map((line, index) => {
      const [at = "", input, output] = line.split(",");
      // Seven digits of a second are more than a date takes.
      const call = {
        atMs: Date.parse(`${at.slice(0, 23).replace(" ", "T")}Z`),
        input: Number(input),
        output: Number(output),
      };
      if (Object.values(call).some(Number.isNaN)) {
        throw new EvaluationInputError(`${path}: row ${index + 2} is no call`);
      }
      return call;
    });
  return { name, dollars: byMinute(calls) };
}

const mooncakeLine = z.looseObject({
  timestamp: z.number(),
  input_length: z.int().nonnegative(),
  output_length: z.int().nonnegative(),
});

async function mooncake(path: string): Promise<RecordedMinutes | null> {
  const calls: Call[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(path) })) {
      if (line === "") continue;
      const call = mooncakeLine.parse(JSON.parse(line));
      calls.push({ atMs: call.timestamp, input: call.input_length, output: call.output_length });
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  return { name: "Mooncake, chat", dollars: byMinute(calls) };
}

type Call = Readonly<{ atMs: number; input: number; output: number }>;

function byMinute(calls: readonly Call[]): Float64Array {
  const times = calls.map(({ atMs }) => atMs);
  const first = times.reduce((least, atMs) => Math.min(least, atMs), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, atMs) => Math.max(most, atMs), first);
  const minutes = new Float64Array(Math.max(1, Math.floor((last - first) / MINUTE_MS)));
  for (const { atMs, input, output } of calls) {
    const minute = Math.floor((atMs - first) / MINUTE_MS);
    if (minute < minutes.length) {
      minutes[minute] = (minutes[minute] as number) + input * rates.input + output * rates.output;
    }
  }
  return minutes;
}
