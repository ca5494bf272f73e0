import type { SimulatedModel } from "../models.ts";
import type { JsonAnswer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { readModel } from "./read-request.ts";

/** GET …/models and GET …/models/{model} */
export function answerGeminiModels(request: SimulatedRequest): JsonAnswer {
  const body =
    request.pathName === undefined
      ? { models: request.models.list("gemini").map(entry) }
      : entry(readModel(request, ["chat", "reasoning", "embedding"]).model);
  return { kind: "json", status: 200, body: JSON.stringify(body) };
}

const entry = ({ id, kind, displayName = id }: SimulatedModel) => ({
  name: `models/${id}`,
  version: "001",
  displayName,
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods:
    kind === "embedding" ? ["embedContent"] : ["generateContent", "countTokens"],
});
