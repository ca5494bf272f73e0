import type { WireFormat } from "@headgate/contract";

type Json = Readonly<Record<string, unknown>>;

/** The text that a request ends in, and the same request with another one in its place. */
type LastQuestion = Readonly<{ text: string; replacedBy: (text: string) => Json }>;

/** Where each format keeps its messages, and a message its content. */
const places: Partial<Record<WireFormat, readonly [messages: string, content: string]>> = {
  "openai.chat_completions": ["messages", "content"],
  "openai.responses": ["input", "content"],
  "anthropic.messages": ["messages", "content"],
  "gemini.generate_content": ["contents", "parts"],
  "bedrock.converse": ["messages", "content"],
};

/** How many messages a conversation has; undefined where the format has none. */
export function messageCount(format: WireFormat, json: Json): number | undefined {
  const place = places[format];
  const messages = place === undefined ? undefined : json[place[0]];
  if (typeof messages === "string") return 1;
  return Array.isArray(messages) ? messages.length : undefined;
}

/** The last message of a chat, where it is the user's and nothing but one text. */
export function lastQuestion(format: WireFormat, json: Json): LastQuestion | undefined {
  const place = places[format];
  if (place === undefined) return undefined;
  const [messagesName, contentName] = place;
  const messages = json[messagesName];
  if (typeof messages === "string") {
    return { text: messages, replacedBy: (text) => ({ ...json, [messagesName]: text }) };
  }
  if (!Array.isArray(messages)) return undefined;
  const last: unknown = messages.at(-1);
  if (!isObject(last) || (last.role !== undefined && last.role !== "user")) return undefined;
  const rebuilt = (content: unknown): Json => ({
    ...json,
    [messagesName]: [...messages.slice(0, -1), { ...last, [contentName]: content }],
  });
  const content = last[contentName];
  if (typeof content === "string") return { text: content, replacedBy: rebuilt };
  if (!Array.isArray(content) || content.length !== 1) return undefined;
  const part: unknown = content[0];
  if (!isObject(part) || typeof part.text !== "string") return undefined;
  return { text: part.text, replacedBy: (text) => rebuilt([{ ...part, text }]) };
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
