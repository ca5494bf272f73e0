import { HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { wireFor } from "./wire-for.ts";

const openai = wireFor("POST", "/v1/responses", {});
const anthropic = wireFor("POST", "/v1/messages", {});

test("OpenAI's shape names message, type, parameter and our code", () => {
  const error = new HeadgateError("body_invalid", "stream: expected true or false.", {
    param: "stream",
  });

  const { status, headers, body } = openai.errorResponse(error, "call-1");

  expect(status).toBe(400);
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "x-headgate-error": "body_invalid",
    "x-headgate-call-id": "call-1",
    "x-request-id": "call-1",
  });
  expect(JSON.parse(body)).toEqual({
    error: {
      message: `${error.message} ${error.entry.mend}`,
      type: "invalid_request_error",
      param: "stream",
      code: "body_invalid",
    },
  });
});

test("Anthropic's shape names type, message with our code, and the request", () => {
  const error = new HeadgateError("key_missing");

  const { status, headers, body } = anthropic.errorResponse(error, "call-2");

  expect(status).toBe(401);
  expect(headers).toMatchObject({ "x-headgate-error": "key_missing", "request-id": "call-2" });
  expect(JSON.parse(body)).toEqual({
    type: "error",
    error: {
      type: "authentication_error",
      message: `${error.message} ${error.entry.mend} [key_missing]`,
    },
    request_id: "call-2",
  });
});

test.each([
  ["body_too_large", 413, "invalid_request_error", "request_too_large"],
  ["model_unknown", 404, "invalid_request_error", "not_found_error"],
  ["not_allowed", 403, "permission_error", "permission_error"],
  ["circuit_open", 503, "server_error", "overloaded_error"],
  ["provider_unreachable", 502, "server_error", "api_error"],
  ["config_invalid", 500, "server_error", "api_error"],
] as const)(
  "%s is %i, %s to OpenAI's clients and %s to Anthropic's",
  (code, status, ours, theirs) => {
    const error = new HeadgateError(code);
    const shaped = [openai, anthropic].map((wire) => wire.errorResponse(error, "c"));

    expect(shaped.map((response) => response.status)).toEqual([status, status]);
    expect(shaped.map(({ body }) => JSON.parse(body).error.type)).toEqual([ours, theirs]);
  },
);

test("allowed methods and waiting times become headers", () => {
  const refused = new HeadgateError("method_not_allowed", undefined, { allow: "POST" });
  const waiting = new HeadgateError("circuit_open", undefined, { retry_after_ms: 1200 });

  expect(openai.errorResponse(refused, "c").headers.allow).toBe("POST");
  expect(openai.errorResponse(waiting, "c").headers["retry-after"]).toBe("2");
});
