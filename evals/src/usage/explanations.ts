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

const FORMATS_READ = "2026-11-25";

export const explanations: readonly Explanation[] = [
  {
    shape: "cohere",
    reason: /cached tokens are counted as input/,
    because: "Cohere states its cached tokens outside what it bills, without a rate for them.",
    source: `https://docs.cohere.com/reference/chat, read ${FORMATS_READ}`,
  },
  {
    shape: "anthropic.messages",
    reason: /^an iteration on .+ is billed apart/,
    because:
      "The advisor answers on another model, at that model's rates: it is a charge of its own.",
    source: `https://platform.claude.com/docs/en/agents-and-tools/tool-use/advisor-tool, read ${FORMATS_READ}`,
  },
  {
    shape: "bedrock.guardrail",
    reason: /is billed by guardrail prices/,
    because: "A guardrail is billed by text units of each policy, not by tokens of a model.",
    source: `https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailUsage.html, read ${FORMATS_READ}`,
  },
  {
    reason: /^no usage of a known shape: its members are readUnits$/,
    because: "Read units are a vector store's, which serves no model.",
    source: `https://docs.pinecone.io/guides/manage-cost/understanding-cost, read ${FORMATS_READ}`,
  },
  {
    shape: "gemini.generate_content",
    reason: /^promptTokenCount is missing$/,
    because:
      "A cached content states its total alone, an answer that was refused its traffic type, a chunk what it adds: no prompt is stated, and none is made up.",
    source: `https://ai.google.dev/api/caching#UsageMetadata, read ${FORMATS_READ}`,
  },
  {
    shape: "openai.chat_completions",
    reason: /^total_tokens \d+ ≠ prompt_tokens \d+ \+ completion_tokens \d+$/,
    because:
      "Gemini's OpenAI-compatible endpoint counts thoughts in the total alone: what is between total and sum may be billed, so the charge is marked, not raised.",
    source: `https://ai.google.dev/gemini-api/docs/openai, read ${FORMATS_READ}`,
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
