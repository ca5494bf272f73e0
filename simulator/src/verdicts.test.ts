import { expect, test } from "vitest";
import { at, chat, json, message, post, start, textAt, words } from "./simulator.fixture.ts";

const skills = { "gpt-4o-mini": 0.5, "claude-haiku-4-5": 0.6 };

test("an answer begins with what the model's skill is worth at a task's difficulty, at every format, and is as long as without", async () => {
  const simulator = await start({ skills });
  const asked = (difficulty: string) => ({
    "x-simulator-difficulty": difficulty,
    "x-simulator-ends-after": "7",
  });
  const openai = (difficulty: string) =>
    json(post(simulator, "/v1/chat/completions", chat("do it"), asked(difficulty)));
  const anthropic = (difficulty: string) =>
    json(post(simulator, "/v1/messages", message("do it"), asked(difficulty)));
  const first = (text: string) => text.split(" ")[0];

  for (const [difficulty, word] of [
    ["0.2", "right"],
    ["0.5", "right"],
    ["0.9", "wrong"],
  ] as const) {
    const [chatted, told] = [await openai(difficulty), await anthropic(difficulty)];
    expect(first(textAt(chatted, "choices", 0, "message", "content"))).toBe(word);
    expect(first(textAt(told, "content", 0, "text"))).toBe(word);
    expect(at(chatted, "usage", "completion_tokens")).toBe(7);
  }
});

test("a model without a skill gives no verdict", async () => {
  const simulator = await start();
  const difficult = { "x-simulator-difficulty": "0.1" };
  const plain = await json(post(simulator, "/v1/chat/completions", chat(words(9))));
  const asked = await json(post(simulator, "/v1/chat/completions", chat(words(9)), difficult));

  expect(at(asked, "choices")).toEqual(at(plain, "choices"));
});

test("an answer that would go on is cut by its limit, and ends by itself below it", async () => {
  const simulator = await start();
  const long = { "x-simulator-ends-after": "500" };
  const ask = (limit: number) =>
    json(post(simulator, "/v1/chat/completions", chat("tell", { max_tokens: limit }), long));
  const [cut, whole] = [await ask(40), await ask(600)];

  expect(at(cut, "choices", 0, "finish_reason")).toBe("length");
  expect(at(cut, "usage", "completion_tokens")).toBe(40);
  expect(at(whole, "choices", 0, "finish_reason")).toBe("stop");
  expect(at(whole, "usage", "completion_tokens")).toBe(500);
});
