import type { AnswerCase } from "../answer-case.ts";

/** Gemini's and Vertex AI's APIs. */
export const googleCases: readonly AnswerCase[] = [
  {
    provider: "gemini",
    api: "generate content",
    file: "gemini-generate.json",
    expected: {
      usage: {
        input: 884,
        input_audio: 100,
        cache_read: 3896,
        cache_read_audio: 200,
        output: 120,
        reasoning: 300,
      },
      serviceTier: "STANDARD",
    },
  },
  {
    provider: "gemini",
    api: "generate content, stream",
    file: "gemini-stream-usage.sse",
    expected: { usage: { input: 8, output: 4, reasoning: 32 } },
  },
  {
    provider: "gemini",
    api: "generate content, stream as a list",
    file: "gemini-stream-array.json",
    expected: { usage: { input: 8, output: 4, reasoning: 32 } },
  },
  {
    provider: "gemini",
    api: "generate content, blocked prompt",
    file: "gemini-blocked.json",
    expected: { usage: { input: 17 } },
  },
  {
    provider: "gemini",
    api: "generate content with searches, billed by the query",
    file: "gemini-search.json",
    expected: { usage: { input: 14, output: 6, reasoning: 40, web_searches: 2 } },
  },
  {
    provider: "gemini",
    api: "generate content with searches, stream",
    file: "gemini-search-stream.sse",
    expected: { usage: { input: 14, output: 6, reasoning: 40, web_searches: 2 } },
  },
  {
    provider: "gemini",
    api: "generate content with searches, billed by the prompt",
    file: "gemini-search-by-prompt.json",
    expected: { usage: { input: 14, output: 6, reasoning: 40, web_searches: 1 } },
  },
  {
    provider: "gemini",
    api: "generate content with maps",
    file: "gemini-maps.json",
    expected: { usage: { input: 14, output: 6, reasoning: 40, maps_requests: 1 } },
  },
  {
    provider: "gemini",
    api: "generate content, images",
    file: "gemini-image.json",
    expected: { usage: { input: 12, input_image: 258, output: 10, output_image: 1290 } },
  },
  {
    provider: "gemini",
    api: "chat completions (compatible)",
    file: "gemini-openai-chat.json",
    expected: { usage: { input: 35, output: 12 }, violations: ["total_tokens 109"] },
  },
  {
    provider: "gemini",
    api: "count tokens",
    file: "gemini-count-tokens.json",
    expected: { usage: {}, unbilled: "counting tokens is not billed" },
  },
  {
    provider: "vertex",
    api: "generate content",
    file: "vertex-generate.json",
    expected: { usage: { input: 600, output: 75 }, serviceTier: "ON_DEMAND_FLEX" },
  },
];
