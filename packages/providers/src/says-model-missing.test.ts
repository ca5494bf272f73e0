import { expect, test } from "vitest";
import { saysModelMissing } from "./says-model-missing.ts";

const says = (status: number, body: unknown): boolean =>
  saysModelMissing(status, Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));

// Members as in answers that users have published (sources in the file under test); names and words are constructed.
test.each([
  [
    "OpenAI",
    404,
    {
      error: {
        message: "The model `m` does not exist or you do not have access to it.",
        type: "invalid_request_error",
        param: null,
        code: "model_not_found",
      },
    },
  ],
  ["OpenAI, without access", 403, { error: { message: "no access", code: "model_not_found" } }],
  ["Groq", 400, { error: { message: "has been decommissioned", code: "model_decommissioned" } }],
  ["Anthropic", 404, { type: "error", error: { type: "not_found_error", message: "model: m" } }],
  ["Bedrock", 400, { message: "The provided model identifier is invalid." }],
  ["Google", 404, { error: { code: 404, message: "not found", status: "NOT_FOUND" } }],
  ["OpenRouter", 400, { error: { message: "a/m is not a valid model ID", code: 400 } }],
  ["a server without JSON", 404, "<html>not found</html>"],
])("%s says that a model is missing", (_who, status, body) => {
  expect(says(status, body)).toBe(true);
});

test.each([
  ["a bad request", 400, { error: { message: "temperature is too high", code: "invalid_value" } }],
  ["an earlier response that is gone", 404, { error: { param: "previous_response_id" } }],
  ["a wrong key", 401, { error: { message: "wrong key", code: "invalid_api_key" } }],
  ["too many calls", 429, { error: { message: "slow down", code: "rate_limit_exceeded" } }],
  ["a fault", 500, "oops"],
  ["a fault that may pass", 503, { error: { code: "model_not_available" } }],
])("%s says nothing of the model", (_what, status, body) => {
  expect(says(status, body)).toBe(false);
});
