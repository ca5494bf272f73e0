import { isJsonObject, type JsonObject } from "../json-object.ts";
import { unitVector } from "../openai/embeddings.ts";
import { hashText } from "../seeded-random.ts";
import type { JsonAnswer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { countTokensOf } from "../text/tokenizer.ts";
import { invalidArgument } from "./errors.ts";
import { objectAt, parseBody, readCount, readModel, readPrompt, textsOf } from "./read-request.ts";

/** POST …/models/{model}:countTokens, of `contents` or of a whole request. */
export function answerCountTokens(request: SimulatedRequest): JsonAnswer {
  const body = parseBody(request);
  readModel(request, ["chat", "reasoning", "embedding"]);
  const whole = isJsonObject(body.generateContentRequest) ? body.generateContentRequest : body;
  const totalTokens = countTokensOf(readPrompt(whole).texts);
  return json({
    totalTokens,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: totalTokens }],
  });
}

/** POST …/models/{model}:embedContent */
export function answerEmbedContent(request: SimulatedRequest): JsonAnswer {
  const { embedding, tokens } = embed(request, parseBody(request));
  return embedded(request, { embedding }, tokens);
}

/** POST …/models/{model}:batchEmbedContents */
export function answerBatchEmbedContents(request: SimulatedRequest): JsonAnswer {
  const { requests } = parseBody(request);
  if (!Array.isArray(requests) || requests.length === 0) {
    throw invalidArgument("* BatchEmbedContentsRequest.requests: at least one is required");
  }
  const all = requests.map((one: unknown) => embed(request, isJsonObject(one) ? one : {}));
  const tokens = all.reduce((sum, one) => sum + one.tokens, 0);
  return embedded(request, { embeddings: all.map(({ embedding }) => embedding) }, tokens);
}

/** Only `gemini-embedding-2` and later report usage; the older ones answer without. */
function embedded(request: SimulatedRequest, body: JsonObject, tokens: number): JsonAnswer {
  const states = request.withUsage && request.pathName?.includes("embedding-2") === true;
  const usage = { usageMetadata: { promptTokenCount: tokens, totalTokenCount: tokens } };
  return {
    ...json(states ? { ...body, ...usage } : body),
    billed: { promptTokens: tokens, outputTokens: 0 },
  };
}

function embed(
  request: SimulatedRequest,
  one: JsonObject,
): Readonly<{ embedding: Readonly<{ values: readonly number[] }>; tokens: number }> {
  const served = readModel(request, ["embedding"]);
  const texts = textsOf(objectAt(one, "content"));
  if (texts.length === 0) throw invalidArgument("content is required");
  const length = readCount(one, "outputDimensionality") ?? served.model.dimensions ?? 768;
  const vector = unitVector(hashText(texts.join("\n"), request.seed), length);
  return { embedding: { values: [...vector] }, tokens: countTokensOf(texts) };
}

const json = (body: JsonObject): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify(body),
});
