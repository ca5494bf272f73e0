import { expect, test } from "vitest";
import { takesEffortOnly } from "./anthropic-messages/sampling.ts";
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

const formats = {
  openai: "openai.chat_completions",
  anthropic: "anthropic.messages",
  bedrock: "bedrock.converse",
  gemini: "gemini.generate_content",
} as const;

const asked = (
  more: object,
  from: "openai" | "anthropic",
  to: keyof typeof formats,
  model: string,
) => {
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

test.each([
  ["claude-opus-4-1-20250805", false],
  ["claude-opus-4-20250514", false],
  ["claude-haiku-4-5", false],
  ["claude-opus-4-6", false],
  ["claude-opus-4-7", true],
  ["us.anthropic.claude-opus-4-8-v1:0", true],
  ["claude-sonnet-5", true],
  ["claude-opus-5-5", true],
  ["claude-fable-5-1", true],
  ["claude-mythos-5", true],
])("%s takes neither sampling nor a budget: %s", (model, neither) => {
  expect(takesEffortOnly(model)).toBe(neither);
});

test.each(["anthropic", "bedrock"] as const)(
  "sampling that the newest Claudes refuse is told on the way to %s, their own defaults are left out",
  (to) => {
    const model = "anthropic.claude-sonnet-5";
    const set = { temperature: 0.2, top_p: 0.9, max_completion_tokens: 100 };
    const {
      request,
      notes: { lost },
    } = asked(set, "openai", to, model);
    const plain = asked({ ...set, temperature: 1, top_p: 1 }, "openai", to, model);
    const older = asked(set, "openai", to, "anthropic.claude-sonnet-4-6");

    expect(lost.map(({ field }) => field)).toEqual(["temperature", "top_p"]);
    expect(JSON.stringify([request.json, plain.request.json])).not.toMatch(/temperature|top_?p/i);
    expect(plain.notes.lost).toEqual([]);
    expect(older.notes.lost).toEqual([]);
    expect(JSON.stringify(older.request.json)).toContain('"temperature":0.2');
  },
);

test("a budget becomes an effort where Claude takes no budget, which is said", () => {
  const thinking = { type: "enabled", budget_tokens: 9000 };
  const {
    request,
    notes: { approximated },
  } = asked({ max_tokens: 20_000, thinking }, "anthropic", "bedrock", "anthropic.claude-opus-4-8");

  expect(request.json).toMatchObject({
    additionalModelRequestFields: { thinking: { type: "adaptive" } },
  });
  expect(JSON.stringify(request.json)).toContain('"effort":"high"');
  expect(approximated.map(({ field }) => field)).toContain("thinking");
});

test.each([
  ["claude-sonnet-5", "disabled", [], []],
  ["claude-sonnet-5-5", "between_tools", ["reasoning_effort"], []],
  ["claude-opus-5-5", undefined, [], ["reasoning_effort"]],
  ["claude-fable-5", undefined, [], ["reasoning_effort"]],
])("thinking switched off is for %s %s", (model, type, near, gone) => {
  const off = { reasoning_effort: "none", max_completion_tokens: 100 };
  const {
    request,
    notes: { approximated, lost },
  } = asked(off, "openai", "anthropic", model);

  expect((request.json as { thinking?: unknown }).thinking).toEqual(
    type === undefined ? undefined : { type },
  );
  expect(approximated.map(({ field }) => field)).toEqual(near);
  expect(lost.map(({ field }) => field)).toEqual(gone);
});

test.each(["claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-1"])(
  "a forced call is told where %s takes none",
  (model) => {
    const forced = {
      max_completion_tokens: 100,
      tools: [{ type: "function", function: { name: "look", parameters: { type: "object" } } }],
      tool_choice: "required",
    };
    for (const to of ["anthropic", "bedrock"] as const) {
      const newest = asked(forced, "openai", to, `anthropic.${model}`);
      const newer = asked(forced, "openai", to, "anthropic.claude-sonnet-5");

      expect(newest.notes.lost.map(({ field }) => field)).toEqual(["tool_choice"]);
      expect(JSON.stringify(newest.request.json)).not.toContain('"any"');
      expect(newer.notes.lost).toEqual([]);
      expect(JSON.stringify(newer.request.json)).toContain('"any"');
    }
  },
);

test.each([
  ["gemini-3.1-pro-preview", "LOW", ["reasoning_effort"]],
  ["gemini-3-pro-preview", "LOW", ["reasoning_effort"]],
  ["gemini-3.8-flash", "LOW", ["reasoning_effort"]],
  ["gemini-3-flash-preview", "MINIMAL", []],
  ["gemini-3.1-flash-lite", "MINIMAL", []],
])("the least effort is for %s the level %s", (model, level, near) => {
  const {
    request,
    notes: { approximated },
  } = asked({ reasoning_effort: "minimal" }, "openai", "gemini", model);

  expect(request.json).toMatchObject({
    generationConfig: { thinkingConfig: { thinkingLevel: level } },
  });
  expect(approximated.map(({ field }) => field)).toEqual(near);
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
