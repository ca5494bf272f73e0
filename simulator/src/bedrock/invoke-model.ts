import type { ServedModel } from "../models.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { invalidRequest } from "./errors.ts";
import { answerClaude, answerClaudeStream } from "./invoke-claude.ts";
import { answerLlama, answerLlamaStream } from "./invoke-llama.ts";
import { readModel } from "./read-request.ts";

type Family = Readonly<
  Record<"json" | "stream", (request: SimulatedRequest, served: ServedModel) => Answer>
>;

/** The families whose own bodies are simulated; Converse serves all models. */
const families: Readonly<Record<string, Family>> = {
  anthropic: { json: answerClaude, stream: answerClaudeStream },
  meta: { json: answerLlama, stream: answerLlamaStream },
};

/** POST /model/{modelId}/invoke: the body is the model's own. */
export const answerInvokeModel = (request: SimulatedRequest): Answer => answer(request, "json");

/** POST /model/{modelId}/invoke-with-response-stream */
export const answerInvokeModelStream = (request: SimulatedRequest): Answer =>
  answer(request, "stream");

function answer(request: SimulatedRequest, form: keyof Family): Answer {
  const served = readModel(request);
  const family = served.model.id.slice(0, served.model.id.indexOf("."));
  const known = Object.hasOwn(families, family) ? families[family] : undefined;
  if (known === undefined) throw invalidRequest(`The bodies of ${family} are not simulated.`);
  return known[form](request, served);
}
