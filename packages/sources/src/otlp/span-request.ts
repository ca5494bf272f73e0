import { isJsonObject, type JsonObject, textOrAbsent } from "@headgate/providers";
import { bodyOfInput } from "../prompts/logged-body.ts";
import { listIn, objectIn } from "../records/record-values.ts";
import { indexedAttributes } from "./indexed-attributes.ts";

/**
 * What was asked, of a span that was told to keep it, in the form of OpenAI's chat completions: by OpenTelemetry's
 * conventions (`gen_ai.input.messages`, https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/, read 2026-11-30),
 * OpenInference's (`llm.input_messages.0.message.content`), OpenLLMetry's (`gen_ai.prompt.0.content`) or the AI SDK's
 * (`ai.prompt.messages`).
 *
 * @returns undefined where the span keeps no prompt, as is the default of most
 */
export function requestOfSpan(attributes: JsonObject): JsonObject | undefined {
  const messages = messagesOf(attributes);
  const settings = settingsOf(attributes);
  if (messages.length === 0) return bodyOfInput(readable(attributes["input.value"]), settings);
  const tools = toolsOf(attributes);
  return bodyOfInput(messages, tools.length === 0 ? settings : { ...settings, tools });
}

function messagesOf(attributes: JsonObject): readonly JsonObject[] {
  const stated = listIn(attributes["gen_ai.input.messages"]).filter(isJsonObject);
  if (stated.length > 0) {
    const system = listIn(attributes["gen_ai.system_instructions"]);
    return [
      ...(system.length === 0 ? [] : [chatMessages({ role: "system", parts: system })].flat()),
      ...stated.flatMap(chatMessages),
    ];
  }
  const inference = indexedAttributes(attributes, "llm.input_messages");
  if (inference.length > 0) return inference.map(openInferenceMessage);
  const prompts = indexedAttributes(attributes, "gen_ai.prompt");
  if (prompts.length > 0)
    return prompts.map(({ role, content }) => ({ role, content: readable(content) }));
  return listIn(attributes["ai.prompt.messages"]).filter(isJsonObject);
}

/** A message of OpenTelemetry's, by its parts; each answer of a tool is one of its own. */
function chatMessages({ role, parts }: JsonObject): readonly JsonObject[] {
  const all = listIn(parts).filter(isJsonObject);
  const texts = all.flatMap((part) =>
    part.type === "text" ? [{ type: "text", text: part.content }] : [],
  );
  const calls = all.flatMap(({ type, id, name, arguments: given }) =>
    type === "tool_call"
      ? [{ id, type: "function", function: { name, arguments: textOf(given) } }]
      : [],
  );
  const answers = all.flatMap(({ type, id, response, result }) =>
    type === "tool_call_response"
      ? [{ role: "tool", tool_call_id: id, content: textOf(response ?? result) }]
      : [],
  );
  const said: JsonObject = {
    role,
    ...(texts.length > 0 && { content: texts }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return texts.length === 0 && calls.length === 0 ? answers : [said, ...answers];
}

function openInferenceMessage(flat: JsonObject): JsonObject {
  const texts = indexedAttributes(flat, "message.contents").flatMap((part) => {
    const text = part["message_content.text"];
    return typeof text === "string" ? [{ type: "text", text }] : [];
  });
  const calls = indexedAttributes(flat, "message.tool_calls").map((call) => ({
    id: call["tool_call.id"],
    type: "function",
    function: {
      name: call["tool_call.function.name"],
      arguments: call["tool_call.function.arguments"],
    },
  }));
  const content = flat["message.content"] ?? (texts.length > 0 ? texts : undefined);
  return {
    role: flat["message.role"],
    ...(content !== undefined && { content }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(flat["message.tool_call_id"] !== undefined && {
      tool_call_id: flat["message.tool_call_id"],
    }),
  };
}

function toolsOf(attributes: JsonObject): readonly unknown[] {
  const stated = listIn(attributes["gen_ai.tool.definitions"]);
  if (stated.length > 0) return stated;
  const schemas = indexedAttributes(attributes, "llm.tools").flatMap((tool) => {
    const schema = objectIn(tool["tool.json_schema"]);
    return schema === undefined ? [] : [schema];
  });
  if (schemas.length > 0) return schemas;
  return indexedAttributes(attributes, "llm.request.functions").map((tool) => ({
    type: "function",
    function: { ...tool, parameters: readable(tool.parameters) },
  }));
}

const settingNames = ["temperature", "top_p", "max_tokens", "seed"] as const;

function settingsOf(attributes: JsonObject): JsonObject {
  const settings: Record<string, unknown> = {
    ...objectIn(attributes["llm.invocation_parameters"]),
  };
  for (const name of settingNames) {
    const value = attributes[`gen_ai.request.${name}`];
    if (value !== undefined) settings[name] = value;
  }
  const answers = attributes["gen_ai.request.choice.count"];
  if (answers !== undefined) settings.n = answers;
  if (attributes["gen_ai.output.type"] === "json")
    settings.response_format = { type: "json_object" };
  return settings;
}

/** Why the model stopped, as the span states it: a word, or a list of one an answer. */
export function stopWordOf(attributes: JsonObject): string | undefined {
  const stated = attributes["gen_ai.response.finish_reasons"];
  const words = typeof stated === "string" && !stated.startsWith("[") ? [stated] : listIn(stated);
  return textOrAbsent(words[0] ?? attributes["ai.response.finishReason"]);
}

/** JSON that was put into text as what it is; other text as it stands. */
function readable(value: unknown): unknown {
  const list = listIn(value);
  return list.length > 0 ? list : (objectIn(value) ?? value);
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);
