import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

const totals: ReadonlySet<string> = new Set(["input_tokens", "output_tokens", "total_tokens"]);
const parts: ReadonlySet<string> = new Set(["text_tokens", "audio_tokens"]);

/**
 * Reads the `usage` of a transcription: models billed by tokens state text and audio tokens of the input,
 * those billed by time state seconds (`TranscriptTextUsageTokens` and `TranscriptTextUsageDuration` in
 * https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28).
 */
export function readTranscriptionUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  if (raw.type === "duration") {
    builder.set("seconds", builder.count(raw, "seconds"));
    if (raw.seconds === undefined) builder.violate("seconds is missing");
    return builder.reading();
  }
  const input = builder.count(raw, "input_tokens");
  const output = builder.count(raw, "output_tokens");
  const total = builder.count(raw, "total_tokens");
  if (input === undefined) builder.violate("input_tokens is missing");
  if (output === undefined) builder.violate("output_tokens is missing");
  builder.set("output", output);
  const details = objectOrAbsent(raw.input_token_details);
  const audio = builder.count(details, "audio_tokens", "input_token_details.audio_tokens");
  const text = builder.count(details, "text_tokens", "input_token_details.text_tokens");
  builder.reportUnknown(raw, totals);
  builder.reportUnknown(details, parts, "input_token_details.");
  setInput(builder, input, audio, text);
  const sum = input === undefined || output === undefined ? undefined : input + output;
  if (total !== undefined && sum !== undefined && total !== sum) {
    builder.violate(`total_tokens ${total} ≠ input_tokens ${input} + output_tokens ${output}`);
  }
  return builder.reading();
}

function setInput(
  builder: UsageBuilder,
  input: number | undefined,
  audio: number | undefined,
  text: number | undefined,
): void {
  if (input === undefined) return;
  const stated = audio !== undefined && audio <= input;
  if (!stated || (text !== undefined && text + audio !== input)) {
    if (audio !== undefined) {
      builder.violate(
        `input_tokens ${input} ≠ text_tokens ${String(text)} + audio_tokens ${audio}`,
      );
    }
    builder.set("input", input);
    return;
  }
  builder.set("input", input - audio);
  builder.set("input_audio", audio);
}
