import type { ToolChoice, ToolDefinition } from "../conversation.ts";
import type { Fields } from "../fields.ts";

/** A function without parameters takes none. */
const NO_PARAMETERS = { type: "object", properties: {} } as const;

export function readChatTools(request: Fields): readonly ToolDefinition[] {
  const tools: ToolDefinition[] = [];
  for (const fields of request.each("tools", "tool")) {
    const type = fields.neededText("type");
    const definition = type === "function" ? fields.fields("function", "function") : undefined;
    if (definition === undefined) {
      fields.lose("type", `tools of the type "${type}" are OpenAI's own`);
      continue;
    }
    const description = definition.text("description");
    const strict = definition.flag("strict");
    tools.push({
      name: definition.neededText("name"),
      schema: definition.object("parameters") ?? NO_PARAMETERS,
      ...(description !== undefined && { description }),
      ...(strict !== undefined && { strict }),
    });
    definition.done();
    fields.done();
  }
  return tools;
}

export function readChatToolChoice(request: Fields): ToolChoice | undefined {
  const choice = request.any("tool_choice");
  if (choice === undefined) return undefined;
  if (choice === "auto" || choice === "none") return { kind: choice };
  if (choice === "required") return { kind: "any" };
  if (typeof choice === "string") throw request.invalid("tool_choice", "auto, none or required");
  const fields = request.fields("tool_choice", "tool_choice");
  const type = fields?.text("type");
  const name =
    type === "function" ? fields?.fields("function", "function")?.text("name") : undefined;
  if (name !== undefined) return { kind: "tool", name };
  request.lose("tool_choice", `choices of the type "${type}" are OpenAI's own`);
  return undefined;
}
