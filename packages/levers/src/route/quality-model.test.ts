import { expect, test } from "vitest";
import { readPrompt } from "./example.ts";
import { uniformAt } from "./hashing.ts";
import { expectedQualities, fitQuality } from "./quality-model.ts";

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
