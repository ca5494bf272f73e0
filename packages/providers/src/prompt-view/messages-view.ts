import type { WireFormat } from "@headgate/contract";
import type { JsonPath } from "../json-path.ts";
import { isJsonObject, type JsonObject, listOrEmpty, textOrAbsent } from "../json-values.ts";
import { MessageBuilder } from "./message-builder.ts";
import type { PromptMessage, PromptView } from "./prompt-view.ts";
import { countOrAbsent, textParts, toolsIn } from "./view-parts.ts";

const isText = ({ type }: JsonObject): boolean => type === "text";

/**
 * Anthropic's messages, also as Bedrock's InvokeModel and Vertex take them (`MessageCreateParams` in
 * https://www.npmjs.com/package/@anthropic-ai/sdk 0.105.0, read 2026-11-28).
 */
export function messagesView(body: JsonObject, format: WireFormat): PromptView | undefined {
  if (!Array.isArray(body.messages)) return undefined;
  const messages: PromptMessage[] = [];
  for (const [index, message] of body.messages.entries()) {
    if (!isJsonObject(message)) return undefined;
    const { role } = message;
    if (role !== "user" && role !== "assistant" && role !== "system") return undefined;
    messages.push(messageOf(message, role, ["messages", index]));
  }
  const { toolsPath, tools } = toolsIn(body.tools, ["tools"]);
  return {
    format,
    system: textParts(body.system, ["system"], isText).texts,
    toolsPath,
    tools,
    listPath: ["messages"],
    messages,
    maxOutput: { path: ["max_tokens"], value: countOrAbsent(body.max_tokens) },
  };
}

function messageOf(
  { content }: JsonObject,
  role: PromptMessage["role"],
  path: JsonPath,
): PromptMessage {
  const builder = new MessageBuilder();
  if (!Array.isArray(content)) builder.text([...path, "content"], content);
  for (const [index, block] of listOrEmpty(content).entries()) {
    if (isJsonObject(block)) readBlock(builder, block, [...path, "content", index]);
    else builder.other();
  }
  return builder.build(path, role);
}

function readBlock(builder: MessageBuilder, block: JsonObject, path: JsonPath): void {
  if (block.cache_control !== undefined && block.cache_control !== null) builder.cacheMark();
  switch (block.type) {
    case "text":
      builder.text([...path, "text"], block.text);
      return;
    case "tool_use":
      builder.toolCall({ path, id: textOrAbsent(block.id), name: textOrAbsent(block.name) });
      return;
    case "tool_result":
      builder.toolResult({
        path,
        callId: textOrAbsent(block.tool_use_id),
        name: undefined,
        ...textParts(block.content, [...path, "content"], isText),
      });
      return;
    case "document":
      readDocument(builder, block.source, [...path, "source"]);
      return;
    case "search_result":
      for (const one of textParts(block.content, [...path, "content"], isText).texts) {
        builder.document(one);
      }
      return;
    default:
      builder.other();
  }
}

function readDocument(builder: MessageBuilder, source: unknown, path: JsonPath): void {
  if (isJsonObject(source) && source.type === "text" && typeof source.data === "string") {
    builder.document({ path: [...path, "data"], text: source.data });
    return;
  }
  if (isJsonObject(source) && source.type === "content") {
    const { texts, hasOther } = textParts(source.content, [...path, "content"], isText);
    for (const one of texts) builder.document(one);
    if (hasOther) builder.other();
    return;
  }
  builder.other();
}
