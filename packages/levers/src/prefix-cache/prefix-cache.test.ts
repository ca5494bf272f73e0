import { type PrefixCachePolicy, prefixCacheSchema, type Usage } from "@headgate/contract";
import { parseDollars, picodollars } from "@headgate/money";
import type { JsonObject } from "@headgate/providers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { publishedTerms } from "./cache-terms.ts";
import { costAgain } from "./paid-again.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { unmarkedUsage } from "./unmarked-usage.ts";

const long = "All that there is to know of the matter at hand. ".repeat(200);

/** A cache with a clock of its own, in front of a provider that reads what it had and writes the rest. */
function opened(policy: Partial<PrefixCachePolicy> = { mode: "auto" }) {
  const clock = { nowMs: 0 };
  const cache = new PrefixCache({ maxPlaces: 1_000, maxRequestBytes: 100_000 }, () => clock.nowMs);
  const ask = (json: object, more: Partial<Parameters<PrefixCache["act"]>[0]> = {}) =>
    cache.act({
      format: "anthropic.messages",
      body: Buffer.from(JSON.stringify(json)),
      json: json as JsonObject,
      kind: "anthropic",
      provider: "anthropic",
      model: "claude-sonnet-4-5",
      keyId: "key_1",
      session: undefined,
      policy: prefixCacheSchema.parse(policy),
      terms: () => publishedTerms,
      ...more,
    });
  const answer = (act: ReturnType<typeof ask>, usage: Usage): void =>
    act?.settled({
      usage,
      callId: "call_1",
      simulated: false,
      atMs: Date.UTC(2026, 10, 29),
      // Plain tokens at a dollar a million, the others by Anthropic's parts.
      price: ({ input = 0, cache_read = 0, cache_write_5m = 0, cache_write_1h = 0 }) =>
        picodollars(
          BigInt(input * 20 + cache_read * 2 + cache_write_5m * 25 + cache_write_1h * 40) * 50_000n,
        ),
    });
  return { clock, cache, ask, answer };
}

const talk = (...messages: readonly string[]) => ({
  system: long,
  messages: messages.map((content, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content,
  })),
});

test("OpenAI's prompts are named by their begin, the same for one key and another for each", () => {
  const { ask } = opened();
  const chat = (question: string) => ({
    messages: [
      { role: "system", content: long },
      { role: "user", content: question },
    ],
  });
  const nameOf = (question: string, keyId: string): unknown => {
    const act = ask(chat(question), { format: "openai.chat_completions", kind: "openai", keyId });
    return (JSON.parse(act?.body.toString() ?? "") as Record<string, unknown>).prompt_cache_key;
  };

  expect(nameOf("a", "key_1")).toMatch(/^hg-[\w-]{22}$/);
  expect(nameOf("b", "key_1")).toBe(nameOf("a", "key_1"));
  expect(nameOf("a", "key_2")).not.toBe(nameOf("a", "key_1"));
});

test("a name of the client's own stays, and so does a prompt that OpenAI does not cache", () => {
  const { ask } = opened();
  for (const json of [
    { prompt_cache_key: "mine", messages: [{ role: "user", content: long }] },
    { messages: [{ role: "user", content: "short ".repeat(300) }] },
  ]) {
    const act = ask(json, { format: "openai.chat_completions", kind: "openai" });
    expect(act?.body.toString()).toBe(JSON.stringify(json));
    expect(act?.edit).toBeUndefined();
  }
});

test("a prompt with escapes is named as others are, and no name that an escape spells is put beside", () => {
  const { ask } = opened();
  const openai = { format: "openai.chat_completions", kind: "openai" } as const;
  const messages = JSON.stringify([{ role: "user", content: `${long}\u0007` }]);
  const asText = (text: string) =>
    ask(JSON.parse(text) as object, { ...openai, body: Buffer.from(text) });
  const unnamed = asText(`{"messages":${messages}}`);
  const spelled = `{"\\u0070rompt_cache_key":"mine","messages":${messages}}`;

  expect(JSON.parse(unnamed?.body.toString() ?? "")).toEqual({
    messages: JSON.parse(messages),
    prompt_cache_key: expect.stringMatching(/^hg-/),
  });
  expect(asText(spelled)?.body.toString()).toBe(spelled);
});

