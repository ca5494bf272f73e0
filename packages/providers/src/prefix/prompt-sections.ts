import type { WireFormat } from "@headgate/contract";
import { itemsOf, membersOf, objectStart } from "../json-members.ts";

/** A part of a prompt and the bytes of the body that it takes, its end exclusive. */
export type PromptSection = Readonly<{
  part: "tools" | "system" | "message";
  /** The place of a message in its list; 0 for what is no list. */
  index: number;
  start: number;
  end: number;
}>;

type Names = Readonly<{ tools: string; system: readonly string[]; messages: string }>;

const anthropic: Names = { tools: "tools", system: ["system"], messages: "messages" };

const names: Readonly<Partial<Record<WireFormat, Names>>> = {
  "anthropic.messages": anthropic,
  "vertex.raw_predict": anthropic,
  "bedrock.invoke_model": anthropic,
  "bedrock.converse": { tools: "toolConfig", system: ["system"], messages: "messages" },
  "openai.chat_completions": { tools: "tools", system: [], messages: "messages" },
  "openai.responses": { tools: "tools", system: ["instructions"], messages: "input" },
  "gemini.generate_content": {
    tools: "tools",
    system: ["systemInstruction", "system_instruction"],
    messages: "contents",
  },
};

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;

/**
 * What a prompt is made of, in the order in which providers read it: tools, system, messages. Providers keep
 * prefixes of that order in their caches, wherever the members stand in the body.
 *
 * @returns undefined for other formats, for bodies without messages, and where a member stands twice
 */
export function promptSections(
  format: WireFormat,
  body: Buffer,
): readonly PromptSection[] | undefined {
  const named = names[format];
  if (named === undefined) return undefined;
  const found: Record<PromptSection["part"], PromptSection[]> = {
    tools: [],
    system: [],
    message: [],
  };
  const seen = new Set<string>();
  for (const { key, valueStart: start, valueEnd: end } of membersOf(body, objectStart(body))) {
    const part = partOf(named, key);
    if (part === undefined) continue;
    if (seen.has(part)) return undefined;
    seen.add(part);
    if (part !== "message" || body[start] !== OPEN_BRACKET) {
      found[part].push({ part, index: 0, start, end });
      continue;
    }
    for (const item of itemsOf(body, start)) {
      found.message.push({ part, index: found.message.length, ...item });
    }
  }
  if (found.message.length === 0) return undefined;
  const messages =
    format === "openai.chat_completions" ? withSystem(body, found.message) : found.message;
  return [...found.tools, ...found.system, ...messages];
}

function partOf(named: Names, key: string): PromptSection["part"] | undefined {
  if (key === named.messages) return "message";
  if (key === named.tools) return "tools";
  return named.system.includes(key) ? "system" : undefined;
}

/** OpenAI's chats begin with their instructions. */
function withSystem(body: Buffer, messages: readonly PromptSection[]): readonly PromptSection[] {
  const firstOther = messages.findIndex(({ start }) => !isInstruction(body, start));
  const until = firstOther < 0 ? messages.length : firstOther;
  return messages.map((section, index) =>
    index < until ? { ...section, part: "system" } : section,
  );
}

function isInstruction(body: Buffer, start: number): boolean {
  if (body[start] !== OPEN_BRACE) return false;
  for (const { key, valueStart, valueEnd } of membersOf(body, start)) {
    if (key !== "role") continue;
    const role = body.toString("latin1", valueStart, valueEnd);
    return role === '"system"' || role === '"developer"';
  }
  return false;
}
