import { expect, test } from "vitest";
import { publishedTerms } from "./cache-terms.ts";
import { marksSent, planMarks } from "./plan-marks.ts";
import { type PromptPath, ReuseTracker } from "./reuse-tracker.ts";

/** A tracker with a clock of its own, asked as the lever asks it: 2,000 tokens before each next boundary. */
function tracked(most = 1_000) {
  const clock = { nowMs: 0 };
  const tracker = new ReuseTracker(most, () => clock.nowMs);
  const ask = (digests: readonly string[], head = 1, group = "key model") => {
    const path: PromptPath = { digests, head, group, tokens: digests.length * 2_000 };
    const seen = tracker.see(path);
    const { marks } = planMarks(tracker, path, seen, {
      tokensBefore: digests.map((_, index) => (index + 1) * 2_000),
      minTokens: 1_024,
      terms: publishedTerms,
      allowed: ["5m", "1h"],
      nowMs: clock.nowMs,
    });
    marksSent(seen, marks, clock.nowMs);
    return marks;
  };
  return { clock, tracker, ask };
}

test("nothing is marked before anything was used again", () => {
  const { ask } = tracked();

  expect(ask(["head", "question"])).toEqual([]);
});

test("a head that is used each minute is marked for five, each quarter of an hour for an hour, each day not", () => {
  for (const [gapMs, expected] of [
    [60_000, "5m"],
    [900_000, "1h"],
    [86_400_000, undefined],
  ] as const) {
    const { clock, ask } = tracked();
    let marks = ask(["head", "question 0"]);
    for (let index = 1; index < 12; index++) {
      clock.nowMs += gapMs;
      marks = ask(["head", `question ${index}`]);
    }
    expect(marks).toEqual(expected === undefined ? [] : [{ at: 0, ttl: expected }]);
  }
});

test("a conversation is marked at its end when those of its key went on", () => {
  const { clock, ask } = tracked();
  for (let talk = 0; talk < 12; talk++) {
    for (let turn = 1; turn <= 3; turn++) {
      clock.nowMs += 20_000;
      ask(["head", ...Array.from({ length: turn }, (_, index) => `${talk}.${index}`)]);
    }
  }
  clock.nowMs += 20_000;

  expect(ask(["head", "new talk"]).at(-1)).toEqual({ at: 1, ttl: "5m" });
});

test("a prompt below the provider's minimum is left alone", () => {
  const { clock, tracker } = tracked();
  const path: PromptPath = { digests: ["a"], head: 1, group: "g", tokens: 100 };
  let marks: readonly unknown[] = [];
  for (let index = 0; index < 20; index++) {
    clock.nowMs += 1_000;
    marks = planMarks(tracker, path, tracker.see(path), {
      tokensBefore: [100],
      minTokens: 1_024,
      terms: publishedTerms,
      allowed: ["5m", "1h"],
      nowMs: clock.nowMs,
    }).marks;
  }
  expect(marks).toEqual([]);
});

test("no more is remembered than there is room for, and the begin of prompts longest", () => {
  const { clock, tracker, ask } = tracked(10);
  for (let index = 0; index < 100; index++) {
    clock.nowMs += 1_000;
    ask(["head", `question ${index}`]);
  }

  expect(tracker.size).toBe(10);
  expect(ask(["head", "one more"])).toEqual([{ at: 0, ttl: "5m" }]);
});
