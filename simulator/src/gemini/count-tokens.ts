import { isJsonObject } from "../json-object.ts";
import type { JsonAnswer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { readPrompt } from "./read-prompt.ts";
import { parseBody, readModel } from "./read-request.ts";

/** POST …:countTokens: of contents, or of a whole request. */
export function answerCountTokens(request: SimulatedRequest): JsonAnswer {
  readModel(request, ["chat", "reasoning"]);
  const body = parseBody(request);
  const whole = body.generateContentRequest;
  const { tokens } = readPrompt(isJsonObject(whole) ? whole : body);
  return {
    kind: "json",
    status: 200,
    body: JSON.stringify({
      totalTokens: tokens,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: tokens }],
    }),
  };
}
