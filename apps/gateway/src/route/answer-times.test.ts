import { beforeEach, expect, test } from "vitest";
import { AnswerTimes } from "./answer-times.ts";

let nowMs = 0;
beforeEach(() => {
  nowMs = 0;
});

const took = (durationMs: number) => ({ outcome: "completed", durationMs }) as const;

test("tells the median and what 95 of a hundred answers keep, of the latest hundred attempts, and how many failed", () => {
  const times = new AnswerTimes(() => nowMs);
  for (let index = 0; index < 50; index += 1) times.note("task", "m", took(9_999));
  for (let ms = 1; ms <= 90; ms += 1) times.note("task", "m", took(ms));
  for (let index = 0; index < 10; index += 1) {
    times.note("task", "m", { outcome: "provider_error", durationMs: 5 });
  }

  expect(times.of("task", "m")).toEqual({ attempts: 100, failed: 10, medianMs: 45, p95Ms: 86 });
  const answering = new AnswerTimes(() => nowMs);
  for (let ms = 1; ms <= 100; ms += 1) answering.note("task", "m", took(ms));
  expect(answering.isWithin("task", "m", 95)).toBe(true);
  expect(answering.isWithin("task", "m", 94)).toBe(false);
});

test("an attempt that failed was not answered in time, however soon it failed", () => {
  const times = new AnswerTimes(() => nowMs);
  for (let index = 0; index < 95; index += 1) times.note("task", "m", took(10));
  for (let index = 0; index < 5; index += 1) {
    times.note("task", "m", { outcome: "timed_out", durationMs: 1 });
  }
  expect(times.isWithin("task", "m", 100)).toBe(true);
  times.note("task", "m", { outcome: "provider_error", durationMs: 1 });
  expect(times.isWithin("task", "m", 100)).toBe(false);

  for (let index = 0; index < 30; index += 1) {
    times.note("task", "never", { outcome: "timed_out", durationMs: 60_000 });
  }
  expect(times.isWithin("task", "never", 100)).toBe(false);
});

test("what a client or a rule of ours ended tells nothing, and of few answers nothing follows", () => {
  const times = new AnswerTimes(() => nowMs);
  for (let index = 0; index < 19; index += 1) times.note("task", "m", took(10));
  times.note("task", "m", { outcome: "client_closed", durationMs: 1 });
  times.note("task", "m", { outcome: "ended_early", durationMs: 1 });

  expect(times.of("task", "m")).toEqual({
    ...{ attempts: 19, failed: 0 },
    ...{ medianMs: undefined, p95Ms: undefined },
  });
  expect(times.isWithin("task", "m", 1)).toBeUndefined();
  expect(times.of("other", "m")).toBeUndefined();
});

test("a task that has not met a model is told by the model's other answers", () => {
  const times = new AnswerTimes(() => nowMs);
  for (let index = 0; index < 20; index += 1) times.note("slow", "m", took(4_000));

  expect(times.isWithin("other", "m", 1_000)).toBe(false);
  for (let index = 0; index < 20; index += 1) times.note("other", "m", took(100));
  expect(times.isWithin("other", "m", 1_000)).toBe(true);
  expect(times.isWithin("slow", "m", 1_000)).toBe(false);
});

test("what is older than an hour says nothing of now", () => {
  const times = new AnswerTimes(() => nowMs);
  for (let index = 0; index < 30; index += 1) times.note("task", "m", took(9_000));
  expect(times.isWithin("task", "m", 1_000)).toBe(false);

  nowMs = 3_600_000;
  expect(times.isWithin("task", "m", 1_000)).toBeUndefined();
  expect(times.of("task", "m")).toBeUndefined();
});
