import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { ServedModel, SimulatedModel } from "../models.ts";
import { chooseTool, type Tool } from "../output/choose-tool.ts";
import { RefusedRequest } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { googleError, invalidArgument } from "./errors.ts";

export function parseBody(request: SimulatedRequest): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(request.body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidArgument("Invalid JSON payload received.");
    throw error;
  }
  if (!isJsonObject(parsed)) throw invalidArgument("Invalid JSON payload received.");
  return parsed;
}

/** The model of the path; refused when it is unknown or of another kind. */
export function readModel(
  request: SimulatedRequest,
  kinds: readonly SimulatedModel["kind"][],
): ServedModel {
  const name = request.pathName ?? "";
  const served = request.models.find("gemini", name);
  if (served === undefined || !kinds.includes(served.model.kind)) {
    throw new RefusedRequest(
      googleError(404, "NOT_FOUND", `models/${name} is not found or does not support this method.`),
    );
  }
  return served;
}

/** Texts in the order of the prompt, and those of the last turn if it is the user's. */
export type GeminiPrompt = Readonly<{
  texts: readonly string[];
  lastUserText: string | undefined;
}>;

export function readPrompt(body: JsonObject): GeminiPrompt {
  const contents = body.contents;
  if (!Array.isArray(contents) || contents.length === 0) {
    throw invalidArgument("* GenerateContentRequest.contents: contents is not specified");
  }
  const texts = isJsonObject(body.systemInstruction) ? [...textsOf(body.systemInstruction)] : [];
  let lastUserText: string | undefined;
  contents.forEach((content: unknown, index) => {
    if (!isJsonObject(content)) throw invalidArgument(`Invalid value at 'contents[${index}]'`);
    const { role } = content;
    if (role !== undefined && role !== "user" && role !== "model" && role !== "function") {
      throw invalidArgument("Please use a valid role: user, model.");
    }
    const own = textsOf(content);
    texts.push(...own);
    lastUserText = role === undefined || role === "user" ? own.join(" ") : undefined;
  });
  return { texts, lastUserText };
}

/** Texts and the JSON of functions' answers; pictures, sound and files cost nothing here. */
export function textsOf(content: JsonObject): readonly string[] {
  const parts: readonly unknown[] = Array.isArray(content.parts) ? content.parts : [];
  return parts.flatMap((part) => {
    if (!isJsonObject(part)) throw invalidArgument("Invalid value at 'contents.parts'");
    if (typeof part.text === "string") return [part.text];
    return part.functionResponse === undefined ? [] : [JSON.stringify(part.functionResponse)];
  });
}

export const objectAt = (body: JsonObject, name: string): JsonObject => {
  const value = body[name];
  return isJsonObject(value) ? value : {};
};

/** The function to call; absent when the model is to answer with text. */
export function readTool(body: JsonObject, lastUserText: string | undefined): Tool | undefined {
  const lists: readonly unknown[] = Array.isArray(body.tools) ? body.tools : [];
  const tools = lists.flatMap((list) => {
    const declared = isJsonObject(list) ? list.functionDeclarations : undefined;
    return (Array.isArray(declared) ? declared : []).flatMap((entry: unknown) => {
      if (!isJsonObject(entry) || typeof entry.name !== "string") return [];
      const schema = entry.parametersJsonSchema ?? entry.parameters ?? { type: "object" };
      return [{ name: entry.name, schema: jsonSchemaOf(schema) }];
    });
  });
  const { mode } = objectAt(objectAt(body, "toolConfig"), "functionCallingConfig");
  if (mode === "ANY") return chooseTool(tools, { mode: "required" }, lastUserText);
  return chooseTool(tools, { mode: mode === "NONE" ? "none" : "auto" }, lastUserText);
}

/** Google writes the types of its own schemas in capitals. */
export function jsonSchemaOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchemaOf);
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) =>
      name === "type" && typeof value === "string"
        ? [name, value.toLowerCase()]
        : [name, jsonSchemaOf(value)],
    ),
  );
}

/** A whole number of at least 1; absent when it is not said. */
export function readCount(body: JsonObject, name: string): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw invalidArgument(`Invalid value at '${name}'`);
}
