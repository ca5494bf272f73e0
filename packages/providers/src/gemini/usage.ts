import type { UsageComponent } from "@headgate/contract";
import { isJsonObject, type JsonObject, listOrEmpty, textOrAbsent } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import { UsageBuilder } from "../token-counts.ts";

/** Tokens by modality, as a list of details states them; text is what is left. */
type Modalities = ReadonlyMap<string, number>;
type Buckets = ReadonlyMap<string, UsageComponent>;

/** Modalities that can have a rate of their own. Documents are billed as text. */
const promptBuckets: Buckets = new Map([
  ["AUDIO", "input_audio"],
  ["IMAGE", "input_image"],
  ["VIDEO", "input_video"],
]);
/** Cached images and videos stay with the cached text. */
const cacheBuckets: Buckets = new Map([["AUDIO", "cache_read_audio"]]);
const candidateBuckets: Buckets = new Map([
  ["AUDIO", "output_audio"],
  ["IMAGE", "output_image"],
  ["VIDEO", "output_video"],
]);
const none: Modalities = new Map();

/**
 * Reads Gemini's and Vertex AI's `usageMetadata`. The prompt's count includes what came from the cache;
 * thoughts stand outside the candidates' count; the results of the provider's own tools, which it gives the
 * model to read, are counted apart and are input. The total is the sum of the four
 * (`GenerateContentResponseUsageMetadata` in https://www.npmjs.com/package/@google/genai 2.32.0, read
 * 2026-11-28). Details by modality may leave tokens out: those count as text.
 *
 * Does not throw: what contradicts itself is a violation, and its split is left out.
 *
 * @param raw as sent; of a stream the last one, since each repeats what the ones before have said
 */
export function readGeminiUsage(raw: JsonObject): UsageReading {
  const builder = new UsageBuilder();
  const prompt = builder.count(raw, "promptTokenCount");
  const cached = builder.count(raw, "cachedContentTokenCount");
  const candidates = builder.count(raw, "candidatesTokenCount");
  const thoughts = builder.count(raw, "thoughtsTokenCount");
  const toolUse = builder.count(raw, "toolUsePromptTokenCount");
  if (prompt === undefined) builder.violate("promptTokenCount is missing");

  const inPrompt = detailsOf(builder, raw, "promptTokensDetails", prompt);
  const inCache = detailsOf(builder, raw, "cacheTokensDetails", cached);
  const inTools = detailsOf(builder, raw, "toolUsePromptTokensDetails", toolUse);
  setSplit(builder, "cache_read", cached, inCache, cacheBuckets);
  setInput(builder, { prompt, cached, toolUse, inPrompt, inCache, inTools });
  const inCandidates = detailsOf(builder, raw, "candidatesTokensDetails", candidates);
  setSplit(builder, "output", candidates, inCandidates, candidateBuckets);
  builder.set("reasoning", thoughts);

  const total = builder.count(raw, "totalTokenCount");
  const sum = sumOf([prompt, candidates, thoughts, toolUse]);
  if (total !== undefined && sum !== undefined && total !== sum) {
    builder.violate(
      `totalTokenCount ${total} ≠ ${sum}, the sum of prompt, candidates, thoughts and tool use`,
    );
  }
  return builder.reading();
}

/** What was neither read from the cache nor is of a modality with a rate of its own stays `input`. */
function setInput(
  builder: UsageBuilder,
  counts: Readonly<{
    prompt: number | undefined;
    cached: number | undefined;
    toolUse: number | undefined;
    inPrompt: Modalities;
    inCache: Modalities;
    inTools: Modalities;
  }>,
): void {
  const { prompt, cached, toolUse, inPrompt, inCache, inTools } = counts;
  const whole = sumOf([prompt, toolUse]);
  if (whole === undefined) return;
  const fresh = cached === undefined ? whole : whole - cached;
  if (prompt === undefined || (cached !== undefined && cached > prompt)) {
    if (cached !== undefined) {
      builder.violate(`cachedContentTokenCount ${cached} is more than promptTokenCount ${prompt}`);
    }
    builder.set("input", whole);
    return;
  }
  const unsaid = cached !== undefined && cached > 0 && inCache.size === 0;
  const mixed = [...promptBuckets.keys()].some((modality) => inPrompt.has(modality));
  if (unsaid && mixed) {
    builder.violate("how much of each modality came from the cache is not said");
    builder.set("input", fresh);
    return;
  }
  const split = new Map<string, number>();
  for (const modality of promptBuckets.keys()) {
    const left = difference(inPrompt.get(modality), inCache.get(modality));
    if (left !== undefined && left < 0) {
      builder.violate(`cacheTokensDetails states more ${modality} than promptTokensDetails`);
      builder.set("input", fresh);
      return;
    }
    const tokens = sumOf([left, inTools.get(modality)]);
    if (tokens !== undefined) split.set(modality, tokens);
  }
  setSplit(builder, "input", fresh, split, promptBuckets);
}

/** A count without its parts that have buckets of their own. */
function setSplit(
  builder: UsageBuilder,
  rest: "input" | "cache_read" | "output",
  count: number | undefined,
  details: Modalities,
  buckets: Buckets,
): void {
  if (count === undefined) return;
  let left = count;
  for (const modality of buckets.keys()) left -= details.get(modality) ?? 0;
  if (left < 0) {
    builder.violate(`${rest} ${count} is less than its parts by modality`);
    builder.set(rest, count);
    return;
  }
  builder.set(rest, left);
  for (const [modality, bucket] of buckets) builder.set(bucket, details.get(modality));
}

/** The tokens of each modality; none of them when they are more than the count they explain. */
function detailsOf(
  builder: UsageBuilder,
  raw: JsonObject,
  field: string,
  count: number | undefined,
): Modalities {
  const tokensOf = new Map<string, number>();
  let sum = 0;
  for (const entry of listOrEmpty(raw[field])) {
    const modality = isJsonObject(entry) ? textOrAbsent(entry.modality) : undefined;
    const tokens = isJsonObject(entry)
      ? builder.count(entry, "tokenCount", `${field}.tokenCount`)
      : undefined;
    // Zeros are left out of the JSON, and so is the modality that is not specified.
    if (modality === undefined || tokens === undefined) continue;
    tokensOf.set(modality, tokens + (tokensOf.get(modality) ?? 0));
    sum += tokens;
  }
  if (sum === 0 || (count !== undefined && sum <= count)) return tokensOf;
  builder.violate(`${field} add up to ${sum}, more than the ${String(count)} that they explain`);
  return none;
}

/** The sum of what was said; `undefined` when none of it was. */
function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  const said = counts.filter((count) => count !== undefined);
  return said.length === 0 ? undefined : said.reduce((sum, count) => sum + count, 0);
}

const difference = (tokens: number | undefined, less: number | undefined): number | undefined => {
  if (less === undefined) return tokens;
  return tokens === undefined ? -less : tokens - less;
};
