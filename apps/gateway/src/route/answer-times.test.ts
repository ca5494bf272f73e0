import { expect, test } from "vitest";
import { AnswerTimes } from "./answer-times.ts";

const took = (durationMs: number) => ({ outcome: "completed", durationMs }) as const;

test("tells the median and what 95 of a hundred answers keep, of the latest hundred attempts, and how many failed", () => {
  const times = new AnswerTimes();
  for (let index = 0; index < 50; index += 1) times.note("task", "m", took(9_999));
  for (let ms = 1; ms <= 90; ms += 1) times.note("task", "m", took(ms));
  for (let index = 0; index < 10; index += 1) {
    times.note("task", "m", { outcome: "provider_error", durationMs: 5 });
  }

  expect(times.of("task", "m")).toEqual({ attempts: 100, failed: 10, medianMs: 45, p95Ms: 86 });
  expect(times.isWithin("task", "m", 86)).toBe(true);
  expect(times.isWithin("task", "m", 85)).toBe(false);
});

test("what a client or a rule of ours ended tells nothing, and of few answers nothing follows", () => {
  const times = new AnswerTimes();
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
  const times = new AnswerTimes();
  for (let index = 0; index < 20; index += 1) times.note("slow", "m", took(4_000));

  expect(times.isWithin("other", "m", 1_000)).toBe(false);
  for (let index = 0; index < 20; index += 1) times.note("other", "m", took(100));
  expect(times.isWithin("other", "m", 1_000)).toBe(true);
  expect(times.isWithin("slow", "m", 1_000)).toBe(false);
});
