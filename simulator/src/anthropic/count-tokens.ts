import type { JsonAnswer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { parseBody, readModel } from "./read-fields.ts";
import { readPrompt } from "./read-prompt.ts";

/** POST /v1/messages/count_tokens */
export function answerCountTokens(request: SimulatedRequest): JsonAnswer {
  const body = parseBody(request);
  readModel(request, body);
  const { tokens } = readPrompt(request, body);
  return { kind: "json", status: 200, body: `{"input_tokens":${tokens}}` };
}
