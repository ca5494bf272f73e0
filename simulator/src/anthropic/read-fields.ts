import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { ServedModel } from "../models.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { invalidRequest, notFound } from "./errors.ts";

/** The body as a JSON object; refused without the version header, as the real API does. */
export function parseBody(request: SimulatedRequest): JsonObject {
  const { requestId } = request;
  if (request.headers["anthropic-version"] === undefined) {
    throw invalidRequest(requestId, "anthropic-version: header is required");
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw invalidRequest(requestId, `The request body is not valid JSON: ${error.message}`);
    }
    throw error;
  }
  if (!isJsonObject(parsed)) {
    throw invalidRequest(requestId, "The request body is not valid JSON: expected an object");
  }
  return parsed;
}

/** The model that a body names. */
export function readModel(request: SimulatedRequest, body: JsonObject): ServedModel {
  const name = body.model;
  if (name === undefined) throw invalidRequest(request.requestId, "model: Field required");
  if (typeof name !== "string") {
    throw invalidRequest(request.requestId, "model: Input should be a valid string");
  }
  const served = request.models.find("anthropic", name);
  if (served === undefined) throw notFound(request.requestId, `model: ${name}`);
  return served;
}

export function readMaxTokens(request: SimulatedRequest, body: JsonObject): number {
  const value = body.max_tokens;
  if (value === undefined) throw invalidRequest(request.requestId, "max_tokens: Field required");
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw invalidRequest(request.requestId, "max_tokens: Input should be a valid integer");
  }
  if (value < 1) {
    throw invalidRequest(
      request.requestId,
      "max_tokens: Input should be greater than or equal to 1",
    );
  }
  return value;
}

export function readStream(request: SimulatedRequest, body: JsonObject): boolean {
  const value = body.stream;
  if (value === undefined) return false;
  if (typeof value === "boolean") return value;
  throw invalidRequest(request.requestId, "stream: Input should be a valid boolean");
}

/** Checks `temperature` and `top_p`, which lie between 0 and 1. */
export function checkShare(request: SimulatedRequest, body: JsonObject, name: string): void {
  const value = body[name];
  if (value === undefined || value === null) return;
  if (typeof value !== "number") {
    throw invalidRequest(request.requestId, `${name}: Input should be a valid number`);
  }
  if (value < 0 || value > 1) throw invalidRequest(request.requestId, `${name}: range: 0..1`);
}

export function readStopSequences(request: SimulatedRequest, body: JsonObject): readonly string[] {
  const value = body.stop_sequences;
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  throw invalidRequest(request.requestId, "stop_sequences: Input should be a valid list");
}
