import type { Message } from "./conversation.ts";

/** Messages without parts are left out, and neighbours of one role become one message. */
export function joinNeighbours(messages: readonly Message[]): readonly Message[] {
  const joined: Message[] = [];
  for (const message of messages) {
    if (message.parts.length === 0) continue;
    const last = joined.at(-1);
    if (last?.role === message.role) {
      joined[joined.length - 1] = { ...last, parts: [...last.parts, ...message.parts] };
    } else joined.push(message);
  }
  return joined;
}
