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
    ...boundsOfAnswer(json),
    hasAnswer: true,
    unmeasured: whyUnmeasured(json),
  };
}

/** What a request says of its answers alone: its prompt is not looked at. */
export const answerBounds = (
  { operation }: Pick<Wire, "operation">,
  { json }: Pick<CallRequest, "json">,
): Pick<StatedBounds, "answerTokens" | "answers"> =>
  operation !== "chat" || json === undefined
    ? { answerTokens: undefined, answers: 1 }
    : boundsOfAnswer(json);

const boundsOfAnswer = (json: JsonObject) => ({
  answerTokens: answerTokens(json),
  answers: answers(json),
});

/**
 * Where the formats that the gateway serves put the limit of an answer; where a body has several, the
 * largest holds. Bodies of InvokeModel are each model family's own.
 */
function answerTokens(json: JsonObject): number | undefined {
  const gemini = objectOrAbsent(json.generationConfig ?? json.generation_config);
  const converse = objectOrAbsent(json.inferenceConfig);
  const titan = objectOrAbsent(json.textGenerationConfig);
  const stated = [
    json.max_completion_tokens,
    json.max_output_tokens,
    json.max_tokens,
    json.max_tokens_to_sample,
    json.max_gen_len,
    json.maxTokens,
    gemini?.maxOutputTokens,
    gemini?.max_output_tokens,
    converse?.maxTokens,
    converse?.max_new_tokens,
    titan?.maxTokenCount,
  ].filter(isCount);
  return stated.length === 0 ? undefined : Math.max(...stated);
}

/** Chat completions' `n`, Gemini's `candidateCount`, Cohere's `num_generations`. */
function answers(json: JsonObject): number {
  const gemini = objectOrAbsent(json.generationConfig ?? json.generation_config);
  const stated = [
    json.n,
    json.num_generations,
    gemini?.candidateCount,
    gemini?.candidate_count,
  ].filter(isCount);
  return Math.max(1, ...stated);
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** Embeddings of pictures and sounds are billed otherwise than those of text. */
const media = (json: JsonObject | undefined): string | undefined =>
  json !== undefined && whyUnmeasured(json, "media") !== undefined
    ? "embeddings of anything but text"
    : undefined;
