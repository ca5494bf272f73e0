import { HeadgateError, type WireFormat } from "@headgate/contract";
import { expect, test } from "vitest";
import { speaks } from "./speaks.ts";
import { errorWireFor, wireFor } from "./wire-for.ts";

const anthropic = { "anthropic-version": "2023-06-01" };

test.each([
  ["POST", "/v1/chat/completions", {}, "openai.chat_completions", "chat"],
  ["POST", "/v1/responses", {}, "openai.responses", "chat"],
  ["POST", "/v1/embeddings", {}, "openai.embeddings", "embeddings"],
  ["POST", "/v1/messages", {}, "anthropic.messages", "chat"],
  ["POST", "/v1/messages/count_tokens", {}, "anthropic.count_tokens", "count_tokens"],
  ["GET", "/v1/models", {}, "openai.models", "list_models"],
  ["GET", "/v1/models/gpt-5", {}, "openai.models", "list_models"],
  ["GET", "/v1/models/org/model", {}, "openai.models", "list_models"],
  ["GET", "/v1/models/org%2Fmodel", {}, "openai.models", "list_models"],
  ["GET", "/v1/models", anthropic, "anthropic.models", "list_models"],
  ["GET", "/v1/models/claude-sonnet-4-6", anthropic, "anthropic.models", "list_models"],
])("%s %s with %o is %s", (method, path, headers, format, operation) => {
  expect(wireFor(method, path, headers)).toMatchObject({ format, operation });
});

function codeOf(method: string, path: string): unknown {
  try {
    return wireFor(method, path, {}).format;
  } catch (error) {
    if (error instanceof HeadgateError) return [error.code, error.details.allow];
    throw error;
  }
}

test("a known path with another method is refused, naming the one it takes", () => {
  expect(codeOf("GET", "/v1/chat/completions")).toEqual(["method_not_allowed", "POST"]);
  expect(codeOf("POST", "/v1/models/gpt-5")).toEqual(["method_not_allowed", "GET"]);
});

test.each([
  "/",
  "/v1",
  "/v1/models/",
  "/v1/completions",
  "/chat/completions",
  "/v1/messages/",
  "/v1/modelsx",
])("%s is unknown", (path) => {
  expect(codeOf("POST", path)).toEqual(["path_unknown", undefined]);
});

test.each([
  "/v1/models/../files/x/content",
  "/v1/models/..",
  "/v1/models/./x",
  "/v1/models/org/../../files",
  "/v1/models/..;/files",
  "/v1/models/%2e%2e/files",
  "/v1/models/.%2E/files",
  "/v1/models/..%2ffiles",
  "/v1/models/x%2F..%2Ffiles",
  "/v1/models/..%5cfiles",
  "/v1/models/..%5Cfiles",
  "/v1/models/..\\files",
  "/v1/models//files",
  "/v1/models/x/",
])("%s names no model: it could lead elsewhere with the operator's key", (path) => {
  expect(codeOf("GET", path)).toEqual(["path_unknown", undefined]);
});

test.each([
  "/v1/models/meta-llama/Llama-3",
  "/v1/models/gpt-4.1",
  "/v1/models/ft:gpt-4o:org::id",
  "/v1/models/..a/b..",
  "/v1/models/a%20b",
])("%s names a model", (path) => {
  expect(codeOf("GET", path)).toBe("openai.models");
});

test("errors before a wire is known take Anthropic's shape for its paths and clients, else OpenAI's", () => {
  const shapes = [
    errorWireFor("/v1/messages/batches", {}),
    errorWireFor("/nowhere", anthropic),
    errorWireFor("/nowhere", {}),
    errorWireFor("/v1/responses", {}),
  ].map((wire) => wire.format.split(".")[0]);

  expect(shapes).toEqual(["anthropic", "anthropic", "openai", "openai"]);
});

test("each kind of provider speaks the formats of its own family only", () => {
  const formats: WireFormat[] = ["openai.chat_completions", "openai.models", "anthropic.messages"];

  expect(formats.map((format) => speaks("openai", format))).toEqual([true, true, false]);
  expect(formats.map((format) => speaks("openai-compatible", format))).toEqual([true, true, false]);
  expect(formats.map((format) => speaks("anthropic", format))).toEqual([false, false, true]);
});
