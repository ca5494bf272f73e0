import { isJsonObject, type JsonObject } from "../json-object.ts";
import { invalidRequest, invalidValue } from "./errors.ts";
import { missing, wrongType } from "./read-fields.ts";

const roles = new Set(["system", "assistant", "user", "function", "tool", "developer"]);

/** What a chat's messages say. */
export type ChatPrompt = Readonly<{
  /** The text of all messages, in order. */
  texts: readonly string[];
  /** The last message's text when it is a user's. */
  lastUserText: string | undefined;
}>;

export function readChatPrompt(body: JsonObject): ChatPrompt {
  const messages = body.messages;
  if (messages === undefined || messages === null) throw missing("messages");
  if (!Array.isArray(messages)) throw wrongType("messages", "an array of objects", messages);
  if (messages.length === 0) {
    throw invalidRequest(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      "messages",
      "empty_array",
    );
  }
  const texts: string[] = [];
  let lastUserText: string | undefined;
  messages.forEach((message: unknown, index) => {
    const place = `messages[${index}]`;
    if (!isJsonObject(message)) throw wrongType(place, "an object", message);
    const role = message.role;
    if (role === undefined) throw missing(`${place}.role`);
    if (typeof role !== "string" || !roles.has(role)) {
      throw invalidValue(`${place}.role`, role, [
        "system",
        "assistant",
        "user",
        "function",
        "tool",
        "developer",
      ]);
    }
    const own = contentTexts(message.content, place, role === "assistant");
    texts.push(...own);
    lastUserText = role === "user" ? own.join(" ") : undefined;
  });
  return { texts, lastUserText };
}

/** The texts of a message's content; images, audio and files cost nothing here. */
function contentTexts(content: unknown, place: string, mayBeEmpty: boolean): readonly string[] {
  if (typeof content === "string") return [content];
  if (content === undefined || content === null) {
    if (mayBeEmpty) return [];
    throw content === null
      ? wrongType(`${place}.content`, "one of a string or array of objects", content)
      : missing(`${place}.content`);
  }
  if (!Array.isArray(content)) {
    throw wrongType(`${place}.content`, "one of a string or array of objects", content);
  }
  return content.flatMap((part: unknown, index) => {
    const partPlace = `${place}.content[${index}]`;
    if (!isJsonObject(part)) throw wrongType(partPlace, "an object", part);
    if (part.type === "refusal" && typeof part.refusal === "string") return [part.refusal];
    if (part.type !== "text") return [];
    const text = part.text;
    if (typeof text !== "string") throw wrongType(`${partPlace}.text`, "a string", text);
    return [text];
  });
}

/** The JSON schema that the answer must satisfy; absent for plain text. */
export function readResponseFormat(format: unknown, param: string): unknown {
  if (format === undefined || format === null) return undefined;
  if (!isJsonObject(format)) throw wrongType(param, "an object", format);
  switch (format.type) {
    case "text":
      return undefined;
    case "json_object":
      return jsonObjectSchema;
    case "json_schema": {
      // Chat completions nests the schema, responses does not.
      const nested = format.json_schema;
      const definition = isJsonObject(nested) ? nested : format;
      const schema = definition.schema;
      if (!isJsonObject(schema)) throw missing(`${param}.json_schema.schema`);
      return schema;
    }
    default:
      throw invalidValue(`${param}.type`, format.type, ["json_object", "json_schema", "text"]);
  }
}

const jsonObjectSchema = {
  type: "object",
  properties: { summary: { type: "string" }, confident: { type: "boolean" } },
  required: ["summary", "confident"],
};
