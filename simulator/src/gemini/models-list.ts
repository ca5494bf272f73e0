import type { SimulatedModel } from "../models.ts";
import type { JsonAnswer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { readModel } from "./read-request.ts";

/** GET /v1beta/models */
export const answerGeminiModels = (request: SimulatedRequest): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify({ models: request.models.list("gemini").map(entry) }),
});

/** GET /v1beta/models/{model} */
export const answerGeminiModel = (request: SimulatedRequest): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify(entry(readModel(request, ["chat", "reasoning", "embedding"]).model)),
});

const entry = ({ id, kind, displayName = id }: SimulatedModel) => ({
  name: `models/${id}`,
  version: "001",
  displayName,
  supportedGenerationMethods:
    kind === "embedding" ? ["embedContent"] : ["generateContent", "countTokens"],
});
