import { expect, test } from "vitest";
import type { JsonObject } from "./json-object.ts";
import { at, chat, json, message, post, start, words } from "./simulator.fixture.ts";

const MINUTE_MS = 60_000;

test("OpenAI's prefixes of 1024 tokens and more are cached in steps of 128, for 5 to 10 minutes", async () => {
  let nowMs = Date.UTC(2026, 10, 23);
  const simulator = await start({ nowMs: () => nowMs });
  const cached = async (content: string, headers = {}, more: JsonObject = {}) =>
    at(
      await json(post(simulator, "/v1/chat/completions", chat(content, more), headers)),
      "usage",
      "prompt_tokens_details",
      "cached_tokens",
    );
  const start1400 = words(1400);

  expect(await cached(words(1023, "small"))).toBe(0);
  expect(await cached(words(1023, "small"))).toBe(0);
  expect(await cached(start1400)).toBe(0);
  expect(await cached(start1400)).toBe(1280);
  expect(await cached(`${start1400} ${words(200, "more")}`)).toBe(1280);
  expect(await cached(`${start1400} ${words(200, "more")}`)).toBe(1536);
  expect(await cached(`other ${start1400}`)).toBe(0);
  expect(await cached(start1400, { authorization: "Bearer another" })).toBe(0);
  expect(await cached(start1400, {}, { model: "gpt-4o" })).toBe(0);
  expect(await cached(start1400, { "x-simulator-cache": "off" })).toBe(0);
  nowMs += 4 * MINUTE_MS;
  expect(await cached(start1400)).toBe(1280);
  nowMs += 11 * MINUTE_MS;
  expect(await cached(start1400)).toBe(0);
});

test("a change of the tools breaks OpenAI's cache", async () => {
  const simulator = await start();
  const tools = [{ type: "function", function: { name: "a", parameters: { type: "object" } } }];
  const ask = (more: JsonObject) =>
    json(post(simulator, "/v1/chat/completions", chat(words(2000), more)));

  await ask({});
  const changed = await ask({ tools });

  expect(at(changed, "usage", "prompt_tokens_details", "cached_tokens")).toBe(0);
});

const usageOf = async (answer: Promise<Response>) => {
  const { usage } = await json(answer);
  return {
    input: at(usage, "input_tokens"),
    read: at(usage, "cache_read_input_tokens"),
    written: at(usage, "cache_creation_input_tokens"),
    written5m: at(usage, "cache_creation", "ephemeral_5m_input_tokens"),
    written1h: at(usage, "cache_creation", "ephemeral_1h_input_tokens"),
  };
};

const block = (text: string, ttl?: string) => ({
  type: "text",
  text,
  ...(ttl === undefined ? {} : { cache_control: { type: "ephemeral", ttl } }),
});

test("Anthropic's breakpoints are written once and read until their time is up", async () => {
  let nowMs = Date.UTC(2026, 10, 23);
  const simulator = await start({ nowMs: () => nowMs });
  const ask = (question: string, headers = {}) =>
    usageOf(
      post(
        simulator,
        "/v1/messages",
        message(question, { system: [block(words(1500), "5m")] }),
        headers,
      ),
    );

  expect(await ask("one two")).toEqual({
    input: 2,
    read: 0,
    written: 1500,
    written5m: 1500,
    written1h: 0,
  });
  expect(await ask("three")).toEqual({
    input: 1,
    read: 1500,
    written: 0,
    written5m: 0,
    written1h: 0,
  });
  nowMs += 4 * MINUTE_MS;
  expect(await ask("four")).toMatchObject({ read: 1500, written: 0 });
  nowMs += 4 * MINUTE_MS;
  expect(await ask("a use renews it")).toMatchObject({ read: 1500 });
  nowMs += 6 * MINUTE_MS;
  expect(await ask("gone")).toMatchObject({ read: 0, written5m: 1500 });
  expect(await ask("off", { "x-simulator-cache": "off" })).toEqual({
    input: 1501,
    read: 0,
    written: 0,
    written5m: 0,
    written1h: 0,
  });
});

test("Anthropic's writes are told apart by their time to live, and a longer prompt writes only what is new", async () => {
  const simulator = await start();
  const ask = (content: unknown) =>
    usageOf(
      post(simulator, "/v1/messages", message(content, { system: [block(words(2000), "1h")] })),
    );

  expect(await ask([block(words(500, "turn"), "5m"), block("now")])).toEqual({
    input: 1,
    read: 0,
    written: 2500,
    written5m: 500,
    written1h: 2000,
  });
  expect(await ask([block(words(500, "turn")), block(words(300, "next"), "5m")])).toEqual({
    input: 0,
    read: 2500,
    written: 300,
    written5m: 300,
    written1h: 0,
  });
});

test("a cached prompt under 1024 tokens is billed as input", async () => {
  const simulator = await start();

  expect(
    await usageOf(post(simulator, "/v1/messages", message([block(words(1023), "5m")]))),
  ).toEqual({ input: 1023, read: 0, written: 0, written5m: 0, written1h: 0 });
});

test("a change of the tools, which come first, breaks Anthropic's cache; a breakpoint on them holds what follows none", async () => {
  const simulator = await start();
  const ask = (name: string) =>
    usageOf(
      post(
        simulator,
        "/v1/messages",
        message("hi", {
          tools: [{ name, input_schema: { type: "object" } }],
          system: [block(words(1500), "5m")],
        }),
      ),
    );

  await ask("first");
  expect(await ask("first")).toMatchObject({ read: 1500 });
  expect(await ask("second")).toMatchObject({ read: 0, written: 1500 });
});

test("five breakpoints, and an hour's breakpoint after a five-minute one, are refused", async () => {
  const simulator = await start();
  const five = Array.from({ length: 5 }, () => block("x", "5m"));

  const tooMany = await post(simulator, "/v1/messages", message(five));
  const disordered = await post(
    simulator,
    "/v1/messages",
    message([block("x", "5m"), block("y", "1h")]),
  );

  expect([tooMany.status, disordered.status]).toEqual([400, 400]);
});

test("the simulated caches forget rather than grow without end", async () => {
  const simulator = await start();
  const prompt = words(100_000);
  const batch = Array.from({ length: 10 }, (_, index) => `${index} ${prompt}`);

  for (const content of batch)
    await (await post(simulator, "/v1/chat/completions", chat(content))).arrayBuffer();

  expect(simulator.stats().cachedPrefixes).toBeGreaterThan(7000);
  expect(simulator.stats().cachedPrefixes).toBeLessThanOrEqual(200_000);
});
