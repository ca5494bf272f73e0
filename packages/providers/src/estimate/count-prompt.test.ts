import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { afterAll, expect, test } from "vitest";
import { countPrompt } from "./count-prompt.ts";
import { closeEstimator } from "./token-counter.ts";

afterAll(closeEstimator);
const tokens = (text: string): number => encode(text).length;

test("plain text is its own tokens", async () => {
  expect(await countPrompt("Where is my order?")).toMatchObject({
    tokens: tokens("Where is my order?"),
    how: expect.stringContaining("o200k_base"),
  });
});

test("a chat body is its texts and the envelope of each message", async () => {
  const count = await countPrompt({ messages: [{ role: "user", content: "Hello there" }] });

  expect(count?.tokens).toBe(tokens("Hello there") + tokens("user") + 3 + 3);
});

test("a message body's system prompt is part of it", async () => {
  const count = await countPrompt({
    system: "Be brief.",
    messages: [{ role: "user", content: "Hello there" }],
  });

  expect(count?.tokens).toBe(tokens("Be brief.") + tokens("Hello there"));
});

test("a body of the responses format is counted by its input", async () => {
  const count = await countPrompt({ model: "gpt-5", input: "Hello there" });

  expect(count?.tokens).toBeGreaterThanOrEqual(tokens("Hello there"));
});

test.each([
  ["an image", { messages: [{ role: "user", content: [{ type: "image_url" }] }] }],
  ["no body of a call", { prompt: 1 }],
  ["a list", []],
])("%s is not guessed at", async (_what, body) => {
  expect(await countPrompt(body)).toBeUndefined();
});
