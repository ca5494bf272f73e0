import { isJsonObject, type JsonObject } from "../json-object.ts";
import { chooseTool, type Tool } from "../output/choose-tool.ts";
import { invalidArgument } from "./errors.ts";
import { listAt, objectAt } from "./read-request.ts";

/** The function that a request makes the model call; absent when it is to answer with text. */
export function readTool(body: JsonObject, lastUserText: string | undefined): Tool | undefined {
  const declared = listAt(body, "tools").flatMap((entry) =>
    isJsonObject(entry) ? listAt(entry, "functionDeclarations") : [],
  );
  const config = objectAt(objectAt(body, "toolConfig"), "functionCallingConfig");
  const allowed = listAt(config, "allowedFunctionNames");
  const tools = declared.flatMap((entry, index) => {
    if (!isJsonObject(entry) || typeof entry.name !== "string") {
      throw invalidArgument(`Invalid function name at tools.function_declarations[${index}].name`);
    }
    if (allowed.length > 0 && !allowed.includes(entry.name)) return [];
    const schema = entry.parametersJsonSchema ?? jsonSchemaOf(entry.parameters);
    return [{ name: entry.name, schema: schema ?? { type: "object" } }];
  });
  const mode = config.mode ?? "AUTO";
  if (mode === "NONE") return undefined;
  return chooseTool(tools, { mode: mode === "ANY" ? "required" : "auto" }, lastUserText);
}

/** The JSON schema that the text must satisfy, if it must. */
export function readSchema(generationConfig: JsonObject): unknown {
  if (generationConfig.responseMimeType !== "application/json") return undefined;
  return generationConfig.responseJsonSchema ?? jsonSchemaOf(generationConfig.responseSchema);
}

/** Google's schemas name their types in capitals. */
function jsonSchemaOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchemaOf);
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === "type" && typeof value === "string" ? value.toLowerCase() : jsonSchemaOf(value),
    ]),
  );
}
