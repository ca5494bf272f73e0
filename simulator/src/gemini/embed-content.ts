import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { ServedModel } from "../models.ts";
import { unitVector } from "../openai/embeddings.ts";
import { hashTexts } from "../seeded-random.ts";
import type { JsonAnswer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { countTokensOf } from "../text/tokenizer.ts";
import { invalidArgument } from "./errors.ts";
import { partTexts } from "./read-prompt.ts";
import { listAt, parseBody, readModel } from "./read-request.ts";

/** POST …:embedContent */
export function answerEmbedContent(request: SimulatedRequest): JsonAnswer {
  const served = readModel(request, ["embedding"]);
  const { values, tokens } = embedded(request, served, parseBody(request));
  return answerOf(request, { embedding: { values } }, tokens);
}

/** POST …:batchEmbedContents */
export function answerBatchEmbedContents(request: SimulatedRequest): JsonAnswer {
  const served = readModel(request, ["embedding"]);
  const entries = listAt(parseBody(request), "requests");
  const all = entries.map((entry, index) => {
    if (!isJsonObject(entry)) throw invalidArgument(`Invalid value at 'requests[${index}]'`);
    if (entry.model !== undefined && entry.model !== `models/${request.pathName ?? ""}`) {
      throw invalidArgument("* BatchEmbedContentsRequest.model: must match the model of the path");
    }
    return embedded(request, served, entry);
  });
  const tokens = all.reduce((sum, one) => sum + one.tokens, 0);
  return answerOf(request, { embeddings: all.map(({ values }) => ({ values })) }, tokens);
}

function embedded(request: SimulatedRequest, served: ServedModel, body: JsonObject) {
  const texts = isJsonObject(body.content) ? partTexts(body.content) : [];
  if (texts.length === 0) {
    throw invalidArgument("* EmbedContentRequest.content: contents is not specified");
  }
  const full = served.model.dimensions ?? 3072;
  const { outputDimensionality: wanted = full } = body;
  const dimensions = typeof wanted === "number" ? Math.min(wanted, full) : full;
  const hash = hashTexts(texts, request.seed);
  return { values: [...unitVector(hash, dimensions)], tokens: countTokensOf(texts) };
}

const answerOf = (request: SimulatedRequest, body: JsonObject, tokens: number): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify({
    ...body,
    ...(request.withUsage ? { usageMetadata: { promptTokenCount: tokens } } : {}),
  }),
  billed: { promptTokens: tokens, outputTokens: 0 },
});
