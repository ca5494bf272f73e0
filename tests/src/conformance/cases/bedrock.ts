import type { AnswerCase } from "../answer-case.ts";

/** Bedrock's runtime: Converse, and InvokeModel in the body of each family. */
export const bedrockCases: readonly AnswerCase[] = [
  {
    provider: "bedrock",
    api: "Converse",
    file: "bedrock-converse.json",
    expected: {
      usage: {
        input: 25,
        cache_read: 4000,
        cache_write_5m: 500,
        cache_write_1h: 1500,
        output: 200,
      },
      serviceTier: "default",
    },
  },
  {
    provider: "bedrock",
    api: "ConverseStream",
    file: "bedrock-converse-stream.jsonl",
    expected: { usage: { input: 11, output: 6 }, serviceTier: "flex" },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Claude",
    file: "bedrock-invoke-claude.json",
    expected: { usage: { input: 10, cache_read: 300, cache_write_5m: 1200, output: 40 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Claude, stream",
    file: "bedrock-invoke-claude-stream.jsonl",
    expected: { usage: { input: 10, cache_read: 300, output: 40 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Titan text",
    file: "bedrock-invoke-titan-text.json",
    expected: { usage: { input: 13, output: 128 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Titan embeddings",
    file: "bedrock-invoke-titan-embed.json",
    expected: { usage: { input: 8 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Llama",
    file: "bedrock-invoke-llama.json",
    expected: { usage: { input: 18, output: 9 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Mistral",
    file: "bedrock-invoke-mistral.json",
    headers: {
      "x-amzn-bedrock-input-token-count": "31",
      "x-amzn-bedrock-output-token-count": "17",
    },
    expected: { usage: { input: 31, output: 17 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Mistral without its head",
    file: "bedrock-invoke-mistral.json",
    expected: { usage: {}, unknown: true },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Cohere",
    file: "bedrock-invoke-cohere.json",
    headers: { "x-amzn-bedrock-input-token-count": "15", "x-amzn-bedrock-output-token-count": "6" },
    expected: { usage: { input: 15, output: 6 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, AI21",
    file: "bedrock-invoke-ai21.json",
    expected: { usage: { input: 22, output: 8 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Nova",
    file: "bedrock-invoke-nova.json",
    expected: { usage: { input: 16, output: 24 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, DeepSeek",
    file: "bedrock-invoke-deepseek.json",
    headers: {
      "x-amzn-bedrock-input-token-count": "19",
      "x-amzn-bedrock-output-token-count": "90",
    },
    expected: { usage: { input: 19, output: 90 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, gpt-oss",
    file: "bedrock-invoke-gpt-oss.json",
    expected: { usage: { input: 85, output: 33 } },
  },
  {
    provider: "bedrock",
    api: "InvokeModel, Stability",
    file: "bedrock-invoke-stability.json",
    expected: { usage: { images: 1 } },
  },
];
