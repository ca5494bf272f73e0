import type { NewItem } from "./item.ts";

let made = 0;

/** A constructed request of a key, as the tests of this room use it. */
export function newItem(about: Partial<NewItem> & { text?: string } = {}): NewItem {
  made += 1;
  const { text = `question ${made}`, ...rest } = about;
  return {
    id: `item-${made}`,
    callId: `call-${made}`,
    keyId: "key-1",
    attribution: { team: "search" },
    tags: {},
    format: "openai.chat_completions",
    path: "/v1/chat/completions",
    model: "gpt-5-mini",
    body: Buffer.from(JSON.stringify({ messages: [{ role: "user", content: text }] })),
    target: {
      provider: "openai",
      model: "gpt-5-mini",
      format: "openai.chat_completions",
      endpoint: "/v1/chat/completions",
    },
    deadlineMs: 10_000_000,
    realTimeAtMs: 9_000_000,
    admittedAtMs: 1_000,
    ...rest,
  };
}
