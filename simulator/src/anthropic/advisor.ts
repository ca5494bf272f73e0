import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { ServedModel } from "../models.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { invalidRequest, notFound } from "./errors.ts";
import type { AnthropicPrompt } from "./read-prompt.ts";

/** The words in a user's message that make the simulated model ask its advisor. */
const ADVISOR_PHRASE = "ask the advisor";
const ADVICE_TOKENS = 60;

/** What an advisor said within a message, and used for it. */
export type Advice = Readonly<{
  model: string;
  toolUseId: string;
  text: string;
  inputTokens: number;
  outputTokens: number;
}>;

/**
 * The advice that the model asks for when `tools` holds an advisor and the last message the words "ask the
 * advisor" (`BetaAdvisorTool20260301` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read
 * 2026-11-28). The advisor reads the whole conversation, without a cache.
 */
export function readAdvice(
  request: SimulatedRequest,
  body: JsonObject,
  {
    served,
    prompt,
    seed,
  }: Readonly<{ served: ServedModel; prompt: AnthropicPrompt; seed: number }>,
): Advice | undefined {
  if (served.model.provider !== "anthropic" || !Array.isArray(body.tools)) return undefined;
  const tool = body.tools.filter(isJsonObject).find(({ type }) => type === "advisor_20260301");
  if (tool === undefined) return undefined;
  if (typeof tool.model !== "string") {
    throw invalidRequest(request.requestId, "tools.advisor.model: Field required");
  }
  const advisor = request.models.find("anthropic", tool.model);
  if (advisor === undefined) throw notFound(request.requestId, `model: ${tool.model}`);
  if (prompt.lastUserText?.toLowerCase().includes(ADVISOR_PHRASE) !== true) return undefined;
  return {
    model: advisor.answersAs,
    toolUseId: `srvtoolu_01${request.ids.letters(request.number, 22)}`,
    text: request.pool.text(seed, ADVICE_TOKENS),
    inputTokens: prompt.tokens,
    outputTokens: ADVICE_TOKENS,
  };
}

/** The blocks of asking and of the advice, as they stand in a message. */
export const adviceBlocks = ({ toolUseId, text }: Advice): readonly JsonObject[] => [
  { type: "server_tool_use", id: toolUseId, name: "advisor", input: {} },
  {
    type: "advisor_tool_result",
    tool_use_id: toolUseId,
    content: { type: "advisor_result", text, stop_reason: "end_turn" },
  },
];

/** The advisor's iteration beside those of the message (`BetaAdvisorMessageIterationUsage` there). */
export const adviceUsage = ({ model, inputTokens, outputTokens }: Advice): JsonObject => ({
  type: "advisor_message",
  model,
  input_tokens: inputTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  output_tokens: outputTokens,
});
