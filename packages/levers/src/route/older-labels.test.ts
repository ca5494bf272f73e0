import { expect, test } from "vitest";
import type { LabelSource } from "./label-source.ts";
import { keepOlder } from "./older-labels.ts";

type Label = Readonly<{ by: LabelSource; task: string; place: number }>;
const form: LabelSource = { kind: "form" };
const room = { ofTask: 10, older: 25 };
const taskOf = ({ task }: Label) => task;

const many = (task: string, count: number, by: LabelSource = form): Label[] =>
  Array.from({ length: count }, (_, place) => ({ by, task, place }));

/** How many of each task stay, and that they are its newest. */
function kept(older: readonly Label[], newest: readonly Label[]) {
  const stays = keepOlder(older, newest, { room, taskOf });
  const counts: Record<string, number> = {};
  for (const task of new Set(stays.map(taskOf))) {
    const of = stays.filter((label) => label.task === task);
    expect(of).toEqual(older.filter((label) => label.task === task).slice(-of.length));
    counts[task] = of.length;
  }
  return counts;
}

test("a task has as many labels as it is to have, with those among the newest; one that has them there keeps none beside", () => {
  const older = [...many("rare", 30), ...many("busy", 30)];

  expect(kept(older, [...many("rare", 3), ...many("busy", 12)])).toEqual({ rare: 7 });
});

test("what people said certifies nothing and is not kept beside", () => {
  const people: LabelSource = { kind: "people", key: "k" };

  expect(kept([...many("a", 4, people), ...many("a", 2)], many("a", 1))).toEqual({ a: 2 });
});

test("without room for all, a task that is labelled no more gives way before those that are, however few labels these have", () => {
  const older = [...many("gone", 10), ...many("a", 9), ...many("b", 9), ...many("young", 2)];
  const newest = [...many("a", 1), ...many("b", 1), ...many("young", 1)];

  expect(kept(older, newest)).toEqual({ gone: 5, a: 9, b: 9, young: 2 });
});

test("of those that are labelled the ones with the fewest give way, so that some have enough", () => {
  const older = [...many("a", 9), ...many("b", 9), ...many("c", 8), ...many("d", 4)];
  const newest = [...many("a", 1), ...many("b", 1), ...many("c", 1), ...many("d", 1)];

  // The third has one too few to stay whole: it gives what the fourth did not.
  expect(kept(older, newest)).toEqual({ a: 9, b: 9, c: 7 });
});
