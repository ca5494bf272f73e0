import { expect, test } from "vitest";
import { formatOfBody } from "./body-format.ts";

const asked = { role: "user", content: "Hello" };

test.each([
  ["openai.chat_completions", { messages: [asked], temperature: 1 }],
  [
    "openai.chat_completions",
    { messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }] },
  ],
  ["openai.responses", { input: "Hello", instructions: "Be brief" }],
  ["openai.responses", { input: [asked] }],
  ["anthropic.messages", { system: "Be brief", messages: [asked], max_tokens: 9 }],
  [
    "anthropic.messages",
    { messages: [asked, { role: "user", content: [{ type: "tool_result", content: "4" }] }] },
  ],
  ["bedrock.converse", { messages: [{ role: "user", content: [{ text: "Hello" }] }] }],
  ["bedrock.converse", { system: [{ text: "Be brief" }], messages: [asked] }],
  ["gemini.generate_content", { contents: [{ role: "user", parts: [{ text: "Hello" }] }] }],
] as const)("a body of %s is known by its members", (format, body) => {
  expect(formatOfBody(body)).toBe(format);
});

test.each([[{}], [{ prompt: "Hello" }], [{ messages: "Hello" }]])("%j is of no format", (body) => {
  expect(formatOfBody(body)).toBeUndefined();
});
