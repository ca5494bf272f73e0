import type { ProducedText, PromptText, StreamEstimate } from "../../estimate/stream-estimate.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { frameMessages } from "../frame-messages.ts";
import { jsonOf } from "../frame-meter.ts";

/** Events are told by the frame's header; here each stands under its name, as in the API's union. */
function* eventsIn(bytes: Buffer): Iterable<JsonObject> {
  for (const { headers, body } of frameMessages(bytes)) {
    const type = headers[":event-type"];
    const json = type?.startsWith("contentBlock") === true ? jsonOf(body) : undefined;
    if (type !== undefined && json !== undefined) yield { [type]: json };
  }
}

/** The same deltas in InvokeModel's streams of the Nova models. */
export function addConverseDelta(event: JsonObject, produced: ProducedText): void {
  const start = objectOrAbsent(objectOrAbsent(event.contentBlockStart)?.start);
  produced.output += textOrAbsent(objectOrAbsent(start?.toolUse)?.name) ?? "";
  const delta = objectOrAbsent(objectOrAbsent(event.contentBlockDelta)?.delta);
  produced.output += textOrAbsent(delta?.text) ?? "";
  produced.output += textOrAbsent(objectOrAbsent(delta?.toolUse)?.input) ?? "";
  produced.reasoning += textOrAbsent(objectOrAbsent(delta?.reasoningContent)?.text) ?? "";
}

export const converseEstimate: StreamEstimate = {
  events: eventsIn,
  addProduced: addConverseDelta,
  promptText(request: JsonObject): PromptText | undefined {
    if (!Array.isArray(request.messages)) return undefined;
    const contents: unknown[] = [listOrEmpty(request.system)];
    for (const message of request.messages) {
      if (!isJsonObject(message)) return undefined;
      contents.push(message.content);
    }
    const texts: string[] = [];
    for (const content of contents) {
      const blocks = Array.isArray(content) ? blockTexts(content) : undefined;
      if (blocks === undefined) return undefined;
      texts.push(...blocks);
    }
    const tools = listOrEmpty(objectOrAbsent(request.toolConfig)?.tools);
    if (tools.length > 0) texts.push(JSON.stringify(tools));
    return { texts, envelopeTokens: 0 };
  },
  // Only the last event states any.
  statedInput: () => undefined,
};

/** The texts of content blocks; `undefined` when one is an image, a document or the like. */
function blockTexts(blocks: readonly unknown[]): readonly string[] | undefined {
  const texts: string[] = [];
  for (const block of blocks) {
    const part = isJsonObject(block) ? textsOf(block) : undefined;
    if (part === undefined) return undefined;
    texts.push(...part);
  }
  return texts;
}

function textsOf(block: JsonObject): readonly string[] | undefined {
  if (typeof block.text === "string") return [block.text];
  if (block.cachePoint !== undefined) return [];
  if (block.json !== undefined) return [JSON.stringify(block.json)];
  const use = objectOrAbsent(block.toolUse);
  if (use !== undefined) return [(textOrAbsent(use.name) ?? "") + JSON.stringify(use.input)];
  const result = objectOrAbsent(block.toolResult);
  if (result !== undefined) return blockTexts(listOrEmpty(result.content));
  const guarded = objectOrAbsent(objectOrAbsent(block.guardContent)?.text);
  if (typeof guarded?.text === "string") return [guarded.text];
  const thought = objectOrAbsent(objectOrAbsent(block.reasoningContent)?.reasoningText);
  return typeof thought?.text === "string" ? [thought.text] : undefined;
}
