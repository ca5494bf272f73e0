import type { Usage } from "@headgate/contract";
import { contentTexts } from "../../estimate/prompt-parts.ts";
import type { ProducedText, PromptText, StreamEstimate } from "../../estimate/stream-estimate.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { readMessagesUsage } from "./usage.ts";

export const messagesEstimate: StreamEstimate = {
  addProduced(event: JsonObject, produced: ProducedText): void {
    if (event.type === "content_block_start") {
      const block = objectOrAbsent(event.content_block);
      if (block?.type === "tool_use") produced.output += textOrAbsent(block.name) ?? "";
    }
    const delta = objectOrAbsent(event.delta);
    if (event.type !== "content_block_delta" || delta === undefined) return;
    produced.output += textOrAbsent(delta.text) ?? textOrAbsent(delta.partial_json) ?? "";
    produced.reasoning += textOrAbsent(delta.thinking) ?? "";
  },
  promptText(request: JsonObject): PromptText | undefined {
    const system = contentTexts(request.system);
    if (system === undefined || !Array.isArray(request.messages)) return undefined;
    const tools = listOrEmpty(request.tools);
    // Tools that the provider runs feed their results into the prompt, unseen.
    if (tools.some((tool) => !isJsonObject(tool) || !isClientTool(tool))) return undefined;
    const texts = [...system];
    for (const message of request.messages) {
      const content = isJsonObject(message) ? blockTexts(message.content) : undefined;
      if (content === undefined) return undefined;
      texts.push(...content);
    }
    if (tools.length > 0) texts.push(JSON.stringify(tools));
    return { texts, envelopeTokens: 0 };
  },
  statedInput(rawUsage: JsonObject | undefined): Usage | undefined {
    if (rawUsage === undefined) return undefined;
    const {
      output: _early,
      reasoning: _earlyReasoning,
      ...input
    } = readMessagesUsage(rawUsage, undefined).usage;
    return input.input === undefined ? undefined : input;
  },
};

const isClientTool = (tool: JsonObject): boolean =>
  tool.type === undefined || tool.type === "custom";

function blockTexts(content: unknown): readonly string[] | undefined {
  if (!Array.isArray(content)) return contentTexts(content);
  const texts: string[] = [];
  for (const block of content) {
    if (!isJsonObject(block)) return undefined;
    const part =
      block.type === "tool_use"
        ? [(textOrAbsent(block.name) ?? "") + (JSON.stringify(block.input) ?? "")]
        : contentTexts(block.type === "tool_result" ? block.content : [block]);
    if (part === undefined) return undefined;
    texts.push(...part);
  }
  return texts;
}
