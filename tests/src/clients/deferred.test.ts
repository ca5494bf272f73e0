import { deferredSchema } from "@headgate/contract";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";
import { openReceiver, webhookSecret } from "./webhook-receiver.fixture.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({
    config: {
      batch: {
        webhook_hosts: ["127.0.0.1"],
        webhook_secrets: { "127.0.0.1": [webhookSecret] },
      },
      policies: [
        { name: "night", match: { feature: "night" }, batch: { when: "always", deadline: "10m" } },
        { name: "never", match: { feature: "never" }, batch: { when: "never" } },
      ],
    },
  });
});
afterAll(async () => {
  await stack.stop();
});

const chat = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };

const ask = (
  headers: Record<string, string>,
  body: unknown = chat,
  path = "/v1/chat/completions",
): Promise<Response> =>
  fetch(`${stack.url}${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${stack.secret}`,
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify(body),
  });

const get = (url: string, secret = stack.secret): Promise<Response> =>
  fetch(`${stack.url}${url}`, { headers: { authorization: `Bearer ${secret}` } });

const refusal = async (response: Response) => ({
  status: response.status,
  code: response.headers.get("x-headgate-error"),
});

test("a call with a deadline gets a handle at once, and its answer when it is there", async () => {
  const response = await ask({ "x-headgate-deadline": "10m" });
  expect(response.status).toBe(202);
  const { url, id, deadline } = deferredSchema.parse(await response.json());
  expect(response.headers.get("x-headgate-deferred")).toContain(id);
  expect(Date.parse(deadline)).toBeGreaterThan(Date.now());

  const answer = await get(`${url}?wait=60`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-headgate-deferred")).toBe(`${id}; status=completed`);
  expect(await answer.json()).toMatchObject({ object: "chat.completion" });
  expect(await (await get(url)).json()).toMatchObject({ object: "chat.completion" });
});

test("a call that waits is answered as in real time, in its own format", async () => {
  const response = await ask(
    {
      "x-headgate-deadline": "10m",
      "x-headgate-wait": "true",
      "anthropic-version": "2023-06-01",
    },
    { ...chat, model: "claude-haiku-4-5", max_tokens: 20 },
    "/v1/messages",
  );
  expect(response.status).toBe(200);
  expect(response.headers.get("x-headgate-deferred")).toContain("status=completed");
  expect(await response.json()).toMatchObject({ type: "message" });
});

test("embeddings may wait", async () => {
  const body = { model: "text-embedding-3-small", input: "Hello" };
  const response = await ask({ "x-headgate-deadline": "10m" }, body, "/v1/embeddings");
  const { url } = deferredSchema.parse(await response.json());
  expect(await (await get(`${url}?wait=60`)).json()).toMatchObject({ object: "list" });
});

test("a policy may have all calls of its traffic wait, but for streams", async () => {
  const headers = { "x-headgate-feature": "night" };
  expect((await ask(headers)).status).toBe(202);
  const stream = await ask(headers, { ...chat, stream: true });
  expect(stream.status).toBe(200);
  expect(await stream.text()).toContain("[DONE]");
});

test("where no call may wait, one with a deadline is refused, unless it keeps its connection", async () => {
  const headers = { "x-headgate-feature": "never", "x-headgate-deadline": "1h" };
  expect(await refusal(await ask(headers))).toEqual({ status: 403, code: "deferral_off" });
  const kept = await ask({ ...headers, "x-headgate-wait": "true" });
  expect(await kept.json()).toMatchObject({ object: "chat.completion" });
});

test("a stream with a deadline is refused, unless it waits", async () => {
  const headers = { "x-headgate-deadline": "1h" };
  const streamed = { ...chat, stream: true };
  expect(await refusal(await ask(headers, streamed))).toEqual({
    status: 400,
    code: "deferral_refused",
  });
  const waited = await ask({ ...headers, "x-headgate-wait": "true" }, streamed);
  expect(await waited.text()).toContain("[DONE]");
});

test.each([
  ["0s", /has passed/],
  ["2020-01-01T00:00:00Z", /has passed/],
  ["30d", /seven days/],
  ["tomorrow", /neither/],
])("the deadline %s is refused", async (deadline, told) => {
  const response = await ask({ "x-headgate-deadline": deadline });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: { code: "deadline_invalid", message: expect.stringMatching(told) },
  });
});

