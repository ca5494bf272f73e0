import { isJsonObject, type JsonObject, listOrEmpty } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";

/**
 * Reads the counts in the bodies of the model families that have no `usage`
 * (Titan: the example in https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html;
 * Llama: `MetaNoneStreamingResponse` in
 * https://github.com/run-llama/LlamaIndexTS/blob/main/packages/community/src/llm/bedrock/types.ts; both read
 * 2026-11-28; images: model-parameters-diffusion-stable-image-core-text-image-request-response.html there, not
 * read again; for `totalOutputTextTokenCount` of a stream no document was found): Titan's
 * `inputTextTokenCount` and `results[].tokenCount`, Llama's `prompt_token_count` and
 * `generation_token_count`; the `images` of Stability, Titan and Nova Canvas, which are billed by the image
 * and hold no entry for one that was filtered. `undefined` where the body has none of them.
 */
export function readFamilyUsage(body: JsonObject): UsageReading | undefined {
  const builder = new UsageBuilder();
  if (body.inputTextTokenCount !== undefined) {
    builder.set("input", builder.count(body, "inputTextTokenCount"));
    builder.set("output", titanOutput(builder, body));
  } else if (body.prompt_token_count !== undefined || body.generation_token_count !== undefined) {
    builder.set("input", builder.count(body, "prompt_token_count"));
    builder.set("output", builder.count(body, "generation_token_count"));
    if (body.prompt_token_count === undefined) builder.violate("prompt_token_count is missing");
  } else if (Array.isArray(body.images)) {
    builder.set("images", body.images.filter((image) => typeof image === "string").length);
  } else return undefined;
  return builder.reading();
}

/** Text has results, an embedding has none. A stream counts in `totalOutputTextTokenCount`. */
function titanOutput(builder: UsageBuilder, body: JsonObject): number | undefined {
  const streamed = builder.count(body, "totalOutputTextTokenCount");
  if (streamed !== undefined) return streamed;
  let total: number | undefined;
  for (const result of listOrEmpty(body.results)) {
    const count = isJsonObject(result)
      ? builder.count(result, "tokenCount", "results.tokenCount")
      : undefined;
    if (count !== undefined) total = total === undefined ? count : total + count;
  }
  return total;
}
