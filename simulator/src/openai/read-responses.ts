import { isJsonObject, type JsonObject } from "../json-object.ts";
import { invalidValue } from "./errors.ts";
import type { ChatPrompt } from "./read-chat.ts";
import { missing, wrongType } from "./read-fields.ts";

/** Reads `instructions` and `input` of a response's request. */
export function readResponsesPrompt(body: JsonObject): ChatPrompt {
  const texts: string[] = [];
  const instructions = body.instructions;
  if (typeof instructions === "string") texts.push(instructions);
  else if (instructions !== undefined && instructions !== null) {
    throw wrongType("instructions", "a string", instructions);
  }
  const input = body.input;
  if (input === undefined || input === null) throw missing("input");
  if (typeof input === "string") {
    texts.push(input);
    return { texts, lastUserText: input };
  }
  if (!Array.isArray(input)) {
    throw wrongType("input", "one of a string or array of input items", input);
  }
  let lastUserText: string | undefined;
  input.forEach((item: unknown, index) => {
    const place = `input[${index}]`;
    if (!isJsonObject(item)) throw wrongType(place, "an object", item);
    const own = itemTexts(item, place);
    texts.push(...own);
    lastUserText = item.role === "user" ? own.join(" ") : undefined;
  });
  return { texts, lastUserText };
}

function itemTexts(item: JsonObject, place: string): readonly string[] {
  const type = item.type ?? "message";
  if (type === "function_call_output") return contentTexts(item.output, `${place}.output`);
  if (type !== "message") return [];
  const role = item.role;
  if (typeof role !== "string") throw missing(`${place}.role`);
  if (!["user", "assistant", "system", "developer"].includes(role)) {
    throw invalidValue(`${place}.role`, role, ["assistant", "system", "developer", "user"]);
  }
  return contentTexts(item.content, `${place}.content`);
}

function contentTexts(content: unknown, place: string): readonly string[] {
  if (typeof content === "string") return [content];
  if (content === undefined) throw missing(place);
  if (!Array.isArray(content))
    throw wrongType(place, "one of a string or array of objects", content);
  return content.flatMap((part: unknown, index) => {
    if (!isJsonObject(part)) throw wrongType(`${place}[${index}]`, "an object", part);
    return typeof part.text === "string" ? [part.text] : [];
  });
}
