import type { AnswerCase } from "../answer-case.ts";

/** OpenAI's own APIs. */
export const openaiCases: readonly AnswerCase[] = [
  {
    provider: "openai",
    api: "chat completions",
    file: "openai-chat.json",
    expected: {
      usage: { input: 76, cache_read: 1024, cache_write: 1900, output: 56, reasoning: 64 },
      serviceTier: "priority",
    },
  },
  {
    provider: "openai",
    api: "chat completions, stream",
    file: "openai-chat-stream.sse",
    expected: { usage: { input: 86, cache_read: 1920, output: 11 }, serviceTier: "default" },
  },
  {
    provider: "openai",
    api: "chat completions, audio",
    file: "openai-chat-audio.json",
    expected: {
      usage: { input: 40, input_audio: 210, output: 30, output_audio: 100 },
      serviceTier: "default",
    },
  },
  {
    provider: "openai",
    api: "chat completions that search",
    file: "openai-chat-search.json",
    expected: { usage: { input: 12, output: 40, web_search_previews: 1 } },
  },
  {
    provider: "openai",
    api: "chat completions that search, stream",
    file: "openai-chat-search-stream.sse",
    expected: { usage: { input: 12, output: 40, web_searches: 1 } },
  },
  {
    provider: "openai",
    api: "chat completions, failed stream",
    file: "openai-chat-error-stream.sse",
    expected: { usage: {}, unknown: true, serviceTier: "default" },
  },
  {
    provider: "openai",
    api: "completions",
    file: "openai-completions.json",
    expected: { usage: { input: 12, output: 7 } },
  },
  {
    provider: "openai",
    api: "responses",
    file: "openai-responses.json",
    expected: {
      usage: { input: 328, output: 20, reasoning: 32, web_searches: 1 },
      serviceTier: "default",
    },
  },
  {
    provider: "openai",
    api: "responses, stream",
    file: "openai-responses-stream.sse",
    expected: {
      usage: { input: 328, output: 20, reasoning: 32, web_searches: 1 },
      serviceTier: "default",
    },
  },
  {
    provider: "openai",
    api: "responses with tools",
    file: "openai-responses-tools.json",
    expected: {
      usage: { input: 2100, output: 80, web_searches: 1, file_searches: 2, code_sessions: 1 },
      serviceTier: "default",
    },
  },
  {
    provider: "openai",
    api: "responses with tools, stream",
    file: "openai-responses-tools-stream.sse",
    expected: {
      usage: { input: 2100, output: 80, web_searches: 1, file_searches: 2, code_sessions: 1 },
      serviceTier: "default",
    },
  },
  {
    provider: "openai",
    api: "responses with the older search",
    file: "openai-responses-search-preview.json",
    expected: {
      usage: { input: 310, output: 12, web_search_previews: 1 },
      serviceTier: "default",
    },
  },
  {
    provider: "openai",
    api: "responses, incomplete stream",
    file: "openai-responses-incomplete-stream.sse",
    expected: { usage: { input: 328, output: 20, reasoning: 32 }, serviceTier: "default" },
  },
  {
    provider: "openai",
    api: "embeddings",
    file: "openai-embeddings.json",
    expected: { usage: { input: 8 } },
  },
  {
    provider: "openai",
    api: "transcription by tokens",
    file: "openai-transcription.json",
    expected: { usage: { input: 20, input_audio: 100, output: 45 } },
  },
  {
    provider: "openai",
    api: "transcription by time",
    file: "openai-transcription-duration.json",
    expected: { usage: { seconds: 42 } },
  },
  {
    provider: "openai",
    api: "speech, stream",
    file: "openai-speech-stream.sse",
    expected: { usage: { input: 14, output_audio: 101 } },
  },
  {
    provider: "openai",
    api: "images",
    file: "openai-image.json",
    expected: { usage: { input: 10, input_image: 40, output_image: 1056 } },
  },
  {
    provider: "openai",
    api: "assistant's run",
    file: "openai-run.json",
    expected: { usage: { input: 300, cache_read: 400, output: 30 } },
  },
  {
    provider: "openai",
    api: "assistant's run, stream",
    file: "openai-run-stream.sse",
    expected: { usage: { input: 300, cache_read: 400, output: 30 } },
  },
  {
    provider: "openai",
    api: "assistant's run that waits, stream",
    file: "openai-run-waiting-stream.sse",
    expected: { usage: {}, unknown: true },
  },
  {
    provider: "openai",
    api: "moderation",
    file: "openai-moderation.json",
    expected: { usage: {}, unbilled: "moderation is free of charge" },
  },
];
