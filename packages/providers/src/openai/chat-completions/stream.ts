import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { providerErrorText } from "../../provider-error.ts";
import type { EventKind, StreamFacts, StreamFormat } from "../../stream-meter.ts";
import { readChatUsage } from "./usage.ts";

/** OpenAI's chat stream: chunks, at the end one with usage and no choices, then `[DONE]`. */
export const chatStream: StreamFormat = {
  // With usage requested, OpenAI sends `"usage":null` in every chunk but the last.
  marks: /"(?:usage|error)"(?! *: *n)|\[DONE\]/g,
  readText: (data) => (data.trimEnd() === "[DONE]" ? "terminal" : undefined),
  readJson: readChunk,
  readUsage: readChatUsage,
};

function readChunk(chunk: JsonObject, _event: unknown, facts: StreamFacts): EventKind {
  facts.responseModel = textOrAbsent(chunk.model) ?? facts.responseModel;
  facts.responseId = textOrAbsent(chunk.id) ?? facts.responseId;
  facts.serviceTier = textOrAbsent(chunk.service_tier) ?? facts.serviceTier;
  facts.providerError = providerErrorText(chunk.error) ?? facts.providerError;
  // Groq states it one level down, beside its request id.
  const usage = objectOrAbsent(chunk.usage) ?? objectOrAbsent(objectOrAbsent(chunk.x_groq)?.usage);
  if (usage === undefined) return "relay";
  facts.rawUsage = usage;
  facts.usageIsFinal = true;
  return Array.isArray(chunk.choices) && chunk.choices.length === 0 ? "usage-chunk" : "relay";
}
