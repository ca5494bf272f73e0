import type { WireFormat } from "@headgate/contract";
import { promptViewOf } from "@headgate/providers";
import { expect, test } from "vitest";
import type { Call } from "../call/call.ts";
import { callNeeds } from "./call-needs.ts";

/** As much of a call as needs are read from. */
const needsOf = (format: WireFormat, json: Record<string, unknown>) => {
  const view = promptViewOf(format, json);
  if (view === undefined) throw new Error("there is no view");
  const call = { wire: { format }, request: { json }, pathAndQuery: "/v1/chat/completions" };
  return callNeeds(call as Pick<Call, "wire" | "request" | "pathAndQuery">, view, 1_000);
};
const ask = (content: unknown, more: object = {}) => ({
  model: "m",
  messages: [{ role: "user", content }],
  ...more,
});
const tool = { type: "function", function: { name: "look", parameters: { type: "object" } } };

test("a plain call needs room for its prompt and its answer, and no more", () => {
  expect(needsOf("openai.chat_completions", ask("Hello", { max_tokens: 50 }))).toEqual({
    inputTokens: 500,
    outputTokens: 50,
    input: [],
    tools: false,
    structuredOutput: undefined,
  });
});

test("pictures, tools and the form of the answer are needs", () => {
  const picture = [{ type: "image_url", image_url: { url: "https://a.example/a.png" } }];
  const schema = { type: "json_schema", json_schema: { name: "a", schema: { type: "object" } } };

  expect(
    needsOf("openai.chat_completions", ask(picture, { tools: [tool], response_format: schema })),
  ).toMatchObject({ input: ["image"], tools: true, structuredOutput: "json_schema" });
  expect(
    needsOf("openai.chat_completions", ask("Hello", { response_format: { type: "json_object" } })),
  ).toMatchObject({ structuredOutput: "json_object" });
});

test("sound, and tools that the provider runs, are for the model that was asked for", () => {
  const sound = [{ type: "input_audio", input_audio: { data: "AA==", format: "wav" } }];
  const search = { type: "web_search_20250305", name: "web_search" };

  expect(needsOf("openai.chat_completions", ask(sound))).toBeUndefined();
  expect(
    needsOf("anthropic.messages", ask("Hello", { max_tokens: 10, tools: [search] })),
  ).toBeUndefined();
});
