import { expect, test } from "vitest";
import {
  anthropicResultLine,
  type LineResult,
  messageResultType,
  openaiFileOf,
  openaiResultLine,
} from "./result-line.ts";

const results = {
  good: { kind: "answered", status: 200, body: { id: "chatcmpl-1" }, requestId: "r" },
  refused: { kind: "answered", status: 400, body: { error: { message: "no" } }, requestId: "r" },
  failed: { kind: "failed", code: "provider_timeout", message: "Too late.", requestId: "r" },
  expired: { kind: "expired" },
  cancelled: { kind: "cancelled" },
} as const satisfies Record<string, LineResult>;

test("an answer stands in OpenAI's output file, everything else in the error file", () => {
  const files = Object.values(results).map(openaiFileOf);
  expect(files).toEqual(["output", "error", "error", "error", "error"]);
});

test("OpenAI's lines have a response or an error, never both", () => {
  for (const result of Object.values(results)) {
    const line = openaiResultLine("batch_req_1", "one", result);
    expect(line).toMatchObject({ id: "batch_req_1", custom_id: "one" });
    expect((line.response === null) !== (line.error === null)).toBe(true);
  }
  expect(openaiResultLine("i", "one", results.refused).response).toEqual({
    status_code: 400,
    request_id: "r",
    body: { error: { message: "no" } },
  });
  expect(openaiResultLine("i", "one", results.expired).error).toMatchObject({
    code: "batch_expired",
  });
  expect(openaiResultLine("i", "one", results.cancelled).error).toMatchObject({
    code: "batch_cancelled",
  });
});

test("Anthropic's lines say of each request how it ended", () => {
  const types = Object.values(results).map(messageResultType);
  expect(types).toEqual(["succeeded", "errored", "errored", "expired", "canceled"]);
  expect(anthropicResultLine("one", results.good)).toEqual({
    custom_id: "one",
    result: { type: "succeeded", message: { id: "chatcmpl-1" } },
  });
  expect(anthropicResultLine("one", results.failed)).toEqual({
    custom_id: "one",
    result: {
      type: "errored",
      error: {
        type: "error",
        error: { type: "api_error", message: "Too late. [provider_timeout]" },
        request_id: "r",
      },
    },
  });
});

test("an error in Anthropic's own shape passes as it came", () => {
  const body = { type: "error", error: { type: "invalid_request_error", message: "no" } };
  const line = anthropicResultLine("one", { ...results.refused, body });
  expect(line.result).toEqual({ type: "errored", error: { ...body, request_id: "r" } });
});
