import type { SimulatedModel } from "../models.ts";
import type { JsonAnswer } from "../server/answer.ts";
import { RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { openaiError } from "./errors.ts";

/** GET /v1/models */
export const answerOpenaiModels = (request: SimulatedRequest): JsonAnswer => ({
  kind: "json",
  status: 200,
  body: JSON.stringify({
    object: "list",
    data: request.models.list("openai").map((model) => entry(model, model.id)),
  }),
});

/** GET /v1/models/{id} */
export function answerOpenaiModel(request: SimulatedRequest): JsonAnswer {
  const name = request.pathName ?? "";
  const served = request.models.find("openai", name);
  if (served === undefined) {
    throw new RefusedRequest(
      openaiError(404, {
        message: `The model '${name}' does not exist`,
        param: "model",
        code: "model_not_found",
      }),
    );
  }
  return { kind: "json", status: 200, body: JSON.stringify(entry(served.model, name)) };
}

const entry = (model: SimulatedModel, id: string) => ({
  id,
  object: "model",
  created: Date.parse(model.created) / 1000,
  owned_by: "system",
});
