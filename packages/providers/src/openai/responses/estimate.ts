import { contentTexts } from "../../estimate/prompt-parts.ts";
import type { ProducedText, PromptText, StreamEstimate } from "../../estimate/stream-estimate.ts";
import { isJsonObject, type JsonObject, listOrEmpty, textOrAbsent } from "../../json-values.ts";

/** Chat's envelope holds for responses too; OpenAI documents no other. */
const TOKENS_AN_ITEM = 3;
const TOKENS_OF_PRIMING = 3;

const reasoningDeltas: ReadonlySet<string> = new Set([
  "response.reasoning_text.delta",
  "response.reasoning_summary_text.delta",
]);

/** Fields by which a prompt refers to text that lies with the provider. */
const references = ["previous_response_id", "conversation", "prompt"];

export const responsesEstimate: StreamEstimate = {
  addProduced(event: JsonObject, produced: ProducedText): void {
    const type = textOrAbsent(event.type);
    if (type === "response.output_item.added" && isJsonObject(event.item)) {
      produced.output += textOrAbsent(event.item.name) ?? "";
    }
    if (type?.endsWith(".delta") !== true) return;
    const delta = textOrAbsent(event.delta);
    if (delta === undefined || type.includes("audio")) return;
    if (reasoningDeltas.has(type)) produced.reasoning += delta;
    else produced.output += delta;
  },
  promptText(request: JsonObject): PromptText | undefined {
    if (references.some((field) => request[field] !== undefined && request[field] !== null)) {
      return undefined;
    }
    const tools = listOrEmpty(request.tools);
    // Tools that the provider runs feed their results into the prompt, unseen.
    if (tools.some((tool) => !isJsonObject(tool) || tool.type !== "function")) return undefined;
    const texts = [textOrAbsent(request.instructions) ?? ""];
    let envelopeTokens = TOKENS_OF_PRIMING;
    const items = typeof request.input === "string" ? [{ content: request.input }] : request.input;
    if (!Array.isArray(items)) return undefined;
    for (const item of items) {
      const text = itemTexts(item);
      if (text === undefined) return undefined;
      texts.push(...text);
      envelopeTokens += TOKENS_AN_ITEM;
    }
    if (tools.length > 0) texts.push(JSON.stringify(tools));
    if (isJsonObject(request.text)) texts.push(JSON.stringify(request.text));
    return { texts, envelopeTokens };
  },
  statedInput: () => undefined,
};

function itemTexts(item: unknown): readonly string[] | undefined {
  if (!isJsonObject(item)) return undefined;
  if (item.type === "function_call") {
    return [(textOrAbsent(item.name) ?? "") + (textOrAbsent(item.arguments) ?? "")];
  }
  if (item.type === "function_call_output") return contentTexts(item.output);
  if (item.type !== undefined && item.type !== "message") return undefined;
  const texts = contentTexts(item.content);
  return texts === undefined ? undefined : [textOrAbsent(item.role) ?? "", ...texts];
}
