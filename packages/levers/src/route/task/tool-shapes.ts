import { isJsonObject, type JsonObject, objectOrAbsent, textOrAbsent } from "@headgate/providers";

/**
 * What a tool's definition binds the model to: its name and the schema of its arguments, as JSON, for each that is
 * defined. What is said about it in words is left out. Of tools that the provider runs itself the kind is the name.
 */
export function toolShapes(tool: unknown): readonly string[] {
  if (!isJsonObject(tool)) return [];
  const declared = tool.functionDeclarations ?? tool.function_declarations;
  if (Array.isArray(declared)) return declared.flatMap((one) => shapeOf(objectOrAbsent(one)));
  return shapeOf(
    objectOrAbsent(tool.function) ??
      objectOrAbsent(tool.custom) ??
      objectOrAbsent(tool.toolSpec) ??
      tool,
  );
}

function shapeOf(definition: JsonObject | undefined): readonly string[] {
  if (definition === undefined) return [];
  const name =
    textOrAbsent(definition.name) ??
    textOrAbsent(definition.server_label) ??
    textOrAbsent(definition.type) ??
    Object.keys(definition)[0];
  // A marker of the provider's prompt cache may stand among the tools.
  if (name === undefined || name === "cachePoint") return [];
  const schema =
    definition.parameters ??
    definition.parametersJsonSchema ??
    definition.input_schema ??
    definition.inputSchema ??
    definition.format;
  return [JSON.stringify([name, schema])];
}
