import type { SimulatedModel } from "../models.ts";
import type { JsonAnswer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { invalidRequest, notFound } from "./errors.ts";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;

/** GET /v1/models with Anthropic's version header; pages by `limit` and `after_id`. */
export function answerAnthropicModels(request: SimulatedRequest): JsonAnswer {
  const all = request.models.list("anthropic").map((model) => entry(model));
  const query = new URLSearchParams(request.query);
  const limit = readLimit(request, query.get("limit"));
  const after = query.get("after_id");
  const from = after === null ? 0 : all.findIndex((model) => model.id === after) + 1;
  if (after !== null && from === 0) {
    throw invalidRequest(request.requestId, `after_id: no model has the id ${after}`);
  }
  const data = all.slice(from, from + limit);
  return {
    kind: "json",
    status: 200,
    body: JSON.stringify({
      data,
      has_more: from + data.length < all.length,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    }),
  };
}

/** GET /v1/models/{id} with Anthropic's version header */
export function answerAnthropicModel(request: SimulatedRequest): JsonAnswer {
  const name = request.pathName ?? "";
  const served = request.models.find("anthropic", name);
  if (served === undefined) throw notFound(request.requestId, `model: ${name}`);
  return { kind: "json", status: 200, body: JSON.stringify(entry(served.model)) };
}

const entry = (model: SimulatedModel) => ({
  type: "model",
  id: model.snapshot ?? model.id,
  display_name: model.displayName ?? model.id,
  created_at: `${model.created}T00:00:00Z`,
});

function readLimit(request: SimulatedRequest, text: string | null): number {
  if (text === null) return DEFAULT_LIMIT;
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalidRequest(request.requestId, `limit: Input should be between 1 and ${MAX_LIMIT}`);
}
