import { expect, test } from "vitest";
import { PromptSubjects } from "./prompt-subjects.ts";

test("a subject is made once, and another key, provider or model is another one", () => {
  const subjects = new PromptSubjects();
  const one = subjects.of("key", "openai", "gpt-5");

  expect(subjects.of("key", "openai", "gpt-5")).toBe(one);
  expect(one).toMatchObject({ scope: '["key","openai","gpt-5"]', modelKey: '["openai","gpt-5"]' });
  const others = [
    subjects.of("other", "openai", "gpt-5"),
    subjects.of("key", "azure", "gpt-5"),
    subjects.of("key", "openai", "gpt-5-mini"),
  ];
  expect(new Set([one, ...others].map(({ scope }) => scope)).size).toBe(4);
});

test("names without end take no memory without end", () => {
  const subjects = new PromptSubjects();
  const first = subjects.of("key", "openai", "model 0");
  for (let model = 1; model <= 5_000; model++) subjects.of("key", "openai", `model ${model}`);

  expect(subjects.of("key", "openai", "model 0")).not.toBe(first);
});
