import { isJsonObject, textOrAbsent } from "../json-values.ts";

/** Content part types of all formats that are nothing but text. */
const textTypes: ReadonlySet<string> = new Set([
  "text",
  "input_text",
  "output_text",
  "refusal",
  "thinking",
]);

/**
 * The texts of a message's content, a string or a list of parts; `undefined` when a part is no text
 * (an image, audio, a file), whose tokens cannot be counted from here.
 */
export function contentTexts(content: unknown): readonly string[] | undefined {
  if (content === undefined || content === null) return [];
  if (typeof content === "string") return [content];
  if (!Array.isArray(content)) return undefined;
  const texts: string[] = [];
  for (const part of content) {
    if (!isJsonObject(part) || typeof part.type !== "string" || !textTypes.has(part.type)) {
      return undefined;
    }
    const text = textOrAbsent(part.text) ?? textOrAbsent(part.refusal);
    if (text !== undefined) texts.push(text);
    // Anthropic's is a string, Mistral's a list of parts.
    const thinking = contentTexts(part.thinking);
    if (thinking === undefined) return undefined;
    texts.push(...thinking);
  }
  return texts;
}
