import { isJsonObject, type JsonObject } from "../json-object.ts";
import { chooseTool, type Tool } from "../output/choose-tool.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { invalidRequest } from "./errors.ts";

/** The client tool that a request makes the model call; server tools are never called. */
export function readToolToCall(
  request: SimulatedRequest,
  body: JsonObject,
  lastUserText: string | undefined,
): Tool | undefined {
  const entries: readonly unknown[] = Array.isArray(body.tools) ? body.tools : [];
  const tools = entries.flatMap((entry) =>
    isJsonObject(entry) && typeof entry.name === "string" && "input_schema" in entry
      ? [{ name: entry.name, schema: entry.input_schema }]
      : [],
  );
  const choice = body.tool_choice;
  if (choice === undefined || choice === null) {
    return chooseTool(tools, { mode: "auto" }, lastUserText);
  }
  const type = isJsonObject(choice) ? choice.type : undefined;
  switch (type) {
    case "auto":
    case "none":
      return chooseTool(tools, { mode: type }, lastUserText);
    case "any":
      return chooseTool(tools, { mode: "required" }, lastUserText);
    case "tool": {
      const name = isJsonObject(choice) ? choice.name : undefined;
      if (typeof name !== "string") {
        throw invalidRequest(request.requestId, "tool_choice.tool.name: Field required");
      }
      const tool = tools.find((entry) => entry.name === name);
      if (tool === undefined) {
        throw invalidRequest(request.requestId, `Tool '${name}' not found in provided tools`);
      }
      return tool;
    }
    default:
      throw invalidRequest(
        request.requestId,
        "tool_choice: Input tag does not match any of the expected tags: 'auto', 'any', 'tool', 'none'",
      );
  }
}
