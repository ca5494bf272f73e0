import type { PromptParts, WireFormat } from "@headgate/contract";
import type { JsonPath } from "../json-path.ts";
import { isJsonObject, type JsonObject, listOrEmpty } from "../json-values.ts";
import type { PromptMessage, PromptText, PromptView, ToolCall, ToolResult } from "./prompt-view.ts";
import { promptViewOf } from "./prompt-view-of.ts";

/**
 * UTF-8 bytes of text in each part of a request: of definitions of tools and of calls to them, names of members and
 * all texts; of everything else the texts alone. Pictures, sound, files and thinking are in no part.
 *
 * @param seen the request's view, where somebody has made it already
 * @returns undefined where nothing is told: formats without messages, a body that is not of its documented shape, or
 *   one without text
 */
export function promptPartsOf(
  format: WireFormat,
  json: JsonObject,
  seen?: PromptView,
): PromptParts | undefined {
  const view = seen ?? promptViewOf(format, json);
  if (view === undefined) return undefined;
  const begin = lastTurn(view.messages);
  const bytes = { system: 0, tools: 0, history: 0, tool_results: 0, documents: 0, user: 0 };
  bytes.system = bytesOfTexts(view.system);
  bytes.tools = bytesWithin(view.tools);
  view.messages.forEach((message, index) => {
    bytes[partOf(message, index >= begin)] += bytesOfTexts(message.texts);
    bytes.documents += bytesOfTexts(message.documents);
    for (const call of message.toolCalls) bytes.history += bytesOfCall(json, call);
    for (const result of message.toolResults)
      bytes.tool_results += bytesOfResult(view, json, result);
  });
  const parts: PromptParts = {};
  let isEmpty = true;
  for (const part of Object.keys(bytes) as (keyof typeof bytes)[]) {
    if (bytes[part] === 0) continue;
    parts[part] = bytes[part];
    isEmpty = false;
  }
  return isEmpty ? undefined : parts;
}

/** Where what the user says last begins: behind the assistant's turn before it, whatever tools did since. */
function lastTurn(messages: readonly PromptMessage[]): number {
  let at = messages.findLastIndex(({ role, texts }) => role === "user" && texts.length > 0);
  while (at > 0 && messages[at - 1]?.role !== "assistant") at -= 1;
  return at;
}

/** Where the plain texts of a message count. */
function partOf({ role }: PromptMessage, isLastTurn: boolean): "system" | "history" | "user" {
  if (role === "system") return "system";
  return role === "user" && isLastTurn ? "user" : "history";
}

function bytesOfTexts(texts: readonly PromptText[]): number {
  let bytes = 0;
  for (const { text } of texts) bytes += Buffer.byteLength(text);
  return bytes;
}

/** Signatures of a call's reasoning stand beside it, not in it. */
function bytesOfCall(json: JsonObject, { path }: ToolCall): number {
  const call = valueAt(json, path);
  if (!isJsonObject(call)) return 0;
  return bytesWithin(
    call.function ?? call.functionCall ?? call.function_call ?? call.toolUse ?? call,
  );
}

function bytesOfResult(view: PromptView, json: JsonObject, { path, texts }: ToolResult): number {
  let bytes = bytesOfTexts(texts);
  const at = valueAt(json, path);
  if (!isJsonObject(at)) return bytes;
  // Two formats let a tool answer with objects.
  if (view.format === "gemini.generate_content") {
    const answer = at.functionResponse ?? at.function_response;
    if (isJsonObject(answer)) bytes += bytesWithin(answer.response);
  }
  if (view.format === "bedrock.converse" && isJsonObject(at.toolResult)) {
    for (const item of listOrEmpty(at.toolResult.content)) {
      if (isJsonObject(item)) bytes += bytesWithin(item.json);
    }
  }
  return bytes;
}

function valueAt(json: JsonObject, path: JsonPath): unknown {
  let value: unknown = json;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}

/** Names of members and texts, however deep: a body can be deeper than the stack. */
function bytesWithin(value: unknown): number {
  let bytes = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") bytes += Buffer.byteLength(next);
    else if (Array.isArray(next)) for (const item of next) left.push(item);
    else if (typeof next === "object" && next !== null) {
      const members = next as JsonObject;
      for (const name in members) {
        bytes += Buffer.byteLength(name);
        left.push(members[name]);
      }
    }
  }
  return bytes;
}
