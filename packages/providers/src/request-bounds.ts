import type { WireFormat } from "@headgate/contract";
import { estimates } from "./estimate/estimates.ts";
import { whyUnmeasured } from "./estimate/why-unmeasured.ts";
import { type JsonObject, objectOrAbsent } from "./json-values.ts";
import type { CallRequest, Wire } from "./wire.ts";

/** What a request says of the most that it can use, before it is made. */
export type StatedBounds = Readonly<{
  /** False where the prompt holds what its bytes do not bound: pictures, files, turns kept elsewhere. */
  promptIsInBytes: boolean;
  /** The most tokens of one answer, thinking included; `undefined` where the request does not say. */
  answerTokens: number | undefined;
  /** False for operations that have no answer of tokens. */
  hasAnswer: boolean;
  /** How many answers are asked for. */
  answers: number;
  /** What can cost money beside tokens, in words; `undefined`: nothing. */
  unmeasured: string | undefined;
}>;

/**
 * Reads what bounds an attempt. A field of the wrong type is read as not said: the provider refuses it.
 * @param request as the provider gets it
 */
export function requestBounds(
  { format, operation }: Pick<Wire, "format" | "operation">,
  { json }: Pick<CallRequest, "json">,
): StatedBounds {
  if (operation !== "chat" || json === undefined) {
    const isEmbedding = operation === "embeddings";
    const nothing = { answerTokens: undefined, hasAnswer: false, answers: 1 };
    return { ...nothing, promptIsInBytes: true, unmeasured: isEmbedding ? media(json) : undefined };
  }
  return {
    promptIsInBytes: estimates.get(format)?.promptText(json) !== undefined,
    ...boundsOfAnswer(format, json),
    hasAnswer: true,
    unmeasured: whyUnmeasured(json),
  };
}

/** What a request says of its answers alone: its prompt is not looked at. */
export const answerBounds = (
  { format, operation }: Pick<Wire, "format" | "operation">,
  { json }: Pick<CallRequest, "json">,
): Pick<StatedBounds, "answerTokens" | "answers"> =>
  operation !== "chat" || json === undefined
    ? { answerTokens: undefined, answers: 1 }
    : boundsOfAnswer(format, json);

/** Where a body has several limits, the largest holds. */
function boundsOfAnswer(format: WireFormat, json: JsonObject) {
  const { limits, counts } = statedIn(format, json);
  const stated = limits.filter(isCount);
  return {
    answerTokens: stated.length === 0 ? undefined : Math.max(...stated),
    answers: Math.max(1, ...counts.filter(isCount)),
  };
}

type Stated = Readonly<{ limits: readonly unknown[]; counts: readonly unknown[] }>;

/**
 * The members where a format puts the limit of an answer and the count of answers. Those of other formats are not
 * looked at: a provider passes over a member that it does not know, so it bounds nothing.
 */
function statedIn(format: WireFormat, json: JsonObject): Stated {
  switch (format) {
    case "openai.chat_completions":
      return { limits: [json.max_tokens, json.max_completion_tokens], counts: [json.n] };
    case "openai.responses":
      return { limits: [json.max_output_tokens], counts: [] };
    case "anthropic.messages":
      return { limits: [json.max_tokens], counts: [] };
    case "gemini.generate_content":
      return statedForGemini(json);
    case "bedrock.converse":
      return { limits: [objectOrAbsent(json.inferenceConfig)?.maxTokens], counts: [] };
    case "bedrock.invoke_model":
    case "vertex.raw_predict":
      return statedForFamily(json);
    case "openai.embeddings":
    case "openai.models":
    case "anthropic.count_tokens":
    case "anthropic.models":
    case "gemini.count_tokens":
    case "gemini.embed_content":
    case "gemini.models":
      return { limits: [], counts: [] };
    default:
      return format satisfies never;
  }
}

/** Google reads a member in either spelling. */
function statedForGemini(json: JsonObject): Stated {
  const configs = [json.generationConfig, json.generation_config].map(objectOrAbsent);
  return {
    limits: configs.flatMap((one) => [one?.maxOutputTokens, one?.max_output_tokens]),
    counts: configs.flatMap((one) => [one?.candidateCount, one?.candidate_count]),
  };
}

/** Bodies that are each model family's own; what such a model does not know it refuses. */
function statedForFamily(json: JsonObject): Stated {
  const nova = objectOrAbsent(json.inferenceConfig);
  const titan = objectOrAbsent(json.textGenerationConfig);
  return {
    limits: [
      json.max_tokens,
      json.max_completion_tokens,
      json.max_tokens_to_sample,
      json.max_gen_len,
      json.maxTokens,
      nova?.maxTokens,
      nova?.max_new_tokens,
      titan?.maxTokenCount,
    ],
    counts: [json.n, json.num_generations],
  };
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** Embeddings of pictures and sounds are billed otherwise than those of text. */
const media = (json: JsonObject | undefined): string | undefined =>
  json !== undefined && whyUnmeasured(json, "media") !== undefined
    ? "embeddings of anything but text"
    : undefined;
