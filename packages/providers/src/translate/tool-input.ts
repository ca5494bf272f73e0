import { isJsonObject, type JsonObject } from "../json-values.ts";
import type { TranslationNotes } from "./notes.ts";

/** A tool's input as an object; text that was cut short is none, which is said. */
export function toolInput(text: string, notes: TranslationNotes): JsonObject {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  notes.lose("tool input", "the model's text is no JSON object, most likely cut by the limit");
  return {};
}
