import type { JsonPath } from "../json-path.ts";
import { isJsonObject, type JsonObject, listOrEmpty, textOrAbsent } from "../json-values.ts";
import { MessageBuilder } from "./message-builder.ts";
import type { PromptMessage, PromptView } from "./prompt-view.ts";
import { countOrAbsent, type Roles, roleIn, textParts, toolsIn } from "./view-parts.ts";

/** `developer` is what reasoning models call `system`; `function` is the older `tool`. */
const roles: Roles = new Map([
  ["system", "system"],
  ["developer", "system"],
  ["user", "user"],
  ["assistant", "assistant"],
  ["tool", "tool"],
  ["function", "tool"],
]);

const isText = ({ type }: JsonObject): boolean => type === "text";

/** `ChatCompletionCreateParams` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28. */
export function chatView(body: JsonObject): PromptView | undefined {
  if (!Array.isArray(body.messages)) return undefined;
  const messages: PromptMessage[] = [];
  for (const [index, message] of body.messages.entries()) {
    const role = isJsonObject(message) ? roleIn(roles, message.role) : undefined;
    if (!isJsonObject(message) || role === undefined) return undefined;
    messages.push(messageOf(message, role, ["messages", index]));
  }
  // The older name holds where the newer one is not said, as at OpenAI; null says nothing.
  const isOlder = isUnsaid(body.max_completion_tokens) && !isUnsaid(body.max_tokens);
  const limit = isOlder ? "max_tokens" : "max_completion_tokens";
  const { toolsPath, tools } = toolsIn(body.tools, ["tools"]);
  return {
    format: "openai.chat_completions",
    system: [],
    toolsPath,
    tools,
    listPath: ["messages"],
    messages,
    maxOutput: { path: [limit], value: countOrAbsent(body[limit]) },
  };
}

const isUnsaid = (value: unknown): boolean => value === undefined || value === null;

function messageOf(
  message: JsonObject,
  role: PromptMessage["role"],
  path: JsonPath,
): PromptMessage {
  const builder = new MessageBuilder();
  const { texts, hasOther } = textParts(message.content, [...path, "content"], isText);
  if (role === "tool") {
    builder.toolResult({
      path,
      callId: textOrAbsent(message.tool_call_id),
      name: textOrAbsent(message.name),
      texts,
      hasOther,
    });
  } else {
    for (const one of texts) builder.text(one.path, one.text);
    if (hasOther) builder.other();
  }
  // An audio of the model's own is known by its id alone.
  if (message.audio !== undefined && message.audio !== null) builder.other();
  if (listOrEmpty(message.content).some((part) => isJsonObject(part) && "cache_control" in part)) {
    builder.cacheMark();
  }
  for (const [index, call] of listOrEmpty(message.tool_calls).entries()) {
    if (!isJsonObject(call)) continue;
    const called = isJsonObject(call.function) ? call.function : call.custom;
    builder.toolCall({
      path: [...path, "tool_calls", index],
      id: textOrAbsent(call.id),
      name: isJsonObject(called) ? textOrAbsent(called.name) : undefined,
    });
  }
  if (isJsonObject(message.function_call)) {
    const name = textOrAbsent(message.function_call.name);
    builder.toolCall({ path: [...path, "function_call"], id: undefined, name });
  }
  return builder.build(path, role);
}
