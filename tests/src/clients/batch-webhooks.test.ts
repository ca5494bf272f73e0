import Anthropic from "@anthropic-ai/sdk";
import OpenAI, { toFile } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";
import { openReceiver, webhookSecret } from "./webhook-receiver.fixture.ts";

let stack: Stack;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
/** Clients of the team whose batches' ends the configuration has told, and of another one. */
let openai: OpenAI;
let other: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  receiver = await openReceiver();
  stack = await startStack({
    config: {
      batch: {
        webhook_hosts: ["127.0.0.1"],
        webhook_secrets: { "127.0.0.1": [webhookSecret] },
        webhooks: [{ url: `${receiver.url}/team`, match: { team: "nightly*" } }],
      },
    },
  });
  const apiKey = await stack.createKey("nightly", { team: "nightly-jobs" });
  // So near that no batch is worth it: the answers come in real time.
  const defaultHeaders = { "x-headgate-deadline": "10m" };
  const both = { baseURL: `${stack.url}/v1`, maxRetries: 0, defaultHeaders };
  openai = new OpenAI({ ...both, apiKey });
  other = new OpenAI({ ...both, apiKey: await stack.createKey("other", { team: "others" }) });
  anthropic = new Anthropic({ ...both, baseURL: stack.url, apiKey });
});
afterAll(async () => {
  await stack.stop();
  receiver.close();
});

async function makeBatch(client: OpenAI, headers: Record<string, string> = {}) {
  const body = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };
  const line = { custom_id: "one", method: "POST", url: "/v1/chat/completions", body };
  const file = await client.files.create({
    file: await toFile(Buffer.from(JSON.stringify(line)), "requests.jsonl"),
    purpose: "batch",
  });
  return client.batches.create(
    { input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h" },
    { headers },
  );
}
/** What was told of a batch, as OpenAI's own client reads and checks it. */
const eventsOf = async (id: string) => {
  const events = await Promise.all(
    receiver.told.map(({ body, headers }) => openai.webhooks.unwrap(body, headers, webhookSecret)),
  );
  return events.filter(({ data }) => "id" in data && data.id === id);
};
const patience = { timeout: 90_000, interval: 200 };

test("the end of a batch is told as OpenAI tells it, again where it was not taken, though control is killed", async () => {
  const { id } = await makeBatch(openai);
  await expect.poll(() => receiver.told.length, patience).toBe(1);
  await stack.killAndRestart("control");

  await expect.poll(() => eventsOf(id), patience).toHaveLength(2);
  const [first, again] = await eventsOf(id);
  expect(first).toEqual({
    ...{ id: `evt_${id}`, object: "event", type: "batch.completed", data: { id } },
    created_at: (await openai.batches.retrieve(id)).completed_at,
  });
  expect(again).toEqual(first);
  expect(new Set(receiver.told.map(({ headers }) => headers.get("webhook-id"))).size).toBe(1);
});

test("whoever makes a batch may name an allowed address, and a cancelled one is told as that", async () => {
  const made = await makeBatch(other, {
    "x-headgate-deadline": "6h",
    "x-headgate-webhook": `${receiver.url}/mine`,
  });
  await other.batches.cancel(made.id);

  await expect
    .poll(async () => (await eventsOf(made.id)).map(({ type }) => type), patience)
    .toEqual(["batch.cancelled"]);
  await expect(
    makeBatch(other, { "x-headgate-webhook": "https://elsewhere.example/mine" }),
  ).rejects.toMatchObject({ status: 403, code: "webhook_refused" });
});

test("a batch of Anthropic's form is told by the same event; one that nobody asked to be told of is not", async () => {
  const silent = await makeBatch(other);
  const params = {
    ...{ model: "claude-haiku-4-5", max_tokens: 20 },
    messages: [{ role: "user" as const, content: "Hello" }],
  };
  const { id } = await anthropic.messages.batches.create({
    requests: [{ custom_id: "one", params }],
  });

  await expect
    .poll(async () => (await eventsOf(id)).map(({ type }) => type), patience)
    .toEqual(["batch.completed"]);
  await expect
    .poll(async () => (await other.batches.retrieve(silent.id)).status, patience)
    .toBe("completed");
  expect(await eventsOf(silent.id)).toEqual([]);
});
