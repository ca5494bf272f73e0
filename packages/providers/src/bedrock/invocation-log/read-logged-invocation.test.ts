import { expect, test } from "vitest";
import { readLoggedInvocation } from "./read-logged-invocation.ts";

const METRICS = "amazon-bedrock-invocationMetrics";

test("counts beside the body and in its usage count once, with the times to live of its cache writes", () => {
  const usage = {
    input_tokens: 12,
    output_tokens: 30,
    cache_read_input_tokens: 500,
    cache_creation_input_tokens: 100,
    cache_creation: { ephemeral_5m_input_tokens: 60, ephemeral_1h_input_tokens: 40 },
  };
  const counts = {
    inputTokenCount: 12,
    outputTokenCount: 30,
    cacheReadInputTokenCount: 500,
    cacheWriteInputTokenCount: 100,
  };

  expect(
    readLoggedInvocation({ counts, body: { id: "msg_1", model: "claude-sonnet-4-5", usage } }),
  ).toMatchObject({
    usage: { input: 12, output: 30, cache_read: 500, cache_write_5m: 60, cache_write_1h: 40 },
    violations: [],
    responseModel: "claude-sonnet-4-5",
    responseId: "msg_1",
  });
});

test("cache counts that only the record has are added to the body's usage", () => {
  const body = { output: {}, usage: { inputTokens: 5, outputTokens: 6 } };

  expect(
    readLoggedInvocation({
      counts: { cacheReadInputTokenCount: 70, cacheWriteInputTokenCount: 8 },
      body,
    }).usage,
  ).toEqual({ input: 5, output: 6, cache_read: 70, cache_write: 8 });
});

test("a stream states its usage in three places and counts once", () => {
  const body = [
    {
      type: "message_start",
      message: {
        id: "msg_2",
        model: "claude-haiku-4-5",
        usage: { input_tokens: 9, output_tokens: 1 },
      },
    },
    { type: "content_block_delta", delta: { text: '"input_tokens": 99999' } },
    { type: "message_delta", usage: { output_tokens: 21 } },
    { type: "message_stop", [METRICS]: { inputTokenCount: 9, outputTokenCount: 21 } },
  ];

  expect(
    readLoggedInvocation({ counts: { inputTokenCount: 9, outputTokenCount: 21 }, body }),
  ).toMatchObject({
    usage: { input: 9, output: 21 },
    violations: [],
    responseId: "msg_2",
    responseModel: "claude-haiku-4-5",
  });
});

test("a contradiction between record and body is named", () => {
  const body = { usage: { inputTokens: 5, outputTokens: 6, cacheReadInputTokens: 3 } };

  const { violations } = readLoggedInvocation({
    counts: { inputTokenCount: 7, cacheReadInputTokenCount: 4 },
    body,
  });

  expect(violations).toEqual([
    "inputTokenCount 7 of the invocation ≠ 5 of the model's usage",
    "cacheReadInputTokenCount 4 of the log ≠ 3",
  ]);
});

test("a call that a guardrail blocked has no tokens, and its units are named", () => {
  const assessment = {
    invocationMetrics: {
      usage: { topicPolicyUnits: 1, contentPolicyUnits: 2, sensitiveInformationPolicyFreeUnits: 1 },
    },
  };
  const body = {
    stopReason: "guardrail_intervened",
    usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    trace: { guardrail: { inputAssessment: { gr1: assessment } } },
  };

  const read = readLoggedInvocation({ counts: {}, body });

  expect(read).toMatchObject({
    usage: {},
    blocked: true,
    raw: {
      guardrail: {
        topicPolicyUnits: 1,
        contentPolicyUnits: 2,
        sensitiveInformationPolicyFreeUnits: 1,
      },
    },
  });
  expect(read.violations).toHaveLength(2);
});

test("a blocked InvokeModel without a trace says that its units are not stated", () => {
  const body = { "amazon-bedrock-guardrailAction": "INTERVENED" };

  expect(readLoggedInvocation({ counts: {}, body })).toMatchObject({
    usage: {},
    violations: ["a guardrail blocked the call: its units are billed and are not stated"],
  });
});

test("images are counted from the body where the record has no tokens", () => {
  expect(readLoggedInvocation({ counts: {}, body: { images: ["aGk="] } }).usage).toEqual({
    images: 1,
  });
});

test("a body that was moved out leaves the counts", () => {
  expect(
    readLoggedInvocation({
      counts: { inputTokenCount: 90_000, outputTokenCount: 12 },
      body: undefined,
    }),
  ).toMatchObject({ usage: { input: 90_000, output: 12 }, blocked: false });
});

test("work beside the answer's own stays, and the log's counts are not held against a part of it", () => {
  const usage = {
    input_tokens: 2400,
    output_tokens: 130,
    iterations: [
      { type: "message", input_tokens: 1100, output_tokens: 90 },
      { type: "advisor_message", model: "claude-opus-4-8", input_tokens: 2600, output_tokens: 700 },
      { type: "message", input_tokens: 1300, output_tokens: 40 },
    ],
  };
  const body = { id: "msg_1", model: "claude-sonnet-4-6", usage };
  const counts = { inputTokenCount: 2400, outputTokenCount: 130, cacheReadInputTokenCount: 0 };

  expect(readLoggedInvocation({ counts, body })).toMatchObject({
    usage: { input: 1300, output: 40 },
    otherUsage: [
      { model: "claude-sonnet-4-6", usage: { input: 1100, output: 90 } },
      { model: "claude-opus-4-8", usage: { input: 2600, output: 700 } },
    ],
    violations: [],
  });
});
