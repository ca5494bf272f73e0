import type { WireFormat } from "@headgate/contract";
import { isJsonObject, type JsonObject, listOrEmpty } from "../json-values.ts";
import type { Part, ToolResultContent } from "../translate/conversation.ts";
import { type AskedRequest, conversationOf } from "../translate/conversation-of.ts";

/** What a prompt can hold beside text; `document` is a file that is not plain text. */
export type PromptMedium = "image" | "document";

/**
 * What a prompt holds beside text, thinking and tools.
 * @param request a call's body, of this format, and where it was sent
 * @returns undefined where it holds what is not read here, such as audio, or the format is not
 */
export function promptMediaOf(
  format: WireFormat,
  request: AskedRequest,
): ReadonlySet<PromptMedium> | undefined {
  if (format === "openai.responses") return mediaOfResponses(request.json);
  const read = conversationOf(format, request);
  if (read === undefined) return undefined;
  const { conversation, notes } = read;
  const isWhole =
    notes.lostBeyond === 0 &&
    !notes.lost.some(({ field }) => field.startsWith("messages") || field.startsWith("contents"));
  if (!isWhole) return undefined;
  const found = new Set<PromptMedium>();
  for (const { parts } of conversation.messages) for (const part of parts) note(part, found);
  return found;
}

function note(part: Part | ToolResultContent, found: Set<PromptMedium>): void {
  if (part.kind === "image") found.add("image");
  else if (part.kind === "document" && part.source.kind !== "text") found.add("document");
  else if (part.kind === "tool-result") for (const one of part.content) note(one, found);
}

/** Items and parts of the Responses API that are no medium; `EasyInputMessage` has no type of its own. */
const plain = new Set([
  "message",
  "reasoning",
  "function_call",
  "function_call_output",
  "input_text",
  "output_text",
  "refusal",
]);

/** `ResponseInputItem` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-29. */
function mediaOfResponses({ input }: JsonObject): ReadonlySet<PromptMedium> | undefined {
  const found = new Set<PromptMedium>();
  for (const item of listOrEmpty(input)) {
    if (!isJsonObject(item)) return undefined;
    for (const part of [item, ...listOrEmpty(item.content), ...listOrEmpty(item.output)]) {
      if (!isJsonObject(part)) return undefined;
      const { type = "message" } = part;
      if (type === "input_image") found.add("image");
      else if (type === "input_file") found.add("document");
      else if (typeof type !== "string" || !plain.has(type)) return undefined;
    }
  }
  return found;
}
