import type { JsonObject } from "../json-object.ts";
import type { Output, OutputPart } from "../output/plan-output.ts";

/** The items of a finished response: what was thought, then what was said or called. */
export function responseItems(
  output: Output,
  reasons: boolean,
  itemId: (prefix: string) => string,
): readonly JsonObject[] {
  const items: JsonObject[] = reasons ? [reasoningItem(itemId)] : [];
  if (output.part !== undefined) items.push(visibleItem(output.part, output, itemId));
  return items;
}

export const reasoningItem = (itemId: (prefix: string) => string): JsonObject => ({
  id: itemId("rs"),
  type: "reasoning",
  summary: [],
});

export const outputText = (text: string): JsonObject => ({
  type: "output_text",
  annotations: [],
  logprobs: [],
  text,
});

export function visibleItem(
  part: OutputPart,
  output: Output,
  itemId: (prefix: string) => string,
): JsonObject {
  const status = output.stop === "length" ? "incomplete" : "completed";
  if (part.kind === "text") {
    return {
      id: itemId("msg"),
      type: "message",
      status,
      content: [outputText(part.text)],
      role: "assistant",
    };
  }
  return {
    id: itemId("fc"),
    type: "function_call",
    status,
    arguments: part.text,
    call_id: itemId("call"),
    name: part.name,
  };
}
