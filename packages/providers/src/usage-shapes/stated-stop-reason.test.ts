import { expect, test } from "vitest";
import { statedStopReason } from "./stated-stop-reason.ts";

test.each([
  ["stop", "end"],
  ["end_turn", "end"],
  ["STOP", "end"],
  ["length", "length"],
  ["max_tokens", "length"],
  ["MAX_TOKENS", "length"],
  ["stop_sequence", "stop-sequence"],
  ["tool_calls", "tool-calls"],
  ["tool_use", "tool-calls"],
  ["content_filter", "refusal"],
  ["guardrail_intervened", "refusal"],
  ["weather", "other"],
])("%s is %s, whoever's word it is", (word, reason) => {
  expect(statedStopReason(word)).toBe(reason);
});

test("what states nothing tells nothing", () => {
  expect(statedStopReason("")).toBeUndefined();
  expect(statedStopReason(null)).toBeUndefined();
});