test("a model that nobody serves is refused before the call waits", async () => {
  const response = await ask(
    { "x-headgate-deadline": "1h", "x-headgate-provider": "nobody" },
    chat,
  );
  expect(await refusal(response)).toEqual({ status: 400, code: "provider_unknown" });
});

test("a deferred call is its key's alone, and an unknown one is told as another's", async () => {
  const { url } = deferredSchema.parse(await (await ask({ "x-headgate-deadline": "1h" })).json());
  const other = await stack.createKey("other", {});
  const unknown = { status: 404, code: "deferred_unknown" };
  expect(await refusal(await get(url, other))).toEqual(unknown);
  expect(await refusal(await get("/v1/headgate/deferred/dfr_none"))).toEqual(unknown);
});

test("what only the gateway may say is not believed of a client", async () => {
  const admitted = encodeURIComponent(JSON.stringify({ key_id: "key" }));
  const response = await fetch(`${stack.url}/internal/batch/defer?path=/v1/chat/completions`, {
    method: "POST",
    headers: { "x-headgate-admitted": admitted },
    body: "{}",
  });
  expect(response.status).toBe(403);
});

test("an address is told of the end again after it failed and control was killed, signed as OpenAI's client checks it", async () => {
  const { told, url: receiver, close } = await openReceiver();
  const response = await ask({
    "x-headgate-deadline": "10m",
    "x-headgate-webhook": `${receiver}/ended`,
  });
  const { id, url } = deferredSchema.parse(await response.json());
  await expect.poll(() => told.length, { timeout: 60_000 }).toBe(1);
  await stack.killAndRestart("control");

  await expect.poll(() => told.length, { timeout: 60_000 }).toBe(2);
  const client = new OpenAI({ apiKey: "unused" });
  for (const { body, headers } of told) {
    await client.webhooks.verifySignature(body, headers, webhookSecret);
    expect(headers.get("webhook-id")).toBe(`msg_${id}`);
    expect(JSON.parse(body)).toMatchObject({
      ...{ type: "deferred.completed", data: { id, status: "completed" } },
    });
  }
  await expect
    .poll(async () => (await get(url)).headers.get("x-headgate-deferred"), { timeout: 30_000 })
    // A try whose answer was on its way when control was killed is not counted.
    .toMatch(new RegExp(`^${id}; status=completed; webhook=delivered; tries=[12]$`));
  expect(await stack.api("/api/batches")).toMatchObject({ webhooks: { delivered: 1 } });
  close();
});

test("an address that the operator did not name is refused before the call waits", async () => {
  const refused = await ask({
    "x-headgate-deadline": "1h",
    "x-headgate-webhook": "https://elsewhere.example/ended",
  });
  expect(await refusal(refused)).toEqual({ status: 403, code: "webhook_refused" });
});

test("a call whose like read their prompts from the provider's cache stays in real time, and says so", async () => {
  const asked = (question: string) => ({
    ...{ model: "claude-haiku-4-5", max_tokens: 5 },
    system: [
      {
        ...{
          type: "text",
          text: "The tides follow the moon, and harbours follow the tides. ".repeat(800),
        },
        cache_control: { type: "ephemeral" },
      },
    ],
    messages: [{ role: "user", content: question }],
  });
  const secret = await stack.createKey("cached", { project: "cached" });
  const headers = { authorization: `Bearer ${secret}`, "anthropic-version": "2023-06-01" };
  for (let index = 0; index < 22; index += 1) {
    const answer = await ask(headers, asked(`When is high water on day ${index}?`), "/v1/messages");
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  }
  await stack.settled(22, "cached");

  const response = await ask(
    { ...headers, "x-headgate-deadline": "6h" },
    asked("When is low water?"),
    "/v1/messages",
  );
  expect(response.status).toBe(202);
  expect(response.headers.get("x-headgate-deferred")).toContain("real_time=cache_is_cheaper");
  const { url } = deferredSchema.parse(await response.json());
  const answer = await get(`${url}?wait=60`, secret);
  expect(await answer.json()).toMatchObject({ type: "message" });
  await stack.settled(23, "cached");
  const range = "from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&project=cached";
  expect(await stack.api(`/api/reports/tokens?${range}`)).toMatchObject({
    changes: expect.arrayContaining([
      expect.objectContaining({ lever: "batch", did: "cache_is_cheaper", calls: 1 }),
    ]),
  });
  expect(await stack.api("/api/batches")).toMatchObject({
    kept_in_real_time: { cache_is_cheaper: 1 },
  });
});
