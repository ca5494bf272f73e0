import { HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { readMessageBatchRequest, readRequestLine } from "./read-request-line.ts";

const line = (members: object): string =>
  JSON.stringify({
    custom_id: "one",
    method: "POST",
    url: "/v1/chat/completions",
    body: { model: "gpt-4o-mini", messages: [] },
    ...members,
  });

const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof HeadgateError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "taken";
};

test("a line of OpenAI's batch files is read as its client wrote it", () => {
  expect(readRequestLine(line({}), "line 1")).toEqual({
    customId: "one",
    endpoint: "/v1/chat/completions",
    body: { model: "gpt-4o-mini", messages: [] },
  });
});

test.each([
  ["{", "not JSON"],
  ["[]", "expected an object"],
  [line({ custom_id: "" }), "custom_id"],
  [line({ custom_id: "x".repeat(513) }), "custom_id"],
  [line({ method: "GET" }), "method"],
  [line({ url: "/v1/moderations" }), "url"],
  [line({ body: "text" }), "body: expected an object"],
  [line({ body: {} }), "body.model"],
  [line({ body: { model: "gpt-4o-mini", stream: true } }), "body.stream"],
])("a line that cannot be taken is refused with its place: %j", (text, told) => {
  const message = refusal(() => readRequestLine(text, "line 7"));
  expect(message).toMatch(/^file_invalid: .*line 7/);
  expect(message).toContain(told);
});

test("a refusal never quotes a line: it may be private", () => {
  expect(refusal(() => readRequestLine("the secret", "line 1"))).not.toContain("secret");
});

test("a member of Anthropic's requests is a message of its own", () => {
  const params = { model: "claude-haiku-4-5", max_tokens: 8, messages: [] };
  expect(readMessageBatchRequest({ custom_id: "a b", params }, "requests.0")).toEqual({
    customId: "a b",
    endpoint: "/v1/messages",
    body: params,
  });
});

test.each([
  ["text", "expected an object"],
  [{ custom_id: "", params: {} }, "custom_id"],
  [{ custom_id: "x".repeat(65), params: {} }, "custom_id"],
  [{ custom_id: "one" }, "params: expected an object"],
  [{ custom_id: "one", params: {} }, "params.model"],
  [{ custom_id: "one", params: { model: "m", stream: true } }, "params.stream"],
])("a member that cannot be taken is refused with its place: %j", (value, told) => {
  const message = refusal(() => readMessageBatchRequest(value, "requests.3"));
  expect(message).toMatch(/^batch_invalid: .*requests\.3/);
  expect(message).toContain(told);
});
