import type { AnthropicPrompt, CacheTtl } from "../anthropic/read-prompt.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { countTokens } from "../text/tokenizer.ts";
import { invalidRequest } from "./errors.ts";

type Block = AnthropicPrompt["blocks"][number];

/** Reads tools, system and messages of Converse into blocks; a cache point marks the block before it. */
export function readConversePrompt(body: JsonObject): AnthropicPrompt {
  const blocks: Block[] = [];
  const toolConfig = body.toolConfig;
  if (isJsonObject(toolConfig)) addBlocks(blocks, toolConfig.tools, "toolConfig.tools", "tool");
  if (body.system !== undefined) addBlocks(blocks, body.system, "system", "system");
  const messages = body.messages;
  if (!Array.isArray(messages) || messages.length === 0) {
    throw invalidRequest("A conversation must start with a user message.");
  }
  let lastUserText: string | undefined;
  messages.forEach((message: unknown, index) => {
    const place = `messages.${index}`;
    if (!isJsonObject(message)) throw invalidRequest(`${place} is not valid`);
    const { role, content } = message;
    if (role !== "user" && role !== "assistant") {
      throw invalidRequest(`Value at '${place}.role' failed to satisfy constraint`);
    }
    addBlocks(blocks, content, `${place}.content`, role);
    lastUserText = role === "user" ? userText(content) : undefined;
  });
  return { blocks, lastUserText, tokens: blocks.reduce((sum, block) => sum + block.tokens, 0) };
}

function addBlocks(blocks: Block[], content: unknown, place: string, role: string): void {
  if (!Array.isArray(content)) throw invalidRequest(`Value null at '${place}' is not a list`);
  for (const [index, block] of content.entries()) {
    const given: unknown = block;
    if (!isJsonObject(given)) throw invalidRequest(`${place}.${index} is not valid`);
    if (given.cachePoint === undefined) {
      const tokens = textsOf(given).reduce((sum, text) => sum + countTokens(text), 0);
      blocks.push({ identity: `${role} ${JSON.stringify(given)}`, tokens, cacheTtl: undefined });
      continue;
    }
    const last = blocks.at(-1);
    if (last === undefined) throw invalidRequest("A cache point needs content before it.");
    blocks[blocks.length - 1] = { ...last, cacheTtl: ttlOf(given.cachePoint) };
  }
}

function ttlOf(point: unknown): CacheTtl {
  const { type, ttl = "5m" } = isJsonObject(point) ? point : {};
  if (type === "default" && (ttl === "5m" || ttl === "1h")) return ttl;
  throw invalidRequest("The cache point is not valid.");
}

/** Text itself and the text in tool results; all else costs nothing here. */
function textsOf(block: JsonObject): readonly string[] {
  if (typeof block.text === "string") return [block.text];
  const result = isJsonObject(block.toolResult) ? block.toolResult.content : undefined;
  if (!Array.isArray(result)) return [];
  return result.flatMap((part: unknown) =>
    isJsonObject(part) && typeof part.text === "string" ? [part.text] : [],
  );
}

function userText(content: unknown): string | undefined {
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [];
  if (blocks.some((block) => isJsonObject(block) && block.toolResult !== undefined)) {
    return undefined;
  }
  return blocks
    .flatMap((block) => (isJsonObject(block) && typeof block.text === "string" ? [block.text] : []))
    .join(" ");
}
