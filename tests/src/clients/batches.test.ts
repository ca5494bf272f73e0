import Anthropic from "@anthropic-ai/sdk";
import OpenAI, { BadRequestError, NotFoundError, toFile } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

let stack: Stack;
let openai: OpenAI;
let anthropic: Anthropic;
let other: OpenAI;
beforeAll(async () => {
  stack = await startStack();
  const secret = await stack.createKey("other", { team: "others" });
  const baseURL = `${stack.url}/v1`;
  // So near that no batch is worth it: the answers come in real time.
  const defaultHeaders = { "x-headgate-deadline": "10m" };
  openai = new OpenAI({ baseURL, apiKey: stack.secret, maxRetries: 0, defaultHeaders });
  other = new OpenAI({ baseURL, apiKey: secret, maxRetries: 0 });
  anthropic = new Anthropic({
    baseURL: stack.url,
    apiKey: stack.secret,
    maxRetries: 0,
    defaultHeaders,
  });
});
afterAll(async () => {
  await stack.stop();
});

const line = (id: string, members: object = {}): string =>
  JSON.stringify({
    custom_id: id,
    method: "POST",
    url: "/v1/chat/completions",
    body: {
      model: "gpt-4o-mini",
      max_tokens: 20,
      messages: [{ role: "user", content: `Say ${id}` }],
      ...members,
    },
  });

const upload = (client: OpenAI, ...lines: readonly string[]) =>
  toFile(Buffer.from(lines.join("\n")), "requests.jsonl").then((file) =>
    client.files.create({ file, purpose: "batch" }),
  );

const linesOf = async (
  client: OpenAI,
  id: string | undefined,
): Promise<Record<string, unknown>[]> => {
  const text = await (await client.files.content(id ?? "")).text();
  return text
    .trim()
    .split("\n")
    .map((one) => JSON.parse(one));
};

const openaiEnd = (id: string) =>
  expect.poll(async () => (await openai.batches.retrieve(id)).status, {
    timeout: 60_000,
    interval: 200,
  });

test("OpenAI's client uploads a file, makes a batch of it and reads its results, whoever answered them", async () => {
  const file = await upload(
    openai,
    line("one"),
    line("two", { model: "anthropic/claude-haiku-4-5" }),
    line("not carried", { model: "anthropic/claude-haiku-4-5", seed: 7 }),
  );
  expect(file).toMatchObject({ object: "file", purpose: "batch", status: "processed" });
  const made = await openai.batches.create({
    input_file_id: file.id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
    metadata: { night: "1" },
  });
  expect(made).toMatchObject({
    object: "batch",
    endpoint: "/v1/chat/completions",
    input_file_id: file.id,
    completion_window: "24h",
    metadata: { night: "1" },
    request_counts: { total: 3 },
  });
  await openaiEnd(made.id).toBe("completed");

  const batch = await openai.batches.retrieve(made.id);
  expect(batch.request_counts).toEqual({ total: 3, completed: 2, failed: 1 });
  const answers = await linesOf(openai, batch.output_file_id);
  expect(new Set(answers.map(({ custom_id }) => custom_id))).toEqual(new Set(["one", "two"]));
  for (const answer of answers) {
    expect(answer).toMatchObject({
      error: null,
      response: { status_code: 200, body: { object: "chat.completion" } },
    });
  }
  const errors = await linesOf(openai, batch.error_file_id);
  expect(errors).toMatchObject([
    { custom_id: "not carried", response: null, error: { code: "translation_unsupported" } },
  ]);
  const listed: string[] = [];
  for await (const one of openai.batches.list({ limit: 1 })) listed.push(one.id);
  expect(listed).toContain(made.id);
});

test("files are listed, read, and deleted", async () => {
  const content = line("one");
  const file = await upload(openai, content);
  expect(await (await openai.files.content(file.id)).text()).toBe(content);
  expect(await openai.files.retrieve(file.id)).toEqual(file);
  const listed: string[] = [];
  for await (const one of openai.files.list({ purpose: "batch" })) listed.push(one.id);
  expect(listed).toContain(file.id);
  expect(await openai.files.delete(file.id)).toEqual({
    id: file.id,
    object: "file",
    deleted: true,
  });
  await expect(openai.files.retrieve(file.id)).rejects.toThrow(NotFoundError);
});

test("a file is refused with the first line that cannot be taken", async () => {
  const refused = upload(openai, line("one"), line("two", { stream: true }), "{");
  await expect(refused).rejects.toThrow(BadRequestError);
  await expect(refused).rejects.toMatchObject({ code: "file_invalid" });
  await expect(refused).rejects.toThrow(/line 2, body\.stream/);
  await expect(upload(openai, line("one"), line("one"))).rejects.toThrow(/line 2, custom_id/);
});

