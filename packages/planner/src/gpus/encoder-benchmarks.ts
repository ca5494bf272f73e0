import { readFileSync } from "node:fs";
import { z } from "zod";

const fileSchema = z.object({
  attribution: z.string(),
  source: z.string(),
  read_on: z.iso.date(),
  machine: z.string(),
  sequence_tokens: z.int().positive(),
  inferences_per_second: z.record(z.string(), z.number().positive()),
});

/** What an encoder was measured at on one machine, by whoever measured it. */
export type EncoderBenchmark = Readonly<{
  machine: string;
  inferencesPerSecond: number;
  sequenceTokens: number;
  source: string;
  readOn: string;
}>;

/** The public measurement of an encoder on Inferentia2, by its maker's name; undefined where there is none. */
export function encoderBenchmark(model: string): EncoderBenchmark | undefined {
  const file = new URL("../../data/benchmarks/inferentia2-encoders.json", import.meta.url);
  const read = fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const inferencesPerSecond = Object.hasOwn(read.inferences_per_second, model)
    ? read.inferences_per_second[model]
    : undefined;
  return inferencesPerSecond === undefined
    ? undefined
    : {
        machine: read.machine,
        inferencesPerSecond,
        sequenceTokens: read.sequence_tokens,
        source: `${read.source} (${read.attribution})`,
        readOn: read.read_on,
      };
}
