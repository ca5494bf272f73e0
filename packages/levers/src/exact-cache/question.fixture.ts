import { exactCacheSchema, type VirtualKey } from "@headgate/contract";
import type { CacheRequest } from "./exact-cache.ts";
import type { KeptAnswer } from "./kept-answer.ts";

export const key = (change: Partial<VirtualKey> = {}): VirtualKey => ({
  id: "key-1",
  name: "test",
  hash: "0".repeat(64),
  hint: "hg_test",
  attribution: {},
  tags: {},
  created_at_ms: 0,
  ...change,
});

/** A deterministic chat, as its text. */
export const chat = (content = "What is the limit?"): string =>
  JSON.stringify({ model: "gpt-5", temperature: 0, messages: [{ role: "user", content }] });

/** A request as the cache sees it, made of the body's own text. */
export function requestOf(text: string, change: Partial<CacheRequest> = {}): CacheRequest {
  return {
    format: "openai.chat_completions",
    operation: "chat",
    method: "POST",
    pathAndQuery: "/v1/chat/completions",
    headers: {},
    json: JSON.parse(text) as Record<string, unknown>,
    body: Buffer.from(text),
    target: ["openai", "openai", "https://api.openai.com/v1", "gpt-5"],
    translation: undefined,
    editing: "",
    key: key(),
    policy: exactCacheSchema.parse({}),
    tags: {},
    wish: undefined,
    maxRequestBytes: 1_048_576,
    onGone: () => undefined,
    ...change,
  };
}

export const answerOf = (callId: string, body = "an answer"): KeptAnswer => ({
  callId,
  startedAtMs: 0,
  status: 200,
  headers: ["content-type", "application/json"],
  body: Buffer.from(body),
  stream: false,
  provider: "openai",
  insteadOf: undefined,
  sentModel: "gpt-5",
  responseModel: "gpt-5-2025-08-07",
  serviceTier: undefined,
  usage: { input: 10, output: 5 },
  region: undefined,
  otherUsage: undefined,
  usageOrigin: "provider",
  usageViolations: [],
});
