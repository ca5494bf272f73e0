import { isJsonObject, type JsonObject } from "../json-object.ts";
import { countTokensOf } from "../text/tokenizer.ts";
import { invalidArgument } from "./errors.ts";
import { listAt } from "./read-request.ts";

/** A prompt as text; files, images and tool definitions cost nothing here. */
export type GeminiPrompt = Readonly<{
  texts: readonly string[];
  tokens: number;
  /** The text of the last content, when it is a user's. */
  lastUserText: string | undefined;
}>;

/** Reads the system instruction and the contents of a request. */
export function readPrompt(body: JsonObject): GeminiPrompt {
  const contents = listAt(body, "contents");
  if (contents.length === 0) {
    throw invalidArgument("* GenerateContentRequest.contents: contents is not specified");
  }
  const texts: string[] = [];
  let lastUserText: string | undefined;
  const system = body.systemInstruction ?? body.system_instruction;
  if (isJsonObject(system)) texts.push(...partTexts(system));
  contents.forEach((content: unknown, index) => {
    if (!isJsonObject(content)) throw invalidArgument(`Invalid value at 'contents[${index}]'`);
    const { role = "user" } = content;
    if (role !== "user" && role !== "model" && role !== "function") {
      throw invalidArgument("Please use a valid role: user, model.");
    }
    const ofContent = partTexts(content);
    texts.push(...ofContent);
    lastUserText = role === "user" ? ofContent.join(" ") : undefined;
  });
  return { texts, tokens: countTokensOf(texts), lastUserText };
}

/** The texts of a content's parts, calls and results of functions included. */
export function partTexts(content: JsonObject): readonly string[] {
  return listAt(content, "parts").flatMap((part) => {
    if (!isJsonObject(part)) return [];
    if (typeof part.text === "string") return [part.text];
    const functionPart = part.functionCall ?? part.functionResponse;
    return functionPart === undefined ? [] : [JSON.stringify(functionPart)];
  });
}
