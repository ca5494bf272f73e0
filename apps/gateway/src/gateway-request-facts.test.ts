import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { completion, open, request } from "./gateway-case.fixture.ts";
import { json } from "./open-gateway.fixture.ts";

const certain = { ...request, temperature: 0, max_completion_tokens: 50 };

test("a row keeps digests and settings of its request, and no word of it", async () => {
  const { gateway } = await open([json(200, completion)]);
  const secretWord = "xylophone-4711";
  const asked = (content: string) => ({ ...certain, messages: [{ role: "user", content }] });

  for (const body of [
    asked(`Where is my ${secretWord}?`),
    JSON.stringify(asked(`Where is my ${secretWord}?`), null, 2),
    asked(`Hi, where is my ${secretWord} please`),
    { ...asked("Another"), n: 2 },
  ]) {
    await gateway.post("/v1/chat/completions", body, { "x-headgate-cache": "bypass" });
  }
  const facts = (await gateway.rowsWhen(4)).map((row) => row.request_facts);

  expect(facts[0]).toEqual({
    turns: 1,
    deterministic: true,
    digest: expect.stringMatching(/^[\w-]{22}$/),
    normal_digest: expect.stringMatching(/^[\w-]{22}$/),
    max_output_tokens: 50,
    finish_reason: "end",
    needs: [],
  });
  expect(facts[1]).toEqual(facts[0]);
  expect(facts[2]?.digest).not.toBe(facts[0]?.digest);
  expect(facts[2]?.normal_digest).toBe(facts[0]?.normal_digest);
  expect(facts[3]).toMatchObject({ not_cached: "several_answers" });
  expect(facts[3]?.digest).toBeUndefined();
  expect(JSON.stringify(gateway.rows())).not.toContain(secretWord);
});

test("digests are keyed: those of another installation are others, and the key is told nobody", async () => {
  const first = await open([json(200, completion)]);
  const second = await open([json(200, completion)], {
    providers: {
      openai: { kind: "openai", base_url: `${first.provider.url}/v1`, api_key: "sk-provider" },
    },
  });
  for (const { gateway } of [first, second]) await gateway.post("/v1/chat/completions", certain);

  const digests = [first, second].map(async ({ gateway }) => {
    const [row] = await gateway.rowsWhen(1);
    const salt = readFileSync(join(gateway.data, "history-salt"), "utf8");
    expect(salt).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(salt);
    return row?.request_facts?.digest;
  });

  const [one, other] = await Promise.all(digests);
  expect(one).toBeDefined();
  expect(other).not.toBe(one);
});

test("nodes that are given one salt give the same request the same digest", async () => {
  const history_salt = "0123456789abcdef".repeat(4);
  const first = await open([json(200, completion)], { history_salt });
  const second = await open([json(200, completion)], {
    history_salt,
    providers: {
      openai: { kind: "openai", base_url: `${first.provider.url}/v1`, api_key: "sk-provider" },
    },
  });
  for (const { gateway } of [first, second]) await gateway.post("/v1/chat/completions", certain);

  const [one] = await first.gateway.rowsWhen(1);
  const [other] = await second.gateway.rowsWhen(1);

  expect(one?.request_facts?.digest).toBeDefined();
  expect(other?.request_facts?.digest).toBe(one?.request_facts?.digest);
});

test("a long prompt's places are the same whether the prefix cache looks at it or not", async () => {
  const system = "Answer in one sentence, and name your source. ".repeat(60);
  const chat = {
    ...request,
    messages: [
      { role: "system", content: system },
      ...Array.from({ length: 12 }, (_, index) => ({
        role: index % 2 === 0 ? "user" : "assistant",
        content: `Message ${index}`,
      })),
    ],
  };
  const { gateway, provider } = await open([json(200, completion)]);
  await gateway.post("/v1/chat/completions", chat);
  const [row] = await gateway.rowsWhen(1);
  const prefix = row?.request_facts?.prefix;

  expect(prefix?.head).toBe(1);
  expect(prefix?.places).toHaveLength(8);
  const bytes = prefix?.places.map(([, before]) => before) ?? [];
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));

  gateway.gateway.reconfigure({
    ...configSchema.parse({
      providers: {
        openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-provider" },
      },
      policies: [{ name: "watched", prefix_cache: { mode: "watch" } }],
    }),
  });
  await gateway.post("/v1/chat/completions", chat);
  expect((await gateway.rowsWhen(2))[1]?.request_facts?.prefix).toEqual(prefix);
});

test("passages of a prompt are counted, with what stands in it twice, and no word of them is kept", async () => {
  const words = (from: number, count: number): string =>
    Array.from({ length: count }, (_, index) => `secret${from + index}`).join(" ");
  const passages = [words(100, 60), words(140, 60), words(300, 60)];
  const found = (text: string) => ({
    ...{ type: "search_result", source: "manual", title: "Manual" },
    content: [{ type: "text", text }],
  });
  const message = {
    ...{ id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5" },
    ...{ content: [{ type: "text", text: "Yes." }], stop_reason: "end_turn" },
    usage: { input_tokens: 900, output_tokens: 10 },
  };
  const { provider } = await open([json(200, message)]);
  const { gateway } = await open([], {
    providers: { anthropic: { kind: "anthropic", base_url: provider.url, api_key: "sk-provider" } },
  });
  const ask = (texts: readonly string[]) =>
    gateway.post("/v1/messages", {
      ...{ model: "claude-sonnet-4-5", max_tokens: 100 },
      messages: [
        { role: "user", content: [...texts.map(found), { type: "text", text: "What now?" }] },
      ],
    });
  await ask(passages);
  await ask([`  ${passages[2]}`]);
  await ask([]);
  const [first, second, third] = (await gateway.rowsWhen(3)).map((row) => row.request_facts);

  expect(first?.passages).toEqual({
    count: 3,
    bytes: Buffer.byteLength(passages.join("")),
    repeated_bytes: Buffer.byteLength(words(140, 20)),
    digests: Array.from({ length: 3 }, () => expect.stringMatching(/^[\w-]{8}$/)),
  });
  // The same passage is known again in another prompt, by its words.
  expect(second?.passages?.digests).toEqual([first?.passages?.digests[2]]);
  expect(third?.passages).toBeUndefined();
  expect(JSON.stringify(gateway.rows())).not.toContain("secret");
});

test("an operator can have no facts kept", async () => {
  const { gateway } = await open([json(200, completion)], { history: { request_facts: false } });
  await gateway.post("/v1/chat/completions", certain);

  expect((await gateway.rowsWhen(1))[0]?.request_facts).toBeUndefined();
});
