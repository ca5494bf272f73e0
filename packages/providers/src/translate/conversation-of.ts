import { HeadgateError, type WireFormat } from "@headgate/contract";
import type { JsonObject } from "../json-values.ts";
import type { Conversation } from "./conversation.ts";
import { translatedFormat } from "./formats.ts";
import { TranslationNotes } from "./notes.ts";

/** A call's body, and where it was sent. */
export type AskedRequest = Readonly<{ json: JsonObject; pathAndQuery: string }>;

/**
 * What a request says, without the words of its format, and what of it could not be read.
 * @returns undefined for formats that are not read here and for a body that is not of its documented shape
 */
export function conversationOf(
  format: WireFormat,
  { json, pathAndQuery }: AskedRequest,
): Readonly<{ conversation: Conversation; notes: TranslationNotes }> | undefined {
  const isAnthropic = typeof json.anthropic_version === "string";
  const isGuest = format === "bedrock.invoke_model" || format === "vertex.raw_predict";
  if (isGuest && !isAnthropic) return undefined;
  const known = translatedFormat(isGuest ? "anthropic.messages" : format);
  if (known === undefined) return undefined;
  const notes = new TranslationNotes();
  // Bodies of Bedrock and Vertex name no model: their paths do.
  const body = isGuest ? { model: "in-the-path", ...json } : json;
  try {
    return { conversation: known.readRequest(body, pathAndQuery, notes), notes };
  } catch (error) {
    if (error instanceof HeadgateError) return undefined;
    throw error;
  }
}
