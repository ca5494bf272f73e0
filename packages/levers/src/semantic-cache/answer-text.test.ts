import type { WireFormat } from "@headgate/contract";
import { expect, test } from "vitest";
import { answerText } from "./answer-text.ts";

const textOf = (format: WireFormat, answer: unknown): string | undefined =>
  answerText(format, { body: Buffer.from(JSON.stringify(answer)), stream: false });
const streamed = (format: WireFormat, ...events: readonly unknown[]): string | undefined =>
  answerText(format, {
    body: Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")),
    stream: true,
  });
const choice = (message: unknown) => ({ choices: [{ index: 0, message }] });
const delta = (content: unknown) => ({ choices: [{ index: 0, delta: content }] });

test.each<[string, string | undefined, string]>([
  [
    "openai.chat_completions",
    textOf("openai.chat_completions", choice({ role: "assistant", content: "Hi", tool_calls: [] })),
    "Hi",
  ],
  [
    "openai.chat_completions as a stream",
    streamed(
      "openai.chat_completions",
      delta({ role: "assistant", content: "" }),
      delta({ content: "H" }),
      delta({ content: "i" }),
      { choices: [], usage: {} },
    ),
    "Hi",
  ],
  [
    "openai.responses",
    textOf("openai.responses", {
      output: [
        { type: "reasoning", summary: [] },
        { type: "message", content: [{ type: "output_text", text: "Hi" }] },
      ],
    }),
    "Hi",
  ],
  [
    "openai.responses as a stream",
    streamed(
      "openai.responses",
      { type: "response.output_text.delta", delta: "Hi" },
      {
        type: "response.completed",
        response: { output: [{ type: "message", content: [{ type: "output_text", text: "Hi" }] }] },
      },
    ),
    "Hi",
  ],
  [
    "anthropic.messages",
    textOf("anthropic.messages", {
      type: "message",
      content: [
        { type: "thinking", thinking: "Hm" },
        { type: "text", text: "Hi" },
      ],
    }),
    "Hi",
  ],
  [
    "anthropic.messages as a stream",
    streamed(
      "anthropic.messages",
      { type: "message_start", message: { content: [] } },
      { type: "content_block_start", content_block: { type: "text", text: "" } },
      { type: "content_block_delta", delta: { type: "text_delta", text: "Hi" } },
      { type: "message_stop" },
    ),
    "Hi",
  ],
  [
    "gemini.generate_content as a stream",
    streamed(
      "gemini.generate_content",
      { candidates: [{ content: { parts: [{ text: "Hm", thought: true }, { text: "H" }] } }] },
      { candidates: [{ content: { parts: [{ text: "i" }] } }] },
    ),
    "Hi",
  ],
  [
    "bedrock.converse",
    textOf("bedrock.converse", { output: { message: { content: [{ text: "Hi" }] } } }),
    "Hi",
  ],
])("the text of an answer of %s is read", (_format, read, text) => {
  expect(read).toBe(text);
});

test.each([
  [
    "a tool call",
    textOf("openai.chat_completions", choice({ content: "Hi", tool_calls: [{ id: "1" }] })),
  ],
  ["a tool call in a stream", streamed("openai.chat_completions", delta({ tool_calls: [{}] }))],
  [
    "a tool use in a stream",
    streamed("anthropic.messages", {
      type: "content_block_start",
      content_block: { type: "tool_use", name: "pay" },
    }),
  ],
  [
    "a function call",
    textOf("gemini.generate_content", {
      candidates: [{ content: { parts: [{ functionCall: { name: "pay" } }] } }],
    }),
  ],
  ["several answers", textOf("openai.chat_completions", { choices: [{}, {}] })],
  ["nothing", textOf("openai.chat_completions", choice({ content: null }))],
  ["no JSON", answerText("openai.chat_completions", { body: Buffer.from("no"), stream: false })],
  ["a form that is not read", textOf("bedrock.invoke_model", { completion: "Hi" })],
])("an answer with %s has no plain text", (_what, text) => {
  expect(text).toBeUndefined();
});
