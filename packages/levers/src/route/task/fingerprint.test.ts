import type { WireFormat } from "@headgate/contract";
import { type JsonObject, promptViewOf } from "@headgate/providers";
import { expect, test } from "vitest";
import { type CallFacts, Fingerprints } from "./fingerprint.ts";

const salt = Buffer.alloc(32, 7);
const prints = new Fingerprints(salt);

const tool = (name: string, description = "Finds orders.") => ({
  type: "function",
  function: { name, description, parameters: { type: "object", properties: { id: {} } } },
});
const chat = (system: string, more: JsonObject = {}): JsonObject => ({
  model: "m",
  messages: [
    { role: "system", content: system },
    { role: "user", content: "Where is it?" },
  ],
  ...more,
});

function printOf(
  request: JsonObject,
  facts: Partial<CallFacts> = {},
  format: WireFormat = "openai.chat_completions",
): string {
  const view = promptViewOf(format, request);
  if (view === undefined) throw new Error("no view");
  return prints.of({ view, request, policy: "all", keyId: "key-1", ...facts });
}

const system = "You answer questions about orders. Today is 2026-11-29.";

test("what varies in a system prompt, or is said by the user, changes nothing", () => {
  const other = chat(system.replace("2026-11-29", "2027-01-01"), {
    messages: [
      { role: "system", content: system.replace("2026-11-29", "2027-01-01") },
      { role: "user", content: "Something else." },
    ],
    temperature: 0.3,
    model: "n",
  });

  expect(printOf(other)).toBe(printOf(chat(system)));
});

test("each thing that a task is told by changes it", () => {
  const different = [
    printOf(chat(system)),
    printOf(chat("You answer questions about invoices. Today is 2026-11-29.")),
    printOf(chat(system, { tools: [tool("find_order")] })),
    printOf(chat(system, { tools: [tool("find_orders")] })),
    printOf(chat(system, { response_format: { type: "json_object" } })),
    printOf(chat(system, { response_format: { type: "json_schema", json_schema: { a: 1 } } })),
    printOf(chat(system), { policy: "other" }),
    printOf(chat(system), { keyId: "key-2" }),
    printOf(chat(system), { declaredTask: "faq" }),
  ];

  expect(new Set(different).size).toBe(different.length);
});

test("the order of tools and what is said about them change nothing", () => {
  const tools = [tool("a"), tool("b")];
  const turned = [tool("b", "Another text, of 2027."), tool("a")];

  expect(printOf(chat(system, { tools: turned }))).toBe(printOf(chat(system, { tools })));
});

test("without a system prompt an instruction in the first line is the template", () => {
  const asked = (text: string) => printOf({ messages: [{ role: "user", content: text }] });

  expect(asked("Summarise this:\nOne text.")).toBe(asked("Summarise this:\nAnother text."));
  expect(asked("Summarise this:\nOne text.")).not.toBe(asked("Translate this:\nOne text."));
  expect(asked("Why is it so?\nTell me.")).toBe(asked("How are you?"));
  expect(asked("Which of these is right:\nA. One")).toBe(asked("How are you?"));
});

test("tools of each format are told apart by name and schema", () => {
  const messages = [{ role: "user", content: "Hi" }];
  const content = [{ role: "user", content: [{ text: "Hi" }] }];
  const requests: readonly (readonly [WireFormat, (schema: JsonObject) => JsonObject])[] = [
    ["anthropic.messages", (s) => ({ messages, tools: [{ name: "a", input_schema: s }] })],
    ["openai.responses", (s) => ({ input: "Hi", tools: [{ name: "a", parameters: s }] })],
    [
      "bedrock.converse",
      (s) => ({
        messages: content,
        toolConfig: { tools: [{ toolSpec: { name: "a", inputSchema: s } }, { cachePoint: {} }] },
      }),
    ],
    [
      "gemini.generate_content",
      (s) => ({
        contents: [{ role: "user", parts: [{ text: "Hi" }] }],
        tools: [{ functionDeclarations: [{ name: "a", parameters: s }] }],
      }),
    ],
  ];
  for (const [format, request] of requests) {
    const one = printOf(request({ type: "object" }), {}, format);
    expect(printOf(request({ type: "object" }), {}, format)).toBe(one);
    expect(printOf(request({ type: "string" }), {}, format)).not.toBe(one);
  }
});

test("another installation's fingerprints are others, and say nothing of the text", () => {
  const request = chat(system);
  const view = promptViewOf("openai.chat_completions", request);
  if (view === undefined) throw new Error("no view");
  const facts = { view, request, policy: "all", keyId: "key-1" };

  expect(prints.of(facts)).toMatch(/^[\w-]{22}$/);
  expect(new Fingerprints(Buffer.alloc(32, 8)).of(facts)).not.toBe(prints.of(facts));
  expect(new Fingerprints(salt).of(facts)).toBe(prints.of(facts));
  expect(() => new Fingerprints(Buffer.alloc(4))).toThrow(RangeError);
});
