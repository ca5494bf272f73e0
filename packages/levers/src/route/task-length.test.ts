import { expect, test } from "vitest";
import { readPrompt } from "./example.ts";
import { featureAt } from "./lexical-feature-names.ts";
import { learnPromptMap, placePrompt, TASK_LENGTH } from "./placed-prompt.ts";
import { noteTaskLength, type TaskLengths, taskLengthOf } from "./task-length.ts";

const lengthOf = (prompt: string): number =>
  readPrompt(prompt).lexical[featureAt.log_characters] as number;

test("a task's mean length is that of its prompts and the one that is asked, drawn to the mean by five", () => {
  const lengths: TaskLengths = new Map();
  const short = readPrompt("Sum?", "desk");
  for (let place = 0; place < 4; place += 1) noteTaskLength(lengths, short);

  expect(taskLengthOf(lengths, short, 6)).toBeCloseTo((5 * lengthOf("Sum?") + 5 * 6) / 10, 12);
  expect(taskLengthOf(lengths, { ...short, fingerprint: "new" }, 6)).toBeCloseTo(
    (lengthOf("Sum?") + 5 * 6) / 6,
    12,
  );
  expect(taskLengthOf(lengths, { ...short, fingerprint: undefined }, 6)).toBe(6);
});

test("one and the same prompt is placed by the length of its task's prompts, and nowhere where there is no task", () => {
  const essay = "word ".repeat(200);
  const prompts = Array.from({ length: 40 }, (_, place) =>
    place % 2 === 0 ? readPrompt(`Sum ${place}?`, "sums") : readPrompt(essay, "essays"),
  );
  const map = learnPromptMap(prompts);
  const at = (fingerprint: string | undefined): number =>
    placePrompt(map, readPrompt("Which of these words is wrong?", fingerprint)).dense[
      TASK_LENGTH
    ] as number;

  expect(at("sums")).toBeLessThan(-0.5);
  expect(at("essays")).toBeGreaterThan(0.5);
  expect(at(undefined)).toBe(0);
});
