import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

/**
 * Reads the `usage` of generated images: text and image tokens of the prompt have rates of their own; the
 * answer is image tokens, beside text where the details say so
 * (`ImagesResponse.Usage` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28).
 */
export function readImagesUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const input = builder.count(raw, "input_tokens");
  const output = builder.count(raw, "output_tokens");
  const total = builder.count(raw, "total_tokens");
  if (input === undefined) builder.violate("input_tokens is missing");
  if (output === undefined) builder.violate("output_tokens is missing");
  split(builder, raw, { total: input, whole: "input", image: "input_image", of: "input_tokens" });
  const details = objectOrAbsent(raw.output_tokens_details);
  if (details === undefined) builder.set("output_image", output);
  else
    split(builder, raw, {
      total: output,
      whole: "output",
      image: "output_image",
      of: "output_tokens",
    });
  const sum = input === undefined || output === undefined ? undefined : input + output;
  if (total !== undefined && sum !== undefined && total !== sum) {
    builder.violate(`total_tokens ${total} ≠ input_tokens ${input} + output_tokens ${output}`);
  }
  builder.reportUnknown(raw, new Set(["input_tokens", "output_tokens", "total_tokens"]));
  return builder.reading();
}

type Side = Readonly<{
  total: number | undefined;
  whole: "input" | "output";
  image: "input_image" | "output_image";
  of: "input_tokens" | "output_tokens";
}>;

const parts: ReadonlySet<string> = new Set(["text_tokens", "image_tokens", "cached_tokens"]);

function split(builder: UsageBuilder, raw: JsonObject, { total, whole, image, of }: Side): void {
  const place = `${of}_details`;
  const details = objectOrAbsent(raw[place]);
  const images = builder.count(details, "image_tokens", `${place}.image_tokens`);
  const texts = builder.count(details, "text_tokens", `${place}.text_tokens`);
  const cached = builder.count(details, "cached_tokens", `${place}.cached_tokens`);
  builder.reportUnknown(details, parts, `${place}.`);
  if (total === undefined) return;
  if (cached !== undefined && cached > 0) {
    // Text and image tokens have cached rates of their own, and which of them were cached is not told.
    builder.violate(`${cached} cached tokens are not told apart into text and image`);
  }
  if (images === undefined) {
    builder.set(whole, total);
    return;
  }
  if (images > total || (texts !== undefined && texts + images !== total)) {
    builder.violate(`${of} ${total} ≠ text_tokens ${String(texts)} + image_tokens ${images}`);
    builder.set(whole, total);
    return;
  }
  builder.set(whole, total - images);
  builder.set(image, images);
}
