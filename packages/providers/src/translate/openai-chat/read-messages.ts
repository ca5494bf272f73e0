import { isJsonObject, type JsonObject } from "../../json-values.ts";
import type { Message, Part, TextPart, ToolCallPart, ToolResultPart } from "../conversation.ts";
import type { Fields } from "../fields.ts";
import { joinNeighbours } from "../join-neighbours.ts";
import { readContent, textsOnly } from "./read-content.ts";

/**
 * Reads the messages; what `system` and `developer` messages say before all others is the system prompt.
 * Tool messages and the user message after them are one message of the user, as in the other formats.
 */
export function readChatMessages(request: Fields): {
  system: readonly TextPart[];
  messages: readonly Message[];
} {
  const system: TextPart[] = [];
  const messages: Message[] = [];
  for (const fields of request.each("messages", "message")) {
    const role = fields.neededText("role");
    if (role === "system" || role === "developer") {
      const parts = textsOnly(readContent(fields), fields);
      if (messages.length === 0) system.push(...parts);
      else messages.push({ role: "system", parts });
    } else if (role === "user") {
      messages.push({ role: "user", parts: readContent(fields) });
    } else if (role === "assistant") {
      messages.push({ role: "assistant", parts: readAssistant(fields) });
    } else if (role === "tool") {
      messages.push({ role: "user", parts: [readToolResult(fields)] });
    } else fields.lose("role", `messages of the role "${role}" are not known`);
    readName(fields);
    fields.done();
  }
  return { system, messages: joinNeighbours(messages) };
}

/** A name tells speakers of one role apart, which no other format can. */
function readName(fields: Fields): void {
  if (fields.text("name") !== undefined) fields.lose("name", "only OpenAI names speakers");
}

function readToolResult(fields: Fields): ToolResultPart {
  const callId = fields.neededText("tool_call_id");
  return {
    kind: "tool-result",
    callId,
    content: textsOnly(readContent(fields), fields),
    isError: false,
  };
}

function readAssistant(fields: Fields): readonly Part[] {
  const parts: Part[] = [];
  // Not OpenAI's: how DeepSeek and vLLM, and OpenRouter and Groq, show what was thought.
  const thought = fields.text("reasoning_content") ?? fields.text("reasoning");
  if (thought !== undefined && thought !== "") parts.push({ kind: "thinking", text: thought });
  parts.push(...readContent(fields));
  const refusal = fields.text("refusal");
  if (refusal !== undefined && refusal !== "") parts.push({ kind: "text", text: refusal });
  for (const call of fields.each("tool_calls", "tool_call")) {
    const type = call.text("type");
    const called =
      type === undefined || type === "function" ? call.fields("function", "function") : undefined;
    if (called === undefined) {
      call.lose("type", `tools of the type "${type}" are OpenAI's own`);
      continue;
    }
    parts.push({
      kind: "tool-call",
      id: call.neededText("id"),
      name: called.neededText("name"),
      input: readArguments(called),
      ...googleSignature(call),
    });
    called.done();
    call.done();
  }
  return parts;
}

function readArguments(called: Fields): JsonObject {
  const text = called.text("arguments");
  if (text === undefined || text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw called.invalid("arguments", "a JSON object as text");
}

/**
 * Where Google's models keep the signature of a call for clients of OpenAI's format
 * (`GeminiToolCallDelta` in https://github.com/continuedev/continue/pull/8865, read 2026-11-28).
 */
function googleSignature(call: Fields): Pick<ToolCallPart, "signature"> {
  const google = call.object("extra_content")?.google;
  const value = isJsonObject(google) ? google.thought_signature : undefined;
  return typeof value === "string" ? { signature: { house: "google", value } } : {};
}
