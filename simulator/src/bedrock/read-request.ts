import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { ServedModel } from "../models.ts";
import { RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { bedrockError, invalidRequest } from "./errors.ts";

/** Application inference profiles have ids that tell nothing; here they all lead to this model. */
const BEHIND_A_PROFILE = "anthropic.claude-haiku-4-5-20251001-v1:0";
const GEOGRAPHY = /^(?:us|eu|apac|jp|au|ca|us-gov|global)\./;

/** The model that the path names: by its id, by the id of an inference profile, or by an ARN. */
export function readModel(request: SimulatedRequest): ServedModel {
  const name = request.pathName ?? "";
  const resource = name.startsWith("arn:") ? name.slice(name.indexOf("/") + 1) : name;
  const id = name.includes(":application-inference-profile/")
    ? BEHIND_A_PROFILE
    : resource.replace(GEOGRAPHY, "");
  const served = request.models.find("bedrock", id);
  if (served === undefined) throw invalidRequest("The provided model identifier is invalid.");
  return served;
}

export function parseBody(request: SimulatedRequest): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidRequest("Malformed input request");
    throw error;
  }
  if (!isJsonObject(parsed)) throw invalidRequest("Malformed input request: expected an object");
  return parsed;
}

/** What a model's own reader refuses, refused in Bedrock's words. */
export function inBedrocksWords<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    const body: unknown = JSON.parse(error.answer.body);
    const told = isJsonObject(body) && isJsonObject(body.error) ? body.error.message : undefined;
    const type = error.answer.status === 404 ? "ResourceNotFoundException" : "ValidationException";
    throw new RefusedRequest(
      bedrockError(error.answer.status, type, typeof told === "string" ? told : "Malformed input"),
    );
  }
}
