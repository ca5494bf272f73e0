import type { JsonObject } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

const totals: ReadonlySet<string> = new Set(["input_tokens", "output_tokens", "total_tokens"]);

/**
 * Reads the `usage` of `speech.audio.done`, the last event of spoken text: text goes in, audio comes out
 * (https://docs.rs/crate/openai-client-base/0.12.0/source/docs/SpeechAudioDoneEventUsage.md, generated from OpenAI's specification, read 2026-11-28).
 */
export function readSpeechUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const input = builder.count(raw, "input_tokens");
  const output = builder.count(raw, "output_tokens");
  const total = builder.count(raw, "total_tokens");
  if (input === undefined) builder.violate("input_tokens is missing");
  if (output === undefined) builder.violate("output_tokens is missing");
  builder.set("input", input);
  builder.set("output_audio", output);
  builder.reportUnknown(raw, totals);
  const sum = input === undefined || output === undefined ? undefined : input + output;
  if (total !== undefined && sum !== undefined && total !== sum) {
    builder.violate(`total_tokens ${total} ≠ input_tokens ${input} + output_tokens ${output}`);
  }
  return builder.reading();
}
