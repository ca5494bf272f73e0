import { batchesResponse } from "@headgate/contract";
import { expect, test } from "vitest";
import { openApp } from "../open-app.fixture.ts";

const MINUTE = 60_000;
const request = (id: string, deadlineMs: number) => ({
  ...{ id, callId: `call-${id}`, keyId: "key-1", attribution: { team: "search" }, tags: {} },
  ...{ format: "openai.chat_completions" as const, path: "/v1/chat/completions" },
  ...{ model: "gpt-5-mini", deadlineMs },
  body: Buffer.from(
    JSON.stringify({ model: "gpt-5-mini", max_completion_tokens: 100, messages: [] }),
  ),
  target: {
    ...{ provider: "openai", model: "gpt-5-mini", endpoint: "/v1/chat/completions" },
    format: "openai.chat_completions" as const,
  },
});

test("work that can wait is held to its budget at admission, and is told of", async () => {
  const nowMs = Date.parse("2026-11-29T00:00:00Z");
  const opened = await openApp({
    nowMs: () => nowMs,
    config: {
      budgets: [{ name: "all", limit: "0.0015", window: "month" }],
    },
  });
  const refused = await opened.batches.admit([
    request("a", nowMs + 60 * MINUTE),
    request("past", nowMs),
    request("b", nowMs + 60 * MINUTE),
  ]);

  expect([...refused].map(([id, { code }]) => [id, code])).toEqual([
    ["past", "deadline_invalid"],
    ["b", "budget_exceeded"],
  ]);
  const told = await opened.read("/api/batches", batchesResponse);
  expect(told).toMatchObject({ requests: { waiting: 1 }, batches: [], problems: {} });
  expect(told.oldest_open_at).toBe(new Date(nowMs).toISOString());
  await opened.close();
});
