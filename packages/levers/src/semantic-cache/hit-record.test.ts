import { expect, test } from "vitest";
import { HitRecord } from "./hit-record.ts";

const after = (verdicts: readonly boolean[], record = new HitRecord()): HitRecord => {
  for (const correct of verdicts) record.note(correct);
  return record;
};
const everyFourthWrong = Array.from({ length: 200 }, (_, index) => index % 4 !== 0);
const wrong = (count: number): readonly boolean[] => Array.from({ length: count }, () => false);
const right = (count: number): readonly boolean[] => Array.from({ length: count }, () => true);

test("a threshold whose hits are wrong too often is off, and not before that is certain", () => {
  expect(after(wrong(29)).isOff).toBe(false);
  expect(after(wrong(30)).isOff).toBe(true);
  expect(after([...wrong(8), ...right(22)]).isOff).toBe(false);
  expect(after(everyFourthWrong).isOff).toBe(true);
  expect(after(right(500)).isOff).toBe(false);
});

test("it is on again once the newest hits are right for certain", () => {
  const record = after(wrong(40));

  expect(after(right(100), record).isOff).toBe(true);
  expect(after(right(180), record).isOff).toBe(false);
});
