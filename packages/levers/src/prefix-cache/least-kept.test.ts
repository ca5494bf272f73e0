import { expect, test } from "vitest";
import { leastKept } from "./least-kept.ts";

test("Claude keeps what is marked and nothing else, wherever it is asked", () => {
  for (const [kind, model] of [
    ["anthropic", "claude-sonnet-4-5"],
    ["vertex", "claude-sonnet-4-5@20250929"],
    ["bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"],
    ["openai-compatible", "anthropic/claude-sonnet-4.5"],
  ] as const) {
    expect(leastKept(kind, model, false)).toBeUndefined();
    expect(leastKept(kind, model, true)).toBe(1_024);
  }
});

test("OpenAI, and Gemini from 2.5 on, keep unmarked prompts from their least on", () => {
  expect(leastKept("openai", "gpt-5-mini", false)).toBe(1_024);
  expect(leastKept("azure-openai", "my-deployment", false)).toBe(1_024);
  expect(leastKept("gemini", "gemini-2.5-flash", false)).toBe(1_024);
  expect(leastKept("vertex", "gemini-2.5-pro", false)).toBe(4_096);
  expect(leastKept("gemini", "gemini-2.0-flash", false)).toBeUndefined();
});