test("a prompt that goes on from what OpenAI holds has no begin to name", () => {
  const { ask } = opened();
  const isNamed = (more: object): boolean =>
    ask(
      { instructions: long, input: [{ role: "user", content: "why?" }], ...more },
      { format: "openai.responses", kind: "openai", model: "gpt-5-mini" },
    )?.edit !== undefined;

  expect(isNamed({ previous_response_id: "resp_1" })).toBe(false);
  expect(isNamed({ conversation: { id: "conv_1" } })).toBe(false);
  expect(isNamed({ previous_response_id: null, conversation: null })).toBe(true);
  expect(isNamed({ metadata: { previous_response_id: "resp_1" } })).toBe(true);
  // As ever: what holds the name anywhere is left as it is.
  expect(isNamed({ metadata: { prompt_cache_key: "mine" } })).toBe(false);
});

test("models that keep nothing by markers are watched alone", () => {
  const { clock, ask } = opened();
  const json = { messages: [{ role: "user", content: [{ text: long }] }] };
  for (const model of ["amazon.nova-pro-v1:0", "anthropic.claude-3-haiku-20240307-v1:0"]) {
    for (let call = 0; call < 10; call++) {
      clock.nowMs += 1_000;
      const act = ask(json, { format: "bedrock.converse", kind: "bedrock", model });
      expect(act?.body.toString()).toBe(JSON.stringify(json));
    }
  }
});

test("a model that refuses its first marked prompt is left alone for an hour, one that took some is not", () => {
  const { clock, cache, ask, answer } = opened();
  const repeat = (times: number) => {
    let act = ask(talk("hi"));
    for (let call = 1; call < times; call++) {
      clock.nowMs += 1_000;
      act = ask(talk("hi"));
    }
    return act;
  };
  const isMarked = (act: ReturnType<typeof ask>): boolean => act?.edit !== undefined;

  repeat(10)?.refused();
  expect(isMarked(ask(talk("hi")))).toBe(false);
  expect(cache.stats().skipped).toEqual({ marker_refused: 1 });

  clock.nowMs += 3_600_000;
  const again = repeat(10);
  expect(isMarked(again)).toBe(true);
  answer(again, { input: 0, cache_read: 0, cache_write_5m: 3_000 });
  again?.refused();
  expect(isMarked(ask(talk("hi")))).toBe(true);
});

test("a message that was changed is told by its place; a talk that goes on is no break", () => {
  const { clock, cache, ask, answer } = opened({ mode: "watch" });
  const say = (...messages: readonly string[]): void => {
    clock.nowMs += 1_000;
    answer(ask(talk(...messages)), { input: 0, cache_read: 0, cache_write_5m: 3_000 });
  };

  say("one");
  say("one", "two", "three");
  say("one", "two", "three", "four", "five");
  expect(cache.stats().broken).toEqual([]);

  say("one", "two", "(cut)", "four", "five", "six", "seven");
  expect(cache.stats().broken).toMatchObject([{ part: "message", index: 2, times: 1 }]);
});

test("in a session, messages that were taken away are a break, another talk is none", () => {
  const { clock, cache, ask, answer } = opened({ mode: "watch" });
  const say = (...messages: readonly string[]): void => {
    clock.nowMs += 1_000;
    const act = ask(talk(...messages), { session: "s" });
    answer(act, { input: 0, cache_read: 0, cache_write_5m: 3_000 });
  };

  say("one", "two", "three");
  say("of something else");
  expect(cache.stats().broken).toEqual([]);

  say("one", "two", "three");
  say("three", "four", "five");
  expect(cache.stats().broken).toMatchObject([{ part: "message", index: 0, times: 1 }]);
});

test("questions of their own behind the same examples break nothing of each other, also in one session", () => {
  for (const session of [undefined, "s"]) {
    const { clock, cache, ask, answer } = opened({ mode: "watch" });
    for (const question of ["who?", "where?", "when?"]) {
      clock.nowMs += 1_000;
      const act = ask(talk("example", "as so", "another", "so again", question), { session });
      answer(act, { input: 3_000 });
    }

    expect(cache.stats().broken).toEqual([]);
  }
});

test("a talk that was seen to go on is known as one, also where its last question is gone", () => {
  const { clock, cache, ask, answer } = opened({ mode: "watch" });
  const say = (...messages: readonly string[]): void => {
    clock.nowMs += 1_000;
    answer(ask(talk(...messages)), { input: 0, cache_read: 0, cache_write_5m: 3_000 });
  };

  say("one", "two", "three");
  say("one", "two", "three", "four", "five", "six", "seven");
  say("one", "two", "three", "four", "(summed up)", "so", "eight");

  expect(cache.stats().broken).toMatchObject([{ part: "message", index: 4, times: 1 }]);
});

