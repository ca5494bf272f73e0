import { expect, test } from "vitest";
import { readBatchLine } from "./read-batch-line.ts";

test("a line of OpenAI's results is read by the API that its body speaks", () => {
  const usage = { prompt_tokens: 22, completion_tokens: 2, total_tokens: 24 };
  const line = {
    id: "batch_req_1",
    custom_id: "request-2",
    response: {
      status_code: 200,
      request_id: "req_1",
      body: { id: "chatcmpl-1", object: "chat.completion", model: "gpt-4o-mini-2024-07-18", usage },
    },
    error: null,
  };

  expect(readBatchLine(line)).toEqual({
    kind: "answered",
    customId: "request-2",
    responseModel: "gpt-4o-mini-2024-07-18",
    raw: usage,
    usage: { input: 22, output: 2 },
    violations: [],
  });
});

test("a line of Anthropic's results is a message's usage", () => {
  const usage = { input_tokens: 11, output_tokens: 36, service_tier: "batch" };
  const line = {
    custom_id: "my-second-request",
    result: { type: "succeeded", message: { model: "claude-sonnet-4-6", usage } },
  };

  expect(readBatchLine(line)).toMatchObject({
    kind: "answered",
    customId: "my-second-request",
    usage: { input: 11, output: 36 },
  });
});

test("another model's usage in a line of Anthropic's results stands beside the message's", () => {
  const iterations = [
    { type: "message", input_tokens: 11, output_tokens: 36 },
    { type: "advisor_message", model: "claude-opus-4-8", input_tokens: 90, output_tokens: 7 },
  ];
  const usage = { input_tokens: 11, output_tokens: 36, service_tier: "batch", iterations };
  const line = {
    custom_id: "advised",
    result: { type: "succeeded", message: { model: "claude-sonnet-4-6", usage } },
  };

  expect(readBatchLine(line)).toMatchObject({
    usage: { input: 11, output: 36 },
    otherUsage: [{ model: "claude-opus-4-8", usage: { input: 90, output: 7 } }],
    violations: [],
  });
});

test.each([
  [
    { inputTextTokenCount: 8, results: [{ tokenCount: 3, outputText: "blue" }] },
    { input: 8, output: 3 },
  ],
  [
    { model: "claude-sonnet-4-6", usage: { input_tokens: 9, output_tokens: 4 } },
    { input: 9, output: 4 },
  ],
  [
    { output: {}, usage: { inputTokens: 5, outputTokens: 6, totalTokens: 11 } },
    { input: 5, output: 6 },
  ],
])("a record of Bedrock's results is read by its model's family: %j", (modelOutput, usage) => {
  const line = { recordId: "3223593EFGH", modelInput: {}, modelOutput };

  expect(readBatchLine(line)).toMatchObject({ kind: "answered", customId: "3223593EFGH", usage });
});

test.each([
  [
    { custom_id: "a", response: null, error: { code: "batch_expired", message: "too late" } },
    "batch_expired: too late",
  ],
  [
    {
      custom_id: "a",
      response: { status_code: 400, body: { error: { code: "invalid", message: "no" } } },
      error: null,
    },
    "invalid: no",
  ],
  [{ custom_id: "a", result: { type: "expired" } }, "expired"],
  [
    {
      custom_id: "a",
      result: {
        type: "errored",
        error: { type: "error", error: { type: "invalid_request", message: "no" } },
      },
    },
    "invalid_request: no",
  ],
  [
    { recordId: "a", modelInput: {}, error: { errorCode: 400, errorMessage: "bad request" } },
    "400: bad request",
  ],
])("a request that failed is not billed, and the reason is kept: %j", (line, reason) => {
  expect(readBatchLine(line)).toEqual({ kind: "failed", customId: "a", reason });
});

test.each([
  ["text", "the line is not a JSON object"],
  [{}, "it has no custom_id or recordId"],
  [{ custom_id: "a" }, "a: it has neither a response nor an error"],
  [
    { custom_id: "a", response: { status_code: 200, body: { id: "x" } } },
    "a: its response states no usage that is known",
  ],
  [{ custom_id: "a", result: { type: "succeeded", message: {} } }, "a: its message has no usage"],
  [{ recordId: "a", modelOutput: { text: "x" } }, "a: its output states no usage that is known"],
])("what cannot be read is not read, and the place is said: %j", (line, reason) => {
  expect(readBatchLine(line)).toEqual({ kind: "unread", reason });
});
