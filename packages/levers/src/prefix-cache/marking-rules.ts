import type { ProviderKind, WireFormat } from "@headgate/contract";
import type { CacheTtl } from "./cache-terms.ts";

/** What a provider takes of markers for a model. */
export type MarkingRules = Readonly<{ minTokens: number; ttls: readonly CacheTtl[] }>;

/**
 * The least that is kept, by model; marking less costs nothing and keeps nothing.
 * Source: https://dev.to/creeta/claudes-prompt-cache-fails-silently-below-1024-tokens-1ch1, which states Anthropic's own
 * table, read 2026-11-29; Claude Haiku 3.5 by docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html.
 */
const minimums: readonly (readonly [RegExp, number])[] = [
  [/(?:opus|fable|mythos)-5/, 512],
  [/opus-4-7|haiku-3-5|3-5-haiku|3-haiku/, 2_048],
  [/opus-4-[56]|haiku-4-5/, 4_096],
  [/sonnet|opus/, 1_024],
];
const UNKNOWN_MINIMUM = 4_096;

/**
 * Bedrock refuses cache points for models that do not take them. Claude from 3.5 Haiku and 3.7 Sonnet on is taken to
 * take them: an assumption, which costs an attempt where it is wrong (the request goes again without a point).
 */
const bedrockTakes = /anthropic\.claude-(?:3-5-haiku|3-7-sonnet|[a-z]+-[4-9])/;
/** And an hour to be for Claude 4.5 and later there. */
const bedrockKeepsAnHour = /anthropic\.claude-[a-z]+-(?:4-[5-9]|[5-9])/;

const marked: Readonly<Partial<Record<WireFormat, ProviderKind>>> = {
  "anthropic.messages": "anthropic",
  "vertex.raw_predict": "vertex",
  "bedrock.converse": "bedrock",
  "bedrock.invoke_model": "bedrock",
};

/** @returns undefined where the provider keeps nothing by markers, or is not known to */
export function markingRules(
  format: WireFormat,
  kind: ProviderKind,
  model: string,
): MarkingRules | undefined {
  if (marked[format] !== kind) return undefined;
  if (kind === "bedrock" && !bedrockTakes.test(model)) return undefined;
  const ttls: readonly CacheTtl[] =
    kind === "bedrock" && !bedrockKeepsAnHour.test(model) ? ["5m"] : ["5m", "1h"];
  return { minTokens: leastMarked(model), ttls };
}

/** The least marked prompt that is kept, in tokens. */
export const leastMarked = (model: string): number =>
  minimums.find(([pattern]) => pattern.test(model))?.[1] ?? UNKNOWN_MINIMUM;
