import { type PromptParts, type WireFormat, wireFormats } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../json-values.ts";
import { promptPartsOf } from "./prompt-parts-of.ts";

/** "naïve" is six bytes. */
const tool = { name: "look", description: "naïve" };

const requests: readonly Readonly<{ format: WireFormat; body: JsonObject; parts: PromptParts }>[] =
  [
    {
      format: "openai.chat_completions",
      body: {
        messages: [
          { role: "developer", content: "be kind" },
          { role: "user", content: "first" },
          {
            role: "assistant",
            content: null,
            tool_calls: [
              { id: "c1", type: "function", function: { name: "look", arguments: "{}" } },
            ],
          },
          { role: "tool", tool_call_id: "c1", content: "seen" },
          { role: "assistant", content: "answer" },
          {
            role: "user",
            content: [
              { type: "text", text: "and now" },
              { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
            ],
          },
        ],
      },
      // A call: its members' names, and their texts.
      parts: {
        system: 7,
        history: 5 + "namelookarguments{}".length + 6,
        tool_results: 4,
        user: 7,
      },
    },
    {
      format: "openai.responses",
      body: { instructions: "be kind", input: "hello", tools: [tool] },
      parts: { system: 7, tools: "namelookdescription".length + 6, user: 5 },
    },
    {
      format: "anthropic.messages",
      body: {
        system: [{ type: "text", text: "be kind" }],
        messages: [
          {
            role: "user",
            content: [
              { type: "document", source: { type: "text", data: "the document" } },
              { type: "text", text: "question" },
            ],
          },
          { role: "assistant", content: [{ type: "thinking", thinking: "hm", signature: "AAAA" }] },
          {
            role: "user",
            content: [{ type: "tool_result", tool_use_id: "c1", content: "a result" }],
          },
        ],
      },
      // The question is what the user said last, whatever tools have done since.
      parts: { system: 7, documents: 12, tool_results: 8, user: 8 },
    },
    {
      format: "bedrock.converse",
      body: {
        system: [{ text: "be kind" }],
        toolConfig: { tools: [{ toolSpec: tool }] },
        messages: [
          { role: "user", content: [{ text: "first" }] },
          { role: "assistant", content: [{ toolUse: { name: "look", input: { at: "sky" } } }] },
          { role: "user", content: [{ toolResult: { content: [{ json: { is: "blue" } }] } }] },
        ],
      },
      parts: {
        system: 7,
        tools: "toolSpecnamelookdescription".length + 6,
        history: "namelookinputatsky".length,
        tool_results: "isblue".length,
        user: 5,
      },
    },
    {
      format: "gemini.generate_content",
      body: {
        systemInstruction: { parts: [{ text: "be kind" }] },
        contents: [
          { role: "user", parts: [{ text: "first" }] },
          {
            role: "model",
            parts: [{ functionCall: { name: "look" }, thoughtSignature: "AAAA" }],
          },
          {
            role: "user",
            parts: [{ functionResponse: { name: "look", response: { is: "blue" } } }],
          },
        ],
      },
      parts: { system: 7, history: "namelook".length, tool_results: "isblue".length, user: 5 },
    },
  ];

test.each(requests)("the parts of a request of $format, in bytes", ({ format, body, parts }) => {
  expect(promptPartsOf(format, body)).toEqual(parts);
});

test("a request without messages, or without a text, tells no parts", () => {
  expect(promptPartsOf("openai.embeddings", { input: "text" })).toBeUndefined();
  expect(promptPartsOf("openai.chat_completions", { messages: [] })).toBeUndefined();
});

test("a tool's definition may be nested deeper than the stack", () => {
  let deep: unknown = "x";
  for (let depth = 0; depth < 200_000; depth += 1) deep = [deep];

  expect(promptPartsOf("openai.responses", { input: "", tools: [deep] })).toEqual({ tools: 1 });
});

test("whatever a body holds, its parts are told or are not, and nothing is thrown", () => {
  const word = fc.constantFrom("user", "assistant", "tool", "text", "tool_use", "tool_result", "");
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      word,
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom("role", "content", "type", "text", "parts", "tool_calls", "toolResult"),
        tie("value"),
        { maxKeys: 4 },
      ),
    ),
  }));
  const body = fc.dictionary(
    fc.constantFrom("messages", "input", "contents", "system", "tools", "anthropic_version"),
    value,
  );

  fc.assert(
    fc.property(fc.constantFrom(...wireFormats), body, (format, json) => {
      const parts = promptPartsOf(format, json);
      for (const bytes of Object.values(parts ?? {})) expect(bytes).toBeGreaterThan(0);
    }),
  );
});
