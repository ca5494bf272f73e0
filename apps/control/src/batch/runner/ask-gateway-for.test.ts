import { createServer, type IncomingHttpHeaders } from "node:http";
import type { BatchItem } from "@headgate/batch";
import { ON_BEHALF_HEADER, readOnBehalf } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { askGatewayFor } from "./ask-gateway-for.ts";

const NOW = Date.parse("2026-11-29T00:00:00Z");
const item: BatchItem = {
  ...{ id: "a", position: 1, callId: "call-a", keyId: "key-1", attribution: {}, tags: {} },
  ...{ format: "openai.chat_completions", path: "/v1/chat/completions", model: "gpt-5-mini" },
  target: {
    ...{ provider: "openai", model: "gpt-5-mini", endpoint: "/v1/chat/completions" },
    format: "openai.chat_completions",
  },
  ...{ deadlineMs: NOW + 3_600_000, neededByMs: NOW + 3_600_000, realTimeAtMs: NOW },
  ...{ admittedAtMs: NOW, bodyBytes: 2, state: "asking", attempts: 1 },
};

const heard: IncomingHttpHeaders[] = [];

/** What comes of asking a gateway that answers so. */
async function asked(
  status: number,
  headers: Readonly<Record<string, string>>,
  about: Partial<BatchItem> = {},
) {
  const server = createServer((request, response) => {
    heard.push(request.headers);
    request.resume();
    response.writeHead(status, headers).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  const gateway = { url, token: "t", timeoutMs: 10_000, nowMs: () => NOW };
  return askGatewayFor(gateway, { ...item, ...about }, Buffer.from("{}"));
}

test("a budget without room is asked again in a moment: the request was admitted with its cost held", async () => {
  const hours = { "x-headgate-error": "budget_exceeded", "retry-after": "36000" };
  expect(await asked(402, hours)).toEqual({
    ...{ kind: "failed", reason: "a budget has no room for it", notBeforeMs: NOW + 30_000 },
  });
});

test("a provider that wants to be paid first has answered", async () => {
  expect(await asked(402, {})).toMatchObject({ kind: "answered", result: { status: 402 } });
});

test("a request is asked in real time under the betas that its client asked for", async () => {
  const endpoint = "/v1/messages?anthropic-beta=context-1m-2025-08-07";
  await asked(200, {}, { target: { ...item.target, endpoint } });
  expect(heard.at(-1)).toMatchObject({ "anthropic-beta": "context-1m-2025-08-07" });
});

test("a request is asked in real time with the id that it was admitted with, by which it was drawn into experiments", async () => {
  await asked(200, {}, { clientCallId: "of its client" });
  expect(readOnBehalf(String(heard.at(-1)?.[ON_BEHALF_HEADER]))).toMatchObject({
    ...{ client_call_id: "of its client", admitted_call_id: "call-a" },
  });
});

test("a request for which another model was chosen is asked of the provider of its own model, where one is chosen anew", async () => {
  const target = { ...item.target, model: "gpt-4o-mini", provider: "other" };
  const reason = "certified" as const;
  const route = { reference: "mine/gpt-5-mini", chosen: "other/gpt-4o-mini", reason };
  await asked(200, {}, { target, route });
  expect(heard.at(-1)).toMatchObject({ "x-headgate-provider": "mine" });

  await asked(200, {}, { target, route, model: "a-name-of-ours" });
  expect(heard.at(-1)).not.toHaveProperty("x-headgate-provider");
});