const openai = { format: "openai.chat_completions", kind: "openai", model: "gpt-5-mini" } as const;
const chat = (system: string, question: string) => ({
  messages: [
    { role: "system", content: system },
    { role: "user", content: question },
  ],
});

test("of a changed head no more is paid again than the head, however long the questions behind it are", () => {
  const { clock, cache, ask, answer } = opened({ mode: "watch" });
  for (const day of ["Monday", "Friday"]) {
    clock.nowMs += 1_000;
    const head = `${long.slice(0, 1_000)}${day}${long.slice(1_000)}`;
    answer(ask(chat(head, `${day}: ${long.repeat(3)}`), openai), { input: 10_000 });
  }

  const [broken] = cache.stats().broken;
  // A quarter of the prompt, less its first tenth, that still holds.
  expect(broken?.tokens_again).toBeGreaterThan(2_100);
  expect(broken?.tokens_again).toBeLessThan(2_400);
});

test("a prompt of which OpenAI keeps none is not paid for again", () => {
  const { clock, cache, ask, answer } = opened({ mode: "watch" });
  const head = long.slice(0, 3_000);
  for (const day of ["Monday", "Friday"]) {
    clock.nowMs += 1_000;
    answer(ask(chat(`${head}${day}${head}`, "why?"), openai), { input: 1_000 });
  }

  expect(cache.stats().broken).toMatchObject([{ part: "system", times: 1, tokens_again: 0 }]);
});

test("a prefix that the provider would have forgotten by then costs nothing when it breaks", () => {
  const { clock, cache, ask, answer } = opened({ mode: "watch" });
  const usage = { input: 0, cache_read: 0, cache_write_5m: 3_000 };
  const say = (text: string): void => answer(ask({ ...talk("hi"), system: long + text }), usage);

  say("1");
  clock.nowMs += 301_000;
  say("2");

  const [broken] = cache.stats().broken;
  expect(broken).toMatchObject({ part: "system", times: 1, tokens_again: 0 });
  expect(parseDollars(broken?.cost_again ?? "")).toBe(0n);
});

test("programs of one key with other instructions are no broken prefixes of each other", () => {
  const { cache, ask, answer } = opened({ mode: "watch" });
  for (const system of [`Be kind. ${long}`, `Translate. ${long}`]) {
    answer(ask({ ...talk("hi"), system }), { input: 3_000 });
  }

  expect(cache.stats().broken).toEqual([]);
});

test("requests that are too short for any provider, too large, or hold no known prompt, are counted and go as they are", () => {
  const { cache, ask } = opened();

  expect(ask({ messages: [{ role: "user", content: "x".repeat(100_000) }] })).toBeUndefined();
  expect(ask({ prompt: "x".repeat(2_000) })).toBeUndefined();
  expect(ask({ messages: [{ role: "user", content: "hi" }] })).toBeUndefined();
  expect(cache.stats().skipped).toEqual({ too_short: 1, too_large: 1, no_known_prompt: 1 });
});

test("what marked prompts would have used is the same tokens, all of them plain", () => {
  const tokens = fc.option(fc.nat(1_000_000), { nil: undefined });
  fc.assert(
    fc.property(fc.nat(), tokens, tokens, tokens, (input, cache_read, w5, w1) => {
      const usage = { input, cache_read, cache_write_5m: w5, cache_write_1h: w1, output: 5 };
      const before = unmarkedUsage(usage);
      const moved = [cache_read, w5, w1].reduce<number>((sum, part) => sum + (part ?? 0), 0);
      expect(before?.input).toBe(input + moved);
      expect(before?.output).toBe(5);
    }),
  );
  expect(unmarkedUsage({ cache_read: 5 })).toBeUndefined();
});

test("what is paid again is what was paid for those tokens less what reading them would have cost", () => {
  const usage = { input: 500, cache_read: 100, cache_write_5m: 1_000 };
  const price = ({ input = 0, cache_read = 0, cache_write_5m = 0 }: Usage) =>
    picodollars(BigInt(input * 100 + cache_read * 10 + cache_write_5m * 125));

  expect(costAgain(usage, 1_200, price)).toBe(BigInt(1_000 * 115 + 200 * 90));
  expect(costAgain(usage, 0, price)).toBe(0n);
  expect(costAgain(usage, 10, () => undefined)).toBeUndefined();
});
