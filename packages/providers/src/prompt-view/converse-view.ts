import type { JsonPath } from "../json-path.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import { MessageBuilder } from "./message-builder.ts";
import type { PromptMessage, PromptView } from "./prompt-view.ts";
import { countOrAbsent, textParts, toolsIn } from "./view-parts.ts";

const isText = ({ text }: JsonObject): boolean => typeof text === "string";

/** `ConverseCommandInput` in https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28. */
export function converseView(body: JsonObject): PromptView | undefined {
  if (!Array.isArray(body.messages)) return undefined;
  const messages: PromptMessage[] = [];
  for (const [index, message] of body.messages.entries()) {
    if (!isJsonObject(message)) return undefined;
    const { role } = message;
    if (role !== "user" && role !== "assistant") return undefined;
    messages.push(messageOf(message, role, ["messages", index]));
  }
  const { toolsPath, tools } = toolsIn(objectOrAbsent(body.toolConfig)?.tools, [
    "toolConfig",
    "tools",
  ]);
  return {
    format: "bedrock.converse",
    system: textParts(body.system, ["system"], isText).texts,
    toolsPath,
    tools,
    listPath: ["messages"],
    messages,
    maxOutput: {
      path: ["inferenceConfig", "maxTokens"],
      value: countOrAbsent(objectOrAbsent(body.inferenceConfig)?.maxTokens),
    },
  };
}

function messageOf(
  { content }: JsonObject,
  role: PromptMessage["role"],
  path: JsonPath,
): PromptMessage {
  const builder = new MessageBuilder();
  if (!Array.isArray(content)) builder.other();
  for (const [index, block] of listOrEmpty(content).entries()) {
    if (isJsonObject(block)) readBlock(builder, block, [...path, "content", index]);
    else builder.other();
  }
  return builder.build(path, role);
}

/** A block has one member, which says what it is. */
function readBlock(builder: MessageBuilder, block: JsonObject, path: JsonPath): void {
  const { text, toolUse, toolResult, document, searchResult } = block;
  if (text !== undefined) builder.text([...path, "text"], text);
  else if (isJsonObject(toolUse)) {
    const id = textOrAbsent(toolUse.toolUseId);
    builder.toolCall({ path, id, name: textOrAbsent(toolUse.name) });
  } else if (isJsonObject(toolResult)) {
    builder.toolResult({
      path,
      callId: textOrAbsent(toolResult.toolUseId),
      name: undefined,
      ...textParts(toolResult.content, [...path, "toolResult", "content"], isText),
    });
  } else if (isJsonObject(document)) {
    const source = objectOrAbsent(document.source);
    if (typeof source?.text === "string") {
      builder.document({ path: [...path, "document", "source", "text"], text: source.text });
    } else builder.other();
  } else if (isJsonObject(searchResult)) {
    const at = [...path, "searchResult", "content"];
    for (const one of textParts(searchResult.content, at, isText).texts) builder.document(one);
  } else if (block.cachePoint !== undefined) builder.cacheMark();
  else builder.other();
}
