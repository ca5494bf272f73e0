import { expect, test } from "vitest";
import { readPrompt } from "./example.ts";
import { uniformAt } from "./hashing.ts";
import { expectedQualities, fitQuality } from "./quality-model.ts";

/** Constructed: what the weak model is worth is the task's alone, and no prompt tells more. */
function callsOf(tasks: number, each: number) {
  return Array.from({ length: tasks * each }, (_, place) => {
    const task = place % tasks;
    const isRight = uniformAt(place, 31) < (task % 2 === 0 ? 0.9 : 0.1);
    const prompt = `Case ${Math.floor(uniformAt(place, 32) * 9_000)} of the day, what next?`;
    return {
      ...readPrompt(prompt, `task ${task}`),
      qualities: Float64Array.of(1, isRight ? 1 : 0),
    };
  });
}

test("what a task's labels say is drawn towards the others once, not twice", () => {
  const { model } = fitQuality(callsOf(8, 50));
  const { parts } = model;
  const prompt = readPrompt("Case 17 of the day, what next?", "task 0");

  const cells = parts.fingerprints.cells.get("task 0");
  const labels = cells?.[2] as number;
  const right = cells?.[3] as number;
  const mean = parts.means[1] as number;
  const drawn = (right + 25 * mean) / (labels + 25) - mean;
  const expected = (expectedQualities(model, prompt)[1] as number) - mean;
  expect(drawn).toBeGreaterThan(0.2);
  // Stacking holds weights back by a little; drawn twice it were two thirds.
  expect(expected / drawn).toBeGreaterThan(0.85);
});

test("how long the prompts of a task are tells what it is like before it has a label", () => {
  const words = (count: number, place: number): string =>
    Array.from(
      { length: count },
      (_, word) => `w${Math.floor(uniformAt(place * 97 + word, 33) * 500)}`,
    ).join(" ");
  const callAt = (place: number, tasks: number) => {
    const task = place % tasks;
    // Tasks of long prompts are hard, and within a task a prompt's own length, which varies more, tells nothing.
    const usual = 6 + 3 * (task % 10);
    const own = Math.floor(uniformAt(place, 35) * 40);
    const read = readPrompt(words(usual + own, place), `task ${task}`);
    const isRight = uniformAt(place, 34) > (task % 10) / 10;
    return { ...read, qualities: Float64Array.of(1, isRight ? 1 : 0) };
  };
  const labelled = Array.from({ length: 800 }, (_, place) => callAt(place, 40));
  const asked = (name: string, usual: number) =>
    Array.from({ length: 12 }, (_, place) => readPrompt(words(usual, 5_000 + place), name));
  const prompts = [...labelled, ...asked("terse", 26), ...asked("wordy", 53)];
  const { model } = fitQuality(labelled, { prompts });

  const ofTask = (name: string): number =>
    expectedQualities(model, readPrompt(words(40, 9_000), name))[1] as number;
  expect(ofTask("terse") - ofTask("wordy")).toBeGreaterThan(0.2);
});
