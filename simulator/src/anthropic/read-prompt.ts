import { isJsonObject, type JsonObject } from "../json-object.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { countTokens } from "../text/tokenizer.ts";
import { invalidRequest } from "./errors.ts";

export type CacheTtl = "5m" | "1h";

/** One block of a prompt, in the order in which the provider reads them: tools, system, messages. */
type PromptBlock = Readonly<{
  /** What identifies the block for the cache. */
  identity: string;
  tokens: number;
  /** Present where the caller set a cache breakpoint at the block's end. */
  cacheTtl: CacheTtl | undefined;
}>;

export type AnthropicPrompt = Readonly<{
  blocks: readonly PromptBlock[];
  tokens: number;
  /** The text of the last message when it is a user's and holds no tool result. */
  lastUserText: string | undefined;
}>;

/** Reads tools, system and messages into blocks. */
export function readPrompt(request: SimulatedRequest, body: JsonObject): AnthropicPrompt {
  const refuse = (message: string): Error => invalidRequest(request.requestId, message);
  const blocks: PromptBlock[] = [];
  const tools = body.tools;
  if (Array.isArray(tools)) {
    tools.forEach((tool: unknown, index) => {
      if (!isJsonObject(tool)) throw refuse(`tools.${index}: Input should be a valid dictionary`);
      const { cache_control: cacheControl, ...definition } = tool;
      const cacheTtl = readTtl(cacheControl, `tools.${index}`, refuse);
      blocks.push({ identity: JSON.stringify(definition), tokens: 0, cacheTtl });
    });
  } else if (tools !== undefined && tools !== null) {
    throw refuse("tools: Input should be a valid list");
  }
  const system = body.system;
  if (system !== undefined && system !== null) {
    blocks.push(...contentBlocks(system, "system", "system", refuse));
  }

  const messages = body.messages;
  if (messages === undefined) throw refuse("messages: Field required");
  if (!Array.isArray(messages)) throw refuse("messages: Input should be a valid list");
  if (messages.length === 0) throw refuse("messages: at least one message is required");
  let lastUserText: string | undefined;
  messages.forEach((message: unknown, index) => {
    const place = `messages.${index}`;
    if (!isJsonObject(message)) throw refuse(`${place}: Input should be a valid dictionary`);
    const role = message.role;
    if (role === undefined) throw refuse(`${place}.role: Field required`);
    if (role !== "user" && role !== "assistant") {
      throw refuse(`${place}.role: Input should be 'user' or 'assistant'`);
    }
    if (message.content === undefined) throw refuse(`${place}.content: Field required`);
    blocks.push(...contentBlocks(message.content, `${place}.content`, role, refuse));
    lastUserText = role === "user" ? userText(message.content) : undefined;
  });
  withAutomaticBreakpoint(blocks, readTtl(body.cache_control, "cache_control", refuse));
  const tokens = blocks.reduce((sum, block) => sum + block.tokens, 0);
  return { blocks, tokens, lastUserText };
}

type Refuse = (message: string) => Error;

function contentBlocks(
  content: unknown,
  place: string,
  role: string,
  refuse: Refuse,
): readonly PromptBlock[] {
  if (typeof content === "string") {
    return [{ identity: `${role} ${content}`, tokens: countTokens(content), cacheTtl: undefined }];
  }
  if (!Array.isArray(content)) throw refuse(`${place}: Input should be a valid list`);
  return content.map((block: unknown, index) => {
    const blockPlace = `${place}.${index}`;
    if (!isJsonObject(block)) throw refuse(`${blockPlace}: Input should be a valid dictionary`);
    const { cache_control: cacheControl, ...rest } = block;
    const tokens = textsOf(rest, blockPlace, refuse).reduce(
      (sum, text) => sum + countTokens(text),
      0,
    );
    const cacheTtl = readTtl(cacheControl, blockPlace, refuse);
    return { identity: `${role} ${identityOf(rest)}`, tokens, cacheTtl };
  });
}

/** A text block is known by its text, however its caller wrote it. */
const identityOf = (block: JsonObject): string =>
  block.type === "text" ? String(block.text) : JSON.stringify(block);

/** The texts of a block: text itself and the text in tool results; all else costs nothing here. */
function textsOf(block: JsonObject, place: string, refuse: Refuse): readonly string[] {
  if (block.type === undefined) throw refuse(`${place}.type: Field required`);
  if (block.type === "text") {
    if (typeof block.text !== "string") throw refuse(`${place}.text: Field required`);
    return [block.text];
  }
  if (block.type !== "tool_result") return [];
  const content = block.content;
  if (typeof content === "string") return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown) =>
    isJsonObject(part) && typeof part.text === "string" ? [part.text] : [],
  );
}

function userText(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const blocks: readonly unknown[] = content;
  if (blocks.some((block) => isJsonObject(block) && block.type === "tool_result")) {
    return undefined;
  }
  return blocks
    .flatMap((block) => (isJsonObject(block) && typeof block.text === "string" ? [block.text] : []))
    .join(" ");
}

function readTtl(control: unknown, place: string, refuse: Refuse): CacheTtl | undefined {
  if (control === undefined || control === null) return undefined;
  if (!isJsonObject(control) || control.type !== "ephemeral") {
    throw refuse(`${place}.cache_control.type: Input should be 'ephemeral'`);
  }
  const ttl = control.ttl ?? "5m";
  if (ttl === "5m" || ttl === "1h") return ttl;
  throw refuse(`${place}.cache_control.ephemeral.ttl: Input should be '5m' or '1h'`);
}

/** `cache_control` of the whole request sets a breakpoint on its last block. */
function withAutomaticBreakpoint(blocks: PromptBlock[], cacheTtl: CacheTtl | undefined): void {
  const last = blocks.at(-1);
  if (cacheTtl === undefined || last === undefined) return;
  blocks[blocks.length - 1] = { ...last, cacheTtl: last.cacheTtl ?? cacheTtl };
}
