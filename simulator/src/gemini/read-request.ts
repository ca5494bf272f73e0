import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { ServedModel, SimulatedModel } from "../models.ts";
import { RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { geminiError, invalidArgument } from "./errors.ts";

/** The model that the path names, of one of these kinds. */
export function readModel(
  request: SimulatedRequest,
  kinds: readonly SimulatedModel["kind"][],
): ServedModel {
  const name = request.pathName ?? "";
  const served = request.models.find("gemini", name);
  if (served === undefined || !kinds.includes(served.model.kind)) {
    throw new RefusedRequest(
      geminiError(
        404,
        "NOT_FOUND",
        `models/${name} is not found for API version v1beta, or is not supported for this method.`,
      ),
    );
  }
  return served;
}

export function parseBody({ body }: SimulatedRequest): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidArgument("Invalid JSON payload received.");
    throw error;
  }
  if (!isJsonObject(parsed)) throw invalidArgument("Invalid JSON payload received.");
  return parsed;
}

export const objectAt = (body: JsonObject, name: string): JsonObject => {
  const value = body[name];
  return isJsonObject(value) ? value : {};
};

export const listAt = (body: JsonObject, name: string): readonly unknown[] => {
  const value = body[name];
  return Array.isArray(value) ? value : [];
};
