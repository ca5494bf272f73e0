import { inputTokens, outputTokens } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readChatUsage } from "./chat-completions/usage.ts";
import { readEmbeddingsUsage } from "./embeddings/usage.ts";
import { readResponseObject, readResponsesUsage } from "./responses/usage.ts";

test("cached, written and audio tokens are taken out of the prompt, reasoning out of the completion", () => {
  const read = readChatUsage({
    prompt_tokens: 3000,
    completion_tokens: 120,
    total_tokens: 3120,
    prompt_tokens_details: { cached_tokens: 1024, cache_write_tokens: 1900, audio_tokens: 6 },
    completion_tokens_details: {
      reasoning_tokens: 64,
      audio_tokens: 10,
      rejected_prediction_tokens: 5,
    },
  });

  expect(read).toEqual({
    usage: {
      input: 70,
      cache_read: 1024,
      cache_write: 1900,
      input_audio: 6,
      output: 46,
      reasoning: 64,
      output_audio: 10,
    },
    violations: [],
  });
});

test("Perplexity's fee for the request, which depends on the search, is not counted and said", () => {
  const counts = { prompt_tokens: 14, completion_tokens: 300, total_tokens: 314 };

  expect(readChatUsage({ ...counts, search_context_size: "low", num_search_queries: 2 })).toEqual({
    usage: { input: 14, output: 300 },
    violations: [
      'searching is billed apart and is not in the usage: search_context_size "low", num_search_queries 2',
    ],
  });
  expect(readChatUsage({ ...counts, search_context_size: "low" }).violations).toHaveLength(1);
  expect(readChatUsage(counts).violations).toEqual([]);
});

test("what the provider does not say is absent, and what it says is zero is zero", () => {
  expect(readChatUsage({ prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 }).usage).toEqual({
    input: 5,
    output: 2,
  });
  expect(
    readChatUsage({
      prompt_tokens: 5,
      completion_tokens: 0,
      total_tokens: 5,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: null },
      completion_tokens_details: null,
    }).usage,
  ).toEqual({ input: 5, cache_read: 0, output: 0 });
});

const counts = fc.nat(1_000_000);

test("the buckets always add up to the provider's total", () => {
  fc.assert(
    fc.property(
      fc.tuple(counts, counts, counts, counts),
      fc.tuple(counts, counts, counts),
      ([plain, cached, written, audio], [visible, reasoning, spoken]) => {
        const input = plain + cached + written + audio;
        const output = visible + reasoning + spoken;
        const details = [
          { cached_tokens: cached, cache_write_tokens: written, audio_tokens: audio },
          { reasoning_tokens: reasoning, audio_tokens: spoken },
        ];
        const total_tokens = input + output;
        const chat = readChatUsage({
          prompt_tokens: input,
          completion_tokens: output,
          total_tokens,
          prompt_tokens_details: details[0],
          completion_tokens_details: details[1],
        });
        const responses = readResponsesUsage({
          input_tokens: input,
          output_tokens: output,
          total_tokens,
          input_tokens_details: details[0],
          output_tokens_details: details[1],
        });

        expect(chat.violations).toEqual([]);
        expect(chat.usage).toMatchObject({ input: plain, cache_read: cached, output: visible });
        expect(inputTokens(chat.usage)).toBe(input);
        expect(outputTokens(chat.usage)).toBe(output);
        expect(responses).toEqual(chat);
      },
    ),
  );
});

test("no contradiction makes a bucket negative or changes the totals, and each is reported", () => {
  fc.assert(
    fc.property(counts, counts, counts, counts, (prompt, completion, cached, reasoning) => {
      fc.pre(cached > prompt || reasoning > completion);
      const read = readChatUsage({
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
        prompt_tokens_details: { cached_tokens: cached },
        completion_tokens_details: { reasoning_tokens: reasoning },
      });

      expect(read.violations.length).toBeGreaterThan(0);
      expect(Object.values(read.usage).every((count) => Number(count) >= 0)).toBe(true);
      expect(inputTokens(read.usage)).toBe(prompt);
      expect(outputTokens(read.usage)).toBe(completion);
    }),
  );
});

test("a split that contradicts its total is left out and named", () => {
  const read = readChatUsage({
    prompt_tokens: 10,
    completion_tokens: 4,
    total_tokens: 15,
    prompt_tokens_details: { cached_tokens: 11 },
  });

  expect(read).toEqual({
    usage: { input: 10, output: 4 },
    violations: [
      "prompt_tokens 10 is less than its parts (cache_read 11)",
      "total_tokens 15 ≠ prompt_tokens 10 + completion_tokens 4",
    ],
  });
});

test.each([
  ["a negative count", { prompt_tokens: -1, completion_tokens: 2 }],
  ["a fraction", { prompt_tokens: 1.5, completion_tokens: 2 }],
  ["a text", { prompt_tokens: "12", completion_tokens: 2 }],
  ["nothing", { completion_tokens: 2 }],
])("%s in place of a count leaves the bucket out and is reported", (_what, raw) => {
  const read = readChatUsage(raw);

  expect(read.usage).toEqual({ output: 2 });
  expect(read.violations.length).toBeGreaterThan(0);
});

