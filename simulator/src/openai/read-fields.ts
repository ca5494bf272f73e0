import { modelOfDeployment } from "../azure/endpoints.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { ServedModel, SimulatedModel } from "../models.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { invalidRequest, invalidValue, modelUnknown } from "./errors.ts";

/** The body as a JSON object. */
export function parseBody(body: Buffer): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw unparsable();
    throw error;
  }
  if (!isJsonObject(parsed)) throw unparsable();
  return parsed;
}

const unparsable = () =>
  invalidRequest(
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
    null,
    null,
  );

/** The model that a body names; refused when it is unknown or of another kind. */
export function readModel(
  request: SimulatedRequest,
  body: JsonObject,
  kinds: readonly SimulatedModel["kind"][],
): ServedModel {
  // At Azure the deployment in the path decides, whatever the body says.
  const name = request.pathName ?? body.model;
  if (name === undefined || name === null || name === "") {
    throw invalidRequest("you must provide a model parameter", null, null);
  }
  if (typeof name !== "string") throw wrongType("model", "a string", name);
  const served = request.models.find("openai", modelOfDeployment(name));
  if (served === undefined) throw modelUnknown(name);
  if (!kinds.includes(served.model.kind)) {
    throw invalidRequest("This model is not supported on this endpoint.", "model", null);
  }
  return served;
}

export const wrongType = (param: string, expected: string, value: unknown) =>
  invalidRequest(
    `Invalid type for '${param}': expected ${expected}, but got ${described(value)} instead.`,
    param,
    "invalid_type",
  );

export const missing = (param: string) =>
  invalidRequest(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");

/** A whole number of at least `least`; absent when the field is missing or null. */
export function readInteger(body: JsonObject, param: string, least: number): number | undefined {
  const value = body[param];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw wrongType(param, "an integer", value);
  }
  if (value < least) {
    throw invalidRequest(
      `Invalid '${param}': integer below minimum value. Expected a value >= ${least}, but got ${value} instead.`,
      param,
      "integer_below_min_value",
    );
  }
  return value;
}

export function readBoolean(body: JsonObject, param: string): boolean {
  const value = body[param];
  if (value === undefined || value === null) return false;
  if (typeof value !== "boolean") throw wrongType(param, "a boolean", value);
  return value;
}

/** Checks a number that has a range, such as `temperature`. */
export function checkRange(body: JsonObject, param: string, from: number, to: number): void {
  const value = body[param];
  if (value === undefined || value === null) return;
  if (typeof value !== "number") throw wrongType(param, "a decimal", value);
  const below = value < from;
  if (!below && value <= to) return;
  throw invalidRequest(
    `Invalid '${param}': decimal ${below ? "below minimum" : "above maximum"} value. Expected a value ${below ? `>= ${from}` : `<= ${to}`}, but got ${value} instead.`,
    param,
    below ? "decimal_below_min_value" : "decimal_above_max_value",
  );
}

/** The tier that OpenAI would have billed for the tier that was asked for. */
export function servedTier(body: JsonObject): string {
  const tier = body.service_tier;
  if (tier === undefined || tier === null || tier === "auto") return "default";
  if (tier === "fast") return "priority";
  if (tier === "default" || tier === "flex" || tier === "priority" || tier === "scale") return tier;
  throw invalidValue("service_tier", tier, ["auto", "default", "flex", "scale", "priority"]);
}

function described(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a decimal";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
