import { inputTokens, outputTokens, type Usage } from "@headgate/contract";
import { z } from "zod";

/**
 * One body with the readings that are expected of it. The members are those of the data's own format: totals
 * that include their parts (https://github.com/pydantic/genai-prices, not read again).
 */
export const expectedBody = z.looseObject({
  body: z.record(z.string(), z.unknown()),
  extracted: z.array(
    z.looseObject({
      usage: z.record(z.string(), z.number()),
      extractors: z.array(z.looseObject({ provider_id: z.string(), api_flavor: z.string() })),
    }),
  ),
});
export type ExpectedBody = z.infer<typeof expectedBody>;
export type ExpectedReading = ExpectedBody["extracted"][number];

const sum = (...parts: readonly (number | undefined)[]): number | undefined => {
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.reduce((total, part) => total + part, 0);
};

/** How each expected member is made of disjoint buckets. Members that no rule is about are not compared. */
const members: Readonly<Record<string, (usage: Usage) => number | undefined>> = {
  input_tokens: inputTokens,
  output_tokens: outputTokens,
  cache_read_tokens: (usage) => sum(usage.cache_read, usage.cache_read_audio),
  cache_write_tokens: (usage) => sum(usage.cache_write, usage.cache_write_5m, usage.cache_write_1h),
  cache_write_5m_tokens: (usage) => usage.cache_write_5m,
  cache_write_1h_tokens: (usage) => usage.cache_write_1h,
  output_reasoning_tokens: (usage) => usage.reasoning,
  input_audio_tokens: (usage) => sum(usage.input_audio, usage.cache_read_audio),
  cache_audio_read_tokens: (usage) => usage.cache_read_audio,
  output_audio_tokens: (usage) => usage.output_audio,
  output_image_tokens: (usage) => usage.output_image,
  input_video_tokens: (usage) => usage.input_video,
  web_searches: (usage) => usage.web_searches,
};

/** Finer than what every reading tells: where one is not expected, its whole was compared. */
const splits: ReadonlySet<string> = new Set(["cache_write_5m_tokens", "cache_write_1h_tokens"]);

export type Difference = Readonly<{
  member: string;
  expected: number | undefined;
  read: number | undefined;
}>;

/** Where a reading differs from what is expected; what neither says, or says to be none, agrees. */
export function differences(
  usage: Usage,
  expected: ExpectedReading["usage"],
): readonly Difference[] {
  const found: Difference[] = [];
  for (const [member, of] of Object.entries(members)) {
    const read = of(usage);
    const wanted = expected[member];
    if (wanted === undefined && splits.has(member)) continue;
    const isNothing = read === undefined || read === 0;
    const agrees = wanted === undefined || wanted === 0 ? isNothing : read === wanted;
    if (!agrees) found.push({ member, expected: wanted, read });
  }
  return found;
}

/** Members that were compared, for the evaluation to say what it did not look at. */
export const comparedMembers: ReadonlySet<string> = new Set(Object.keys(members));
