import type { WireFormat } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hasCacheMarks, withCacheMarks } from "./cache-marks.ts";
import { promptSections } from "./prompt-sections.ts";

const sectionsOf = (format: WireFormat, body: Buffer) => promptSections(format, body) ?? [];
const marked = (format: WireFormat, json: unknown, ttl: "5m" | "1h" = "5m") => {
  const body = Buffer.from(JSON.stringify(json));
  const marks = sectionsOf(format, body).map((section) => ({ section, ttl }));
  return JSON.parse(withCacheMarks(format, body, marks).body.toString()) as unknown;
};

test("a prompt's parts come in the order in which providers read them, wherever they stand", () => {
  const body = Buffer.from(
    '{"messages":[{"role":"user","content":"hi"}, {"role":"assistant","content":"ho"}], "system":"be kind","tools":[]}',
  );

  expect(
    sectionsOf("anthropic.messages", body).map(({ part, start, end }) => [
      part,
      body.toString("utf8", start, end),
    ]),
  ).toEqual([
    ["tools", "[]"],
    ["system", '"be kind"'],
    ["message", '{"role":"user","content":"hi"}'],
    ["message", '{"role":"assistant","content":"ho"}'],
  ]);
});

test("the instructions that a chat of OpenAI's begins with are its system part", () => {
  const messages = ["system", "developer", "user", "system"].map((role) => ({
    role,
    content: "x",
  }));
  const body = Buffer.from(JSON.stringify({ messages }));

  expect(sectionsOf("openai.chat_completions", body).map(({ part }) => part)).toEqual([
    "system",
    "system",
    "message",
    "message",
  ]);
});

test("a body that names a part twice, or has no messages, is not cut up", () => {
  expect(promptSections("anthropic.messages", Buffer.from('{"messages":[1],"messages":[2]}'))).toBe(
    undefined,
  );
  expect(promptSections("anthropic.messages", Buffer.from('{"prompt":"hi"}'))).toBeUndefined();
  expect(promptSections("openai.embeddings", Buffer.from('{"input":"hi"}'))).toBeUndefined();
});

test("Anthropic's markers stand in the last tool, in the system text and in the last block of a message", () => {
  expect(
    marked(
      "anthropic.messages",
      {
        tools: [{ name: "a" }, { name: "b" }],
        system: "be kind",
        messages: [{ role: "user", content: [{ type: "text", text: "hi" }] }],
      },
      "1h",
    ),
  ).toEqual({
    tools: [{ name: "a" }, { name: "b", cache_control: { type: "ephemeral", ttl: "1h" } }],
    system: [{ type: "text", text: "be kind", cache_control: { type: "ephemeral", ttl: "1h" } }],
    messages: [
      {
        role: "user",
        content: [{ type: "text", text: "hi", cache_control: { type: "ephemeral", ttl: "1h" } }],
      },
    ],
  });
});

test("what takes no marker gets none: thinking, empty texts, empty lists", () => {
  for (const content of [
    [
      { type: "text", text: "a" },
      { type: "thinking", thinking: "b", signature: "c" },
    ],
    [{ type: "text", text: "" }],
    [],
    "",
  ]) {
    const json = { system: [], messages: [{ role: "assistant", content }] };
    expect(marked("anthropic.messages", json)).toEqual(json);
  }
});

test("a tool that is loaded when it is searched for gets none", () => {
  const json = {
    tools: [{ name: "a", defer_loading: true }],
    messages: [{ role: "user", content: "" }],
  };

  expect(marked("anthropic.messages", json)).toEqual(json);
});

test("Bedrock's cache points stand behind tools, system and content", () => {
  expect(
    marked("bedrock.converse", {
      toolConfig: { tools: [{ toolSpec: { name: "a" } }], toolChoice: { auto: {} } },
      system: [{ text: "be kind" }],
      messages: [{ role: "user", content: [{ text: "hi" }] }],
    }),
  ).toEqual({
    toolConfig: {
      tools: [{ toolSpec: { name: "a" } }, { cachePoint: { type: "default" } }],
      toolChoice: { auto: {} },
    },
    system: [{ text: "be kind" }, { cachePoint: { type: "default" } }],
    messages: [{ role: "user", content: [{ text: "hi" }, { cachePoint: { type: "default" } }] }],
  });
});

test("markers of the client's own are seen, a text that speaks of them is not one", () => {
  const body = (content: unknown) =>
    Buffer.from(JSON.stringify({ messages: [{ role: "user", content }] }));

  expect(hasCacheMarks(body([{ type: "text", text: "a", cache_control: {} }]))).toBe(true);
  expect(hasCacheMarks(body([{ text: "a" }, { cachePoint: { type: "default" } }]))).toBe(true);
  expect(hasCacheMarks(body('put "cache_control" into the last block'))).toBe(false);
});

test("every byte of the client's stays, in its order, whatever the spacing and the texts", () => {
  const text = fc.string({ unit: "binary", maxLength: 12 });
  const block = fc.record({ type: fc.constantFrom("text", "image", "thinking"), text });
  const message = fc.record({
    role: fc.constantFrom("user", "assistant"),
    content: fc.oneof(text, fc.array(block, { maxLength: 3 })),
  });
  const prompt = fc.record(
    {
      tools: fc.array(fc.record({ name: text }), { maxLength: 3 }),
      system: fc.oneof(text, fc.array(block, { maxLength: 2 })),
      messages: fc.array(message, { minLength: 1, maxLength: 4 }),
    },
    { requiredKeys: ["messages"] },
  );
  fc.assert(
    fc.property(prompt, fc.constantFrom(0, 1, 3), (json, indent) => {
      const before = Buffer.from(JSON.stringify(json, null, indent));
      const marks = sectionsOf("anthropic.messages", before).map(
        (section) => ({ section, ttl: "5m" }) as const,
      );
      const { body, placed } = withCacheMarks("anthropic.messages", before, marks);

      expect(isWithin(before, body)).toBe(true);
      const after = body.toString();
      const added = /,?"cache_control":\{"type":"ephemeral"\}/g;
      expect(after.match(added)?.length ?? 0).toBe(placed.length);
      const without = JSON.stringify(JSON.parse(after.replaceAll(added, "")));
      expect(unwrapped(JSON.parse(without))).toEqual(unwrapped(json));
    }),
  );
});

/** Whether all bytes of one stand in the other, in their order. */
function isWithin(part: Buffer, whole: Buffer): boolean {
  let at = 0;
  for (const byte of part) {
    const found = whole.indexOf(byte, at);
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
}

/** A text that stands alone and the block that holds it are the same prompt. */
const unwrapped = (json: unknown): unknown => {
  const blocks = (value: unknown): unknown =>
    typeof value === "string" && value !== "" ? [{ type: "text", text: value }] : value;
  const { system, messages, ...rest } = json as {
    system?: unknown;
    messages: { role: string; content: unknown }[];
  };
  return {
    ...rest,
    ...(system !== undefined && { system: blocks(system) }),
    messages: messages.map((message) => ({ ...message, content: blocks(message.content) })),
  };
};
