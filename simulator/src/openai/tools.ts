import { isJsonObject, type JsonObject } from "../json-object.ts";
import { chooseTool, type Tool } from "../output/choose-tool.ts";
import { invalidRequest, invalidValue } from "./errors.ts";
import { missing, wrongType } from "./read-fields.ts";

/** The tool that a request makes the model call; absent when it is to answer with text. */
export function readToolToCall(
  body: JsonObject,
  tools: readonly Tool[],
  lastUserText: string | undefined,
): Tool | undefined {
  const choice = body.tool_choice;
  if (choice === undefined || choice === null) {
    return chooseTool(tools, { mode: "auto" }, lastUserText);
  }
  if (choice === "auto" || choice === "none" || choice === "required") {
    return chooseTool(tools, { mode: choice }, lastUserText);
  }
  if (!isJsonObject(choice)) {
    throw invalidValue("tool_choice", choice, ["none", "auto", "required"]);
  }
  // Chat completions nests the name, responses does not.
  const nested = choice.function;
  const name = isJsonObject(nested) ? nested.name : choice.name;
  if (typeof name !== "string") return chooseTool(tools, { mode: "auto" }, lastUserText);
  const named = tools.find((tool) => tool.name === name);
  if (named !== undefined) return named;
  throw invalidRequest(
    `Tool choice '${name}' not found in 'tools' parameter.`,
    "tool_choice",
    null,
  );
}

/** Reads `tools`; chat completions nests each definition under `function`, responses does not. */
export function readTools(value: unknown, nested: "function" | undefined): readonly Tool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongType("tools", "an array of objects", value);
  return value.flatMap((entry: unknown, index) => {
    if (!isJsonObject(entry)) throw wrongType(`tools[${index}]`, "an object", entry);
    if (entry.type !== "function") return [];
    const definition = nested === undefined ? entry : entry[nested];
    const place = nested === undefined ? `tools[${index}]` : `tools[${index}].${nested}`;
    if (!isJsonObject(definition)) throw missing(place);
    const name = definition.name;
    if (typeof name !== "string") throw missing(`${place}.name`);
    return [{ name, schema: definition.parameters ?? { type: "object" } }];
  });
}
