import type { JsonPath } from "../json-path.ts";
import { isJsonObject, type JsonObject, textOrAbsent } from "../json-values.ts";
import { MessageBuilder } from "./message-builder.ts";
import type { PromptMessage, PromptView } from "./prompt-view.ts";
import { countOrAbsent, type Roles, roleIn, textParts, toolsIn } from "./view-parts.ts";

const roles: Roles = new Map([
  ["system", "system"],
  ["developer", "system"],
  ["user", "user"],
  ["assistant", "assistant"],
]);

const isText = ({ type }: JsonObject): boolean =>
  type === "input_text" || type === "output_text" || type === "text";

/** `ResponseCreateParams` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28. */
export function responsesView(body: JsonObject): PromptView | undefined {
  const { instructions, input } = body;
  const messages = messagesOf(input);
  if (messages === undefined) return undefined;
  const { toolsPath, tools } = toolsIn(body.tools, ["tools"]);
  return {
    format: "openai.responses",
    system:
      typeof instructions === "string" ? [{ path: ["instructions"], text: instructions }] : [],
    toolsPath,
    tools,
    listPath: ["input"],
    messages,
    maxOutput: { path: ["max_output_tokens"], value: countOrAbsent(body.max_output_tokens) },
  };
}

function messagesOf(input: unknown): readonly PromptMessage[] | undefined {
  if (typeof input === "string") {
    const builder = new MessageBuilder();
    builder.text(["input"], input);
    return [builder.build(["input"], "user")];
  }
  if (!Array.isArray(input)) return undefined;
  const messages: PromptMessage[] = [];
  for (const [index, item] of input.entries()) {
    if (!isJsonObject(item)) return undefined;
    messages.push(itemOf(item, ["input", index]));
  }
  return messages;
}

/** Items without a type are messages, as the API reads them. */
function itemOf(item: JsonObject, path: JsonPath): PromptMessage {
  const builder = new MessageBuilder();
  const called = { path, callId: textOrAbsent(item.call_id), name: textOrAbsent(item.name) };
  switch (item.type) {
    case undefined:
    case "message": {
      const { texts, hasOther } = textParts(item.content, [...path, "content"], isText);
      for (const { path: at, text } of texts) builder.text(at, text);
      const role = roleIn(roles, item.role);
      if (hasOther || role === undefined) builder.other();
      return builder.build(path, role ?? "user");
    }
    case "function_call":
    case "custom_tool_call":
      builder.toolCall({ path, id: called.callId, name: called.name });
      return builder.build(path, "assistant");
    case "function_call_output":
    case "custom_tool_call_output":
      builder.toolResult({ ...called, ...textParts(item.output, [...path, "output"], isText) });
      return builder.build(path, "tool");
    default:
      builder.other();
      return builder.build(path, "assistant");
  }
}
