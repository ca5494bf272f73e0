import { expect, test } from "vitest";
import { takesBudgetOnly } from "./anthropic-messages/thinking.ts";
import { openaiProvider } from "./openai-provider.fixture.ts";
import { translateRequest } from "./translate-request.ts";

test.each([
  ["claude-3-7-sonnet-20250219", true],
  ["claude-sonnet-4-20250514", true],
  ["claude-opus-4-1-20250805", true],
  ["claude-sonnet-4-5", true],
  ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", true],
  ["claude-haiku-4-5@20251001", true],
  ["claude-opus-4-6", false],
  ["anthropic.claude-sonnet-4-6", false],
  ["claude-sonnet-5", false],
  ["claude-opus-5-5", false],
])("%s takes a budget only: %s", (model, only) => {
  expect(takesBudgetOnly(model)).toBe(only);
});

const asked = (
  more: object,
  from: "openai" | "anthropic",
  to: "openai" | "anthropic",
  model: string,
) => {
  const formats = { openai: "openai.chat_completions", anthropic: "anthropic.messages" } as const;
  const json = { model: "m", messages: [{ role: "user", content: "Hi" }], ...more };
  return translateRequest({
    from: formats[from],
    to: formats[to],
    request: { model: "m", stream: false, usageRequested: true, json },
    pathAndQuery: "/v1",
    model,
    provider: openaiProvider,
  });
};

test("an effort becomes adaptive thinking where Claude decides, else a budget below the limit", () => {
  const effort = { reasoning_effort: "high", max_completion_tokens: 4000 };
  const newer = asked(effort, "openai", "anthropic", "claude-sonnet-5");
  const older = asked(effort, "openai", "anthropic", "claude-sonnet-4-5");

  expect(newer.request.json).toMatchObject({
    thinking: { type: "adaptive" },
    output_config: { effort: "high" },
  });
  expect(newer.notes.approximated).toEqual([]);
  expect(older.request.json).toMatchObject({ thinking: { type: "enabled", budget_tokens: 3999 } });
  expect(older.request.json).not.toHaveProperty("output_config");
  expect(older.notes.approximated.map(({ field }) => field)).toContain("reasoning_effort");
});

test.each([
  [1024, "low"],
  [1025, "medium"],
  [8192, "medium"],
  [8193, "high"],
])("a budget of %s tokens becomes the effort %s, which is said", (budget, effort) => {
  const thinking = { type: "enabled", budget_tokens: budget };
  const { request, notes } = asked(
    { max_tokens: 20_000, thinking },
    "anthropic",
    "openai",
    "gpt-5-mini",
  );

  expect(request.json).toMatchObject({ reasoning_effort: effort });
  expect(notes.approximated.map(({ field }) => field)).toEqual(["thinking"]);
});

test("Claude's thinking without a signature, or with another house's, does not go back to Claude", () => {
  const messages = [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello", reasoning_content: "They greet." },
    { role: "user", content: "Again" },
  ];
  const { request, notes } = asked(
    { max_tokens: 5, messages },
    "openai",
    "anthropic",
    "claude-sonnet-5",
  );

  expect(JSON.stringify(request.json)).not.toContain("They greet.");
  expect(notes.approximated.map(({ field }) => field)).toEqual(["thinking"]);
});