test("no key sees another's files and batches", async () => {
  const file = await upload(openai, line("one"));
  const batch = await openai.batches.create({
    input_file_id: file.id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
  });
  await expect(other.files.retrieve(file.id)).rejects.toThrow(NotFoundError);
  await expect(other.files.content(file.id)).rejects.toThrow(NotFoundError);
  await expect(other.files.delete(file.id)).rejects.toThrow(NotFoundError);
  await expect(other.batches.retrieve(batch.id)).rejects.toThrow(NotFoundError);
  await expect(other.batches.cancel(batch.id)).rejects.toThrow(NotFoundError);
  await expect(
    other.batches.create({
      input_file_id: file.id,
      endpoint: "/v1/chat/completions",
      completion_window: "24h",
    }),
  ).rejects.toThrow(NotFoundError);
  expect((await other.batches.list()).data).toEqual([]);
  expect((await other.files.list()).data).toEqual([]);
});

test("a batch of another endpoint than its file's is refused", async () => {
  const file = await upload(openai, line("one"));
  const made = openai.batches.create({
    input_file_id: file.id,
    endpoint: "/v1/embeddings",
    completion_window: "24h",
  });
  await expect(made).rejects.toMatchObject({ code: "batch_invalid", param: "endpoint" });
});

test("the same idempotency key makes one batch", async () => {
  const file = await upload(openai, line("one"));
  const asked = {
    input_file_id: file.id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
  } as const;
  const [one, two] = [
    await openai.batches.create(asked, { headers: { "idempotency-key": "run-1" } }),
    await openai.batches.create(asked, { headers: { "idempotency-key": "run-1" } }),
  ];
  expect(two.id).toBe(one.id);
});

test("a batch that is cancelled ends as cancelled, each of its requests accounted for", async () => {
  const file = await upload(openai, ...Array.from({ length: 40 }, (_, at) => line(`c${at}`)));
  const { id } = await openai.batches.create({
    input_file_id: file.id,
    endpoint: "/v1/chat/completions",
    completion_window: "24h",
  });
  expect((await openai.batches.cancel(id)).status).toBe("cancelling");
  await openaiEnd(id).toBe("cancelled");
  const batch = await openai.batches.retrieve(id);
  const lines = [
    ...(batch.output_file_id == null ? [] : await linesOf(openai, batch.output_file_id)),
    ...(batch.error_file_id == null ? [] : await linesOf(openai, batch.error_file_id)),
  ];
  expect(new Set(lines.map(({ custom_id }) => custom_id)).size).toBe(40);
  await expect(openai.batches.cancel(id)).rejects.toMatchObject({ code: "batch_not_ready" });
});

test("Anthropic's client makes a batch, reads its results, and deletes it", async () => {
  const params = {
    model: "claude-haiku-4-5",
    max_tokens: 20,
    messages: [{ role: "user" as const, content: "Hello" }],
  };
  const made = await anthropic.messages.batches.create({
    requests: [
      { custom_id: "one", params },
      { custom_id: "two", params: { ...params, model: "openai/gpt-4o-mini" } },
    ],
  });
  expect(made).toMatchObject({ type: "message_batch", archived_at: null });
  await expect
    .poll(async () => (await anthropic.messages.batches.retrieve(made.id)).processing_status, {
      timeout: 60_000,
      interval: 200,
    })
    .toBe("ended");
  const ended = await anthropic.messages.batches.retrieve(made.id);
  expect(ended.request_counts).toEqual({
    processing: 0,
    succeeded: 2,
    errored: 0,
    canceled: 0,
    expired: 0,
  });
  const results: Record<string, string> = {};
  for await (const { custom_id, result } of await anthropic.messages.batches.results(made.id)) {
    results[custom_id] = result.type === "succeeded" ? result.message.type : result.type;
  }
  expect(results).toEqual({ one: "message", two: "message" });
  const listed: string[] = [];
  for await (const one of anthropic.messages.batches.list({ limit: 1 })) listed.push(one.id);
  expect(listed).toContain(made.id);
  expect(await anthropic.messages.batches.delete(made.id)).toEqual({
    id: made.id,
    type: "message_batch_deleted",
  });
  await expect(anthropic.messages.batches.retrieve(made.id)).rejects.toThrow(/batch_not_found/);
});

test("Anthropic's requests are refused by their place", async () => {
  const params = { model: "claude-haiku-4-5", max_tokens: 1, messages: [] };
  const made = anthropic.messages.batches.create({
    requests: [
      { custom_id: "one", params },
      { custom_id: "one", params },
    ],
  });
  await expect(made).rejects.toThrow(/requests\.1, custom_id/);
});
