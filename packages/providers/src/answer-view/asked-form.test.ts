import { expect, test } from "vitest";
import { askedFormOf } from "./asked-form.ts";

const schema = { type: "object", properties: { a: { type: "string" } } };
const nothingSpecial = {
  json: false,
  schema: undefined,
  tools: [],
  toolsAreAll: true,
  mustCall: false,
  maxOutputTokens: undefined,
  several: false,
};

test("a chat's form: its schema, its tools, its limit", () => {
  const json = {
    model: "small",
    messages: [{ role: "user", content: "Hello" }],
    max_tokens: 50,
    tool_choice: "required",
    tools: [{ type: "function", function: { name: "look", parameters: schema } }],
    response_format: { type: "json_schema", json_schema: { name: "a", schema } },
  };

  expect(askedFormOf("openai.chat_completions", { json, pathAndQuery: "/" })).toEqual({
    ...nothingSpecial,
    json: true,
    schema,
    tools: [{ name: "look", schema }],
    mustCall: true,
    maxOutputTokens: 50,
  });
});

test("several answers, and tools that are the provider's own, are told", () => {
  const json = {
    model: "small",
    messages: [{ role: "user", content: "Hello" }],
    n: 2,
    tools: [{ type: "custom", custom: { name: "look" } }],
  };

  const form = askedFormOf("openai.chat_completions", { json, pathAndQuery: "/" });

  expect(form).toEqual({ ...nothingSpecial, toolsAreAll: false, several: true });
});

test("tools that Anthropic runs itself are not all that may be called", () => {
  const json = {
    model: "small",
    max_tokens: 10,
    messages: [{ role: "user", content: "Hello" }],
    tools: [{ type: "web_search_20250305", name: "web_search" }],
  };

  const form = askedFormOf("anthropic.messages", { json, pathAndQuery: "/" });

  expect(form).toEqual({ ...nothingSpecial, toolsAreAll: false, maxOutputTokens: 10 });
});

test("a body of Bedrock or Vertex that is Anthropic's is read as Anthropic's", () => {
  const json = {
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 10,
    messages: [{ role: "user", content: "Hello" }],
  };

  const form = askedFormOf("bedrock.invoke_model", { json, pathAndQuery: "/" });

  expect(form).toEqual({ ...nothingSpecial, maxOutputTokens: 10 });
  expect(askedFormOf("bedrock.invoke_model", { json: {}, pathAndQuery: "/" })).toBeUndefined();
});

test("a response's form is read too", () => {
  const json = {
    model: "small",
    input: "Hello",
    max_output_tokens: 20,
    text: { format: { type: "json_schema", name: "a", schema } },
    tools: [{ type: "function", name: "look", parameters: schema }, { type: "web_search" }],
  };

  expect(askedFormOf("openai.responses", { json, pathAndQuery: "/" })).toEqual({
    ...nothingSpecial,
    json: true,
    schema,
    tools: [{ name: "look", schema }],
    toolsAreAll: false,
    maxOutputTokens: 20,
  });
});

test("a body of another shape has no form", () => {
  const json = { model: "small", messages: "Hello" };

  expect(askedFormOf("openai.chat_completions", { json, pathAndQuery: "/" })).toBeUndefined();
  expect(askedFormOf("openai.embeddings", { json, pathAndQuery: "/" })).toBeUndefined();
});
