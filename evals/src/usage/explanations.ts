import type { RecordedReading } from "@headgate/providers";

/** Why a response's usage is not whole, by a rule that holds for any recording. */
export type Explanation = Readonly<{
  /** The shapes it is about; any unless said. */
  shape?: string;
  /** What the reading said. */
  reason: RegExp;
  because: string;
  source: string;
}>;

const READ_AT = "2026-11-28";

const explanations: readonly Explanation[] = [
  {
    shape: "cohere",
    reason: /cached tokens are counted as input/,
    because: "Cohere states its cached tokens outside what it bills, without a rate for them.",
    source: `https://docs.cohere.com/v2/docs/how-does-cohere-pricing-work.md, of which the passage was not read again`,
  },
  {
    shape: "anthropic.messages",
    reason: /was declined before any output: it is not billed/,
    because: "A request that is refused without any output is not billed.",
    source:
      "Anthropic's release notes as https://usingclaude.com/en/news/updates/on-the-claude-api-you-are-no-longer-billed-for-a-r-59d414a0 has them, read 2026-11-28",
  },
  {
    shape: "bedrock.guardrail",
    reason: /is billed by guardrail prices/,
    because: "A guardrail is billed by text units of each policy, not by tokens of a model.",
    source: `GuardrailUsage in https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read ${READ_AT}`,
  },
  {
    reason: /^no usage of a known shape: its members are readUnits$/,
    because: "Read units are a vector store's, which serves no model.",
    source: "the address that the response came from, a vector store's",
  },
  {
    shape: "gemini.generate_content",
    reason: /^promptTokenCount is missing$/,
    because:
      "A cached content states its total alone, an answer that was refused its traffic type, a chunk what it adds: no prompt is stated, and none is made up.",
    source: `CachedContentUsageMetadata and GenerateContentResponseUsageMetadata in https://www.npmjs.com/package/@google/genai, read ${READ_AT}`,
  },
  {
    shape: "openai.chat_completions",
    reason: /^total_tokens \d+ ≠ prompt_tokens \d+ \+ completion_tokens \d+$/,
    because:
      "Gemini's OpenAI-compatible endpoint counts thoughts in the total alone: what is between total and sum may be billed, so the charge is marked, not raised.",
    source: `https://discuss.ai.google.dev/t/question-with-usage-in-openai-compatibility/98760, not read again`,
  },
  {
    reason: /is less than its parts \(/,
    because:
      "The parts that are stated are more than their whole: one of the figures is wrong, and which is not known. The whole is kept, its split is left out.",
    source: "a contradiction within the recording itself",
  },
];

/** The explanation of one reason of a reading; `undefined` where none is known. */
export const explanationOf = (reading: RecordedReading, reason: string): Explanation | undefined =>
  explanations.find(
    ({ shape, reason: pattern }) =>
      (shape === undefined || (reading.kind === "read" && reading.shape === shape)) &&
      pattern.test(reason),
  );
