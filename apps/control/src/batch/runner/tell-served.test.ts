import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { BatchItem, ItemResult } from "@headgate/batch";
import { INTERNAL_ROUTING_PATH, type ServedAnswer, servedAnswersSchema } from "@headgate/contract";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { createServedTeller } from "./tell-served.ts";

const pool = '["support","openai/gpt-5"]';
const route = {
  ...{ reference: "openai/gpt-5", chosen: "openai/gpt-5-mini", fingerprint: "f" },
  reason: "certified" as const,
};
const item: BatchItem = {
  ...{ id: "a", position: 1, callId: "call-a", keyId: "key-1", attribution: {}, tags: {} },
  ...{ format: "openai.chat_completions", path: "/v1/chat/completions", model: "gpt-5" },
  target: {
    ...{ provider: "openai", model: "gpt-5-mini", endpoint: "/v1/chat/completions" },
    format: "openai.chat_completions",
  },
  ...{ deadlineMs: 1, neededByMs: 1, realTimeAtMs: 1, admittedAtMs: 0, bodyBytes: 2 },
  ...{ state: "batched", attempts: 1, route, pool },
};
const bytes = (value: object): Buffer => Buffer.from(JSON.stringify(value));
const asked = bytes({
  ...{ model: "gpt-5", response_format: { type: "json_object" } },
  messages: [{ role: "user", content: "Which queue?" }],
});
const answered = (content: string, status = 200): ItemResult => ({
  status,
  body: bytes({
    ...{ id: "a", object: "chat.completion" },
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
  }),
});

/** What a gateway is told of requests that ended so. */
async function toldOf(
  ends: readonly (readonly [Partial<BatchItem>, ItemResult])[],
): Promise<readonly (readonly ServedAnswer[])[]> {
  const heard: Promise<unknown>[] = [];
  const server = createServer((request, response) => {
    expect(request.url).toBe(`${INTERNAL_ROUTING_PATH}/served`);
    heard.push(json(request));
    request.once("end", () => response.end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const items = ends.map(([about], index) => ({ ...item, ...about, id: String(index) }));
  const teller = createServedTeller({
    store: {
      bodies: async (ids) => new Map(ids.map((id) => [id, asked])),
      results: async () => new Map(ends.map(([, end], index) => [String(index), end])),
    },
    gateway: () => ({ url, token: "t" }),
    log: pino({ level: "silent" }),
  });
  teller.ended(items);
  await teller.idle();
  const told = await Promise.all(heard);
  return told.map((one) => servedAnswersSchema.parse(one).answers);
}

test("what a chosen model answered in a batch is looked at, and the gateway is told what failed", async () => {
  const of = { pool, fingerprint: "f", model: "openai/gpt-5-mini" };
  expect(
    await toldOf([
      [{}, answered('{"queue":"fire"}')],
      [{}, answered("It is on fire.")],
      [{}, answered(" ")],
    ]),
  ).toEqual([
    [
      { ...of, failed: [] },
      { ...of, failed: ["not_json"] },
      { ...of, failed: expect.arrayContaining(["empty"]) },
    ],
  ]);
});

test("nothing is told of what was not moved, asked in real time, copied, or not answered by the model", async () => {
  const good = answered("{}");
  expect(
    await toldOf([
      [{ state: "asking" }, good],
      [{ state: "copy" }, good],
      [{ route: { ...route, reason: "shadow" } }, good],
      [{}, answered("", 400)],
    ]),
  ).toEqual([]);
});
