import { z } from "zod";

/**
 * Disjoint token buckets: every billed token is in exactly one of them.
 * `input` is what was neither read from nor written to the provider's cache; `output` is the visible
 * answer without `reasoning`. `cache_write` is a write whose time to live the provider did not tell.
 */
export const tokenBuckets = [
  "input",
  "cache_read",
  "cache_write_5m",
  "cache_write_1h",
  "cache_write",
  "output",
  "reasoning",
  "input_audio",
  "input_image",
  "input_video",
  "cache_read_audio",
  "output_audio",
  "output_image",
  "output_video",
] as const;
export type TokenBucket = (typeof tokenBuckets)[number];

/**
 * Billed units that are not tokens, counted as the provider bills them. `web_search_previews` are searches of
 * OpenAI's older tool, which has a price of its own; `x_searches` are xAI's among posts; `maps_requests`
 * are answers, or queries, grounded with Google Maps; `code_sessions` are containers at OpenAI, and elsewhere
 * runs of the provider's code tool. New units go to the end.
 */
export const countedUnits = [
  "requests",
  "web_searches",
  "web_fetches",
  "seconds",
  "pages",
  "images",
  "characters",
  "file_searches",
  "code_sessions",
  "maps_requests",
  "web_search_previews",
  "x_searches",
] as const;
export type CountedUnit = (typeof countedUnits)[number];

/** Anything a provider can bill for: a token bucket or a counted unit. */
export const usageComponents = [...tokenBuckets, ...countedUnits] as const;
export type UsageComponent = (typeof usageComponents)[number];

/** Token buckets that a prompt is made of. */
export const inputBuckets = [
  "input",
  "cache_read",
  "cache_write_5m",
  "cache_write_1h",
  "cache_write",
  "input_audio",
  "input_image",
  "input_video",
  "cache_read_audio",
] as const satisfies readonly TokenBucket[];

/** Token buckets that an answer is made of. */
export const outputBuckets = [
  "output",
  "reasoning",
  "output_audio",
  "output_image",
  "output_video",
] as const satisfies readonly TokenBucket[];

const quantity = z.int().nonnegative();

/** Usage of one attempt. What the provider did not say is absent, not 0. */
export const usageSchema = z
  .strictObject(
    Object.fromEntries(usageComponents.map((component) => [component, quantity])) as Record<
      UsageComponent,
      typeof quantity
    >,
  )
  .partial();
export type Usage = Readonly<{ [Component in UsageComponent]?: number | undefined }>;

/** Where a usage figure came from. `none`: no usage is known, which is not the same as zero. */
export const usageOrigins = ["provider", "estimated", "none"] as const;
export type UsageOrigin = (typeof usageOrigins)[number];

const totalOf = (usage: Usage, buckets: readonly TokenBucket[]): number | undefined => {
  let total: number | undefined;
  for (const bucket of buckets) {
    const tokens = usage[bucket];
    if (tokens !== undefined) total = (total === undefined ? 0 : total) + tokens;
  }
  return total;
};

/** All prompt tokens, cached ones included; `undefined` when the provider reported none of them. */
export const inputTokens = (usage: Usage): number | undefined => totalOf(usage, inputBuckets);

/** All answer tokens, reasoning included; `undefined` when the provider reported none of them. */
export const outputTokens = (usage: Usage): number | undefined => totalOf(usage, outputBuckets);
