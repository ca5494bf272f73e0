import { type WireFormat, wireFormats } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonPath } from "../json-path.ts";
import type { JsonObject } from "../json-values.ts";
import type { PromptMessage, PromptText } from "./prompt-view.ts";
import { promptViewOf } from "./prompt-view-of.ts";

const tool = { name: "look", description: "Looks", parameters: { type: "object" } };

/** One conversation in the words of each format: a question, a tool call, its result, an answer, a question with a picture. */
const requests: readonly Readonly<{ format: WireFormat; body: JsonObject }>[] = [
  {
    format: "openai.chat_completions",
    body: {
      tools: [{ type: "function", function: tool }],
      max_tokens: 50,
      messages: [
        { role: "user", content: [{ type: "text", text: "first" }] },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", type: "function", function: { name: "look", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "c1", content: "seen" },
        { role: "assistant", content: "answer" },
        {
          role: "user",
          content: [
            { type: "text", text: "second" },
            { type: "image_url", image_url: { url: "data:," } },
          ],
        },
      ],
    },
  },
  {
    format: "openai.responses",
    body: {
      tools: [{ type: "function", ...tool }],
      max_output_tokens: 50,
      input: [
        { role: "user", content: "first" },
        { type: "function_call", call_id: "c1", name: "look", arguments: "{}" },
        { type: "function_call_output", call_id: "c1", output: "seen" },
        { type: "message", role: "assistant", content: [{ type: "output_text", text: "answer" }] },
        {
          role: "user",
          content: [
            { type: "input_text", text: "second" },
            { type: "input_image", image_url: "data:," },
          ],
        },
      ],
    },
  },
  ...(["anthropic.messages", "bedrock.invoke_model", "vertex.raw_predict"] as const).map(
    (format) => ({
      format,
      body: {
        anthropic_version: "bedrock-2023-05-31",
        tools: [{ name: "look", input_schema: { type: "object" } }],
        max_tokens: 50,
        messages: [
          { role: "user", content: "first" },
          { role: "assistant", content: [{ type: "tool_use", id: "c1", name: "look", input: {} }] },
          {
            role: "user",
            content: [
              { type: "tool_result", tool_use_id: "c1", content: [{ type: "text", text: "seen" }] },
            ],
          },
          { role: "assistant", content: [{ type: "text", text: "answer" }] },
          {
            role: "user",
            content: [
              { type: "text", text: "second" },
              { type: "image", source: { type: "base64", media_type: "image/png", data: "" } },
            ],
          },
        ],
      },
    }),
  ),
  {
    format: "bedrock.converse",
    body: {
      toolConfig: { tools: [{ toolSpec: { name: "look", inputSchema: { json: {} } } }] },
      inferenceConfig: { maxTokens: 50 },
      messages: [
        { role: "user", content: [{ text: "first" }] },
        { role: "assistant", content: [{ toolUse: { toolUseId: "c1", name: "look", input: {} } }] },
        {
          role: "user",
          content: [{ toolResult: { toolUseId: "c1", content: [{ text: "seen" }] } }],
        },
        { role: "assistant", content: [{ text: "answer" }] },
        {
          role: "user",
          content: [{ text: "second" }, { image: { format: "png", source: { bytes: "" } } }],
        },
      ],
    },
  },
  {
    format: "gemini.generate_content",
    body: {
      tools: [{ functionDeclarations: [tool] }],
      generation_config: { max_output_tokens: 50 },
      contents: [
        { parts: [{ text: "first" }] },
        { role: "model", parts: [{ functionCall: { id: "c1", name: "look", args: {} } }] },
        {
          role: "user",
          parts: [{ functionResponse: { id: "c1", name: "look", response: { output: "seen" } } }],
        },
        { role: "model", parts: [{ text: "answer" }] },
        {
          role: "user",
          parts: [{ text: "second" }, { inlineData: { mimeType: "image/png", data: "" } }],
        },
      ],
    },
  },
];

const at = (body: unknown, path: JsonPath): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], body);

const words = (texts: readonly PromptText[]): string => texts.map(({ text }) => text).join("|");

const told = ({ texts, toolCalls, toolResults, hasOther }: PromptMessage): string =>
  [
    words(texts),
    toolCalls.map(({ id, name }) => `calls ${name} ${id}`).join(),
    toolResults.map(({ callId }) => `result of ${callId}`).join(),
    hasOther ? "other" : "",
  ].join(";");

test.each(requests)("$format: messages, tools and the limit are found", ({ format, body }) => {
  const view = promptViewOf(format, body);

  expect(view?.messages.map(told)).toEqual([
    "first;;;",
    ";calls look c1;;",
    ";;result of c1;",
    "answer;;;",
    "second;;;other",
  ]);
  expect(view?.messages.map(({ role }) => role === "assistant")).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(view?.tools).toHaveLength(1);
  expect(at(body, view?.toolsPath ?? [])).toBe(view?.tools);
  expect(view?.maxOutput.value).toBe(50);
  expect(at(body, view?.maxOutput.path ?? [])).toBe(50);
});

