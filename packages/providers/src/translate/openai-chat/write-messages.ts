import type { JsonObject } from "../../json-values.ts";
import type {
  Conversation,
  DocumentPart,
  ImagePart,
  Message,
  Part,
  TextPart,
  ToolResultPart,
} from "../conversation.ts";
import type { RequestNotes } from "../format.ts";
import { dataUrl, documentBytes } from "../media.ts";

export function writeChatMessages(
  { system, messages }: Conversation,
  notes: RequestNotes,
): readonly JsonObject[] {
  const written: JsonObject[] = [];
  if (system.length > 0) written.push({ role: "system", content: textContent(system) });
  for (const message of messages) written.push(...writeMessage(message, notes));
  return written;
}

function writeMessage({ role, parts }: Message, notes: RequestNotes): readonly JsonObject[] {
  if (role === "system") return [{ role, content: textContent(parts.filter(isText)) }];
  if (role === "assistant") return [writeAssistant(parts, notes)];
  // Results follow the calls that asked for them; what the user says besides comes after.
  const results = parts.filter((part) => part.kind === "tool-result");
  const others = parts.filter((part) => part.kind !== "tool-result");
  const written = results.map((result) => writeToolResult(result, notes));
  const content = others.flatMap((part) => writeUserPart(part, notes));
  if (content.length > 0) written.push({ role, content: plainWhereOneText(content) });
  return written;
}

function writeUserPart(part: Part, notes: RequestNotes): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ type: "text", text: part.text }];
    case "image":
      return [{ type: "image_url", image_url: { url: imageUrl(part) } }];
    case "document":
      return writeDocument(part, notes);
    case "thinking":
    case "redacted-thinking":
    case "tool-call":
    case "tool-result":
      notes.lose(`${part.kind} of a user`, "only the assistant can say it");
      return [];
    default:
      return part satisfies never;
  }
}

const imageUrl = ({ source }: ImagePart): string =>
  source.kind === "url" ? source.url : dataUrl(source);

function writeDocument({ source, name }: DocumentPart, notes: RequestNotes): readonly JsonObject[] {
  if (source.kind === "url") {
    notes.lose("document (URL)", "OpenAI's chat completions fetch no documents");
    return [];
  }
  const file = {
    ...(name !== undefined && { filename: name }),
    file_data: dataUrl(documentBytes(source)),
  };
  return [{ type: "file", file }];
}

function writeToolResult(result: ToolResultPart, notes: RequestNotes): JsonObject {
  const texts: TextPart[] = [];
  for (const content of result.content) {
    if (content.kind === "text") texts.push(content);
    else if (content.kind === "json") {
      texts.push({ kind: "text", text: JSON.stringify(content.value) });
    } else notes.lose(`tool result (${content.kind})`, "OpenAI's tool messages hold texts only");
  }
  if (result.isError) {
    notes.approximate(
      "tool result (failed)",
      "OpenAI's tool messages have no mark for failure; the text stays",
    );
  }
  return {
    role: "tool",
    tool_call_id: result.callId,
    content: textContent(texts),
  };
}

function writeAssistant(parts: readonly Part[], notes: RequestNotes): JsonObject {
  const texts = parts.filter(isText);
  const calls: JsonObject[] = [];
  for (const part of parts) {
    if (part.kind === "tool-call") {
      const { id, name, input, signature } = part;
      calls.push({
        id,
        type: "function",
        function: { name, arguments: JSON.stringify(input) },
        ...(signature?.house === "google" && {
          extra_content: { google: { thought_signature: signature.value } },
        }),
      });
    } else if (part.kind === "thinking" || part.kind === "redacted-thinking") {
      notes.approximate("thinking", "earlier thinking stays with the provider that thought it");
    } else if (part.kind !== "text") {
      notes.lose(`${part.kind} of the assistant`, "only a user can say it");
    }
  }
  return {
    role: "assistant",
    content: texts.length === 0 ? null : textContent(texts),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

const isText = (part: Part): part is TextPart => part.kind === "text";

/** One text is a plain string, which every compatible server takes. */
function textContent(texts: readonly TextPart[]): unknown {
  const [only] = texts;
  if (texts.length === 0) return "";
  if (texts.length === 1 && only !== undefined) return only.text;
  return texts.map(({ text }) => ({ type: "text", text }));
}

function plainWhereOneText(content: readonly JsonObject[]): unknown {
  const [only] = content;
  return content.length === 1 && only?.type === "text" ? only.text : content;
}