test("xAI's chat counts reasoning outside the completion, and the total says so", () => {
  const read = readChatUsage({
    prompt_tokens: 291,
    completion_tokens: 26,
    total_tokens: 506,
    completion_tokens_details: { reasoning_tokens: 189 },
  });

  expect(read).toEqual({ usage: { input: 291, output: 26, reasoning: 189 }, violations: [] });
});

test.each([
  [
    "DeepSeek",
    {
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
      prompt_tokens_details: { cached_tokens: 64 },
    },
  ],
  ["Mistral", { num_cached_tokens: 64 }],
  ["Mistral's older spelling", { prompt_token_details: { cached_tokens: 64 } }],
  ["Together", { cached_tokens: 64 }],
])("%s states cached tokens in its own field", (_provider, cached) => {
  const read = readChatUsage({
    prompt_tokens: 100,
    completion_tokens: 1,
    total_tokens: 101,
    ...cached,
  });

  expect(read).toEqual({ usage: { input: 36, cache_read: 64, output: 1 }, violations: [] });
});

test("cached tokens that are stated twice and differ are reported", () => {
  const read = readChatUsage({
    prompt_tokens: 100,
    completion_tokens: 1,
    total_tokens: 101,
    prompt_cache_hit_tokens: 60,
    prompt_cache_miss_tokens: 50,
    prompt_tokens_details: { cached_tokens: 64 },
  });

  expect(read.violations).toEqual([
    "cached tokens are stated as 64 and 60",
    "prompt_cache_hit_tokens 60 + prompt_cache_miss_tokens 50 ≠ 100",
  ]);
});

test("embeddings have a prompt and nothing else", () => {
  expect(readEmbeddingsUsage({ prompt_tokens: 8, total_tokens: 8 })).toEqual({
    usage: { input: 8 },
    violations: [],
  });
  expect(readEmbeddingsUsage({ prompt_tokens: 8, total_tokens: 9 }).violations).toHaveLength(1);
});

test("runs of tools among a response's items are counted, and what has no count is named", () => {
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const search = { type: "web_search_call", action: { type: "search" } };

  const read = readResponseObject(
    { output: [search, search, { type: "file_search_call" }, { type: "image_generation_call" }] },
    usage,
  );

  expect(read.usage).toMatchObject({ web_searches: 2, file_searches: 1 });
  expect(read.violations).toEqual([
    "1 image_generation_call are billed apart and are not in the usage",
  ]);
});

test("a container counts once for a response, however often code ran in it", () => {
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const code = (container_id: string) => ({ type: "code_interpreter_call", container_id });
  const shell = (environment: unknown) => ({ type: "shell_call", environment });
  const hosted = shell({ type: "container_reference", container_id: "c2" });
  const own = shell({ type: "local" });

  const read = readResponseObject({ output: [code("c1"), code("c1"), hosted, own] }, usage);

  expect(read).toMatchObject({ usage: { code_sessions: 2 }, violations: [] });
});

test("a container larger than the usual one is named, since its price is another", () => {
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const tools = [{ type: "code_interpreter", container: { type: "auto", memory_limit: "4g" } }];

  const { violations } = readResponseObject(
    { tools, output: [{ type: "code_interpreter_call", container_id: "c1" }] },
    usage,
  );

  expect(violations).toEqual(["a container of 4g has a price of its own, which is not known here"]);
});

test("tools that the usage counts are not counted again among the items", () => {
  const usage = {
    input_tokens: 1,
    output_tokens: 1,
    total_tokens: 2,
    server_side_tool_usage_details: { web_search_calls: 2, mcp_calls: 4, x_posts_fetched: 9 },
  };

  const read = readResponseObject({ output: [{ type: "web_search_call" }] }, usage);

  expect(read).toEqual({
    usage: { input: 1, output: 1, web_searches: 2 },
    violations: ["x_posts_fetched 9 has no unit that is known here"],
  });
});

test("Mistral's connectors are counted, and live sources without a price are named", () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const connectors = { web_search: 2, code_interpreter: 1, document_library: 3 };

  expect(readChatUsage({ ...usage, connectors }).usage).toMatchObject({
    web_searches: 2,
    code_sessions: 1,
    file_searches: 3,
  });
  expect(readChatUsage({ ...usage, num_sources_used: 5 }).violations).toEqual([
    "5 sources of a live search are billed apart, at an unknown price",
  ]);
});

test("seconds of audio in a prompt, which no token count holds, are a violation", () => {
  const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };

  expect(readChatUsage({ ...usage, prompt_audio_seconds: 0 }).violations).toEqual([]);
  expect(readChatUsage({ ...usage, prompt_audio_seconds: null }).violations).toEqual([]);
  expect(readChatUsage({ ...usage, prompt_audio_seconds: 31 }).violations).toEqual([
    "prompt_audio_seconds 31 have no count in the usage",
  ]);
});