test.each(requests)("$format: each path leads to what is said of it", ({ format, body }) => {
  const messages = promptViewOf(format, body)?.messages ?? [];

  const texts = messages.flatMap((one) => [
    ...one.texts,
    ...one.toolResults.flatMap((result) => result.texts),
  ]);
  expect(texts.map(({ path }) => at(body, path))).toEqual(texts.map(({ text }) => text));
  const listed = at(body, promptViewOf(format, body)?.listPath ?? []) as readonly unknown[];
  expect(messages.map(({ path }) => at(body, path))).toEqual(listed);
});

test.each<Readonly<{ what: string; format: WireFormat; body: JsonObject; expected: string }>>([
  {
    what: "chat's system and developer messages are of the list",
    format: "openai.chat_completions",
    body: {
      messages: [
        { role: "system", content: "be" },
        { role: "developer", content: "kind" },
      ],
    },
    expected: "system:be system:kind",
  },
  {
    what: "Anthropic's system blocks stand beside the list",
    format: "anthropic.messages",
    body: {
      system: [{ type: "text", text: "be", cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: "kind" }],
    },
    expected: "beside:be user:kind",
  },
  {
    what: "instructions of a response stand beside its one text",
    format: "openai.responses",
    body: { instructions: "be", input: "kind" },
    expected: "beside:be user:kind",
  },
  {
    what: "Gemini's system instruction has two spellings",
    format: "gemini.generate_content",
    body: {
      system_instruction: { parts: [{ text: "be" }] },
      contents: [{ role: "user", parts: [{ text: "kind" }] }],
    },
    expected: "beside:be user:kind",
  },
])("$what", ({ format, body, expected }) => {
  const view = promptViewOf(format, body);

  const beside = view?.system.map(({ text }) => `beside:${text}`) ?? [];
  const listed = view?.messages.map(({ role, texts }) => `${role}:${words(texts)}`) ?? [];
  expect([...beside, ...listed].join(" ")).toBe(expected);
});

test("a role that is no name of one is none, whatever JSON stands there", () => {
  for (const role of [{ toString: 0 }, "constructor", "__proto__", ["user"], 1, null]) {
    const content = "x";
    expect(promptViewOf("openai.chat_completions", { messages: [{ role, content }] })).toBe(
      undefined,
    );
    expect(
      promptViewOf("openai.responses", { input: [{ role, content }] })?.messages,
    ).toMatchObject([{ role: "user", hasOther: true }]);
  }
});

test("no JSON makes a view fail, in any format", () => {
  const names = ["role", "content", "parts", "text", "type", "toString", "valueOf", "toJSON"];
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>("user", "text", null, 0, { toString: 0 }),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie("any"), { maxKeys: 4 }),
    ),
  }));
  const lists = ["messages", "input", "contents", "system", "systemInstruction", "tools"];
  const body = fc.dictionary(
    fc.constantFrom(...lists),
    fc.oneof(any, fc.array(fc.record({ role: any, content: any, type: any }), { maxLength: 3 })),
  );

  fc.assert(
    fc.property(fc.constantFrom(...wireFormats), body, (format, json) => {
      promptViewOf(format, json);
    }),
    { numRuns: 2_000 },
  );
});

test("documents and markers of Anthropic's messages are told apart from texts", () => {
  const view = promptViewOf("anthropic.messages", {
    messages: [
      {
        role: "user",
        content: [
          { type: "document", source: { type: "text", media_type: "text/plain", data: "page" } },
          { type: "search_result", content: [{ type: "text", text: "found" }] },
          { type: "text", text: "why?", cache_control: { type: "ephemeral" } },
        ],
      },
    ],
  });

  const [message] = view?.messages ?? [];
  expect(words(message?.documents ?? [])).toBe("page|found");
  expect(words(message?.texts ?? [])).toBe("why?");
  expect(message?.cacheMarked).toBe(true);
});

test.each<Readonly<{ what: string; format: WireFormat; body: JsonObject }>>([
  { what: "embeddings", format: "openai.embeddings", body: { input: "a" } },
  { what: "no list", format: "openai.chat_completions", body: { messages: "a" } },
  { what: "a role unknown", format: "anthropic.messages", body: { messages: [{ role: "x" }] } },
  { what: "another family's body", format: "bedrock.invoke_model", body: { messages: [] } },
])("$what: there is no view", ({ format, body }) => {
  expect(promptViewOf(format, body)).toBeUndefined();
});
