import type { WireFormat } from "@headgate/contract";
import { expect, test } from "vitest";
import { promptMediaOf } from "./prompt-media-of.ts";

const base64 = "iVBORw0KGgo=";
const media = (format: WireFormat, json: Record<string, unknown>): string[] | undefined => {
  const found = promptMediaOf(format, {
    json: { model: "m", ...json },
    pathAndQuery: "/v1beta/models/m:generateContent",
  });
  return found === undefined ? undefined : [...found];
};
const chat = (...content: object[]) => ({ messages: [{ role: "user", content }] });
const text = { type: "text", text: "What is it?" };

test("pictures are found in every format", () => {
  const picture = { type: "image_url", image_url: { url: `data:image/png;base64,${base64}` } };
  const block = {
    type: "image",
    source: { type: "base64", media_type: "image/png", data: base64 },
  };
  const result = { type: "tool_result", tool_use_id: "t", content: [block] };
  const call = { type: "tool_use", id: "t", name: "look", input: {} };

  expect(media("openai.chat_completions", chat(text, picture))).toEqual(["image"]);
  expect(
    media("openai.responses", {
      input: [{ role: "user", content: [{ type: "input_image", image_url: "https://a.example" }] }],
    }),
  ).toEqual(["image"]);
  expect(
    media("anthropic.messages", {
      max_tokens: 1,
      messages: [
        { role: "user", content: "Look" },
        { role: "assistant", content: [call] },
        { role: "user", content: [result] },
      ],
    }),
  ).toEqual(["image"]);
  expect(
    media("gemini.generate_content", {
      contents: [
        { role: "user", parts: [{ inlineData: { mimeType: "image/png", data: base64 } }] },
      ],
    }),
  ).toEqual(["image"]);
});

test("text, thinking and tools are no medium", () => {
  expect(media("openai.chat_completions", chat(text))).toEqual([]);
  expect(media("openai.responses", { input: "Hello" })).toEqual([]);
  expect(
    media("openai.responses", {
      input: [
        { type: "reasoning", id: "r", summary: [] },
        { type: "function_call", call_id: "c", name: "look", arguments: "{}" },
        { type: "function_call_output", call_id: "c", output: "seen" },
      ],
    }),
  ).toEqual([]);
});

test("what is not read is not taken for nothing", () => {
  const sound = { type: "input_audio", input_audio: { data: base64, format: "wav" } };

  expect(media("openai.chat_completions", chat(text, sound))).toBeUndefined();
  expect(media("openai.responses", { input: [{ type: "computer_call" }] })).toBeUndefined();
  expect(media("openai.chat_completions", { messages: 1 })).toBeUndefined();
  expect(media("bedrock.invoke_model", { prompt: "Hello" })).toBeUndefined();
});
