import type { RecordedReading } from "@headgate/providers";
import type { Difference } from "./expected-reading.ts";

type Reading = Extract<RecordedReading, { kind: "read" }>;
type Rule = Readonly<{
  /** The members that the rule is about. */
  members: ReadonlySet<string>;
  applies: (reading: Reading) => boolean;
  because: string;
}>;

const isList = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value);

/**
 * Why a reading differs from the expected one, by rules that hold for any body of their kind. Each names the
 * provider's own documentation.
 */
const rules: readonly Rule[] = [
  {
    members: new Set([
      "input_tokens",
      "output_tokens",
      "cache_read_tokens",
      "cache_write_tokens",
      "cache_write_5m_tokens",
      "cache_write_1h_tokens",
    ]),
    applies: ({ shape, raw }) =>
      shape === "anthropic.messages" &&
      isList(raw.iterations) &&
      raw.iterations.some(({ type }) => type === "compaction"),
    because:
      "What is billed of a message that was compacted is the sum of its iterations: the top level, which was expected, leaves the compaction out (`BetaIterationsUsage` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-28).",
  },
  {
    members: new Set(["cache_read_tokens"]),
    applies: ({ shape, raw }) =>
      shape === "openai.chat_completions" && typeof raw.num_cached_tokens === "number",
    because:
      "Mistral states cached tokens in `num_cached_tokens`, which was not looked at (https://github.com/vercel/ai/blob/main/packages/mistral/src/convert-mistral-usage.ts, read 2026-11-28).",
  },
  {
    members: new Set(["input_video_tokens"]),
    applies: ({ shape, raw }) =>
      shape === "gemini.generate_content" &&
      isList(raw.cacheTokensDetails) &&
      raw.cacheTokensDetails.some(({ modality }) => modality === "VIDEO"),
    because:
      "Video from the cache was expected among the video that was sent; it is read from the cache, at the cache's rate, and is counted there (`GenerateContentResponseUsageMetadata` in https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28).",
  },
];

/** `undefined` where some difference is about a member that no rule explains. */
export function explain(reading: Reading, differences: readonly Difference[]): string | undefined {
  const reasons = new Set<string>();
  for (const { member } of differences) {
    const rule = rules.find(({ members, applies }) => members.has(member) && applies(reading));
    if (rule === undefined) return undefined;
    reasons.add(rule.because);
  }
  return [...reasons].join(" ");
}
