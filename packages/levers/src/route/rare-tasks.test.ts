import { expect, test } from "vitest";
import { readPrompt } from "./example.ts";
import { uniformAt } from "./hashing.ts";
import { RouteLearner } from "./route-learner.ts";
import { defaultRouteSettings } from "./route-settings.ts";

/** A fifth of what is kept, so that fitting takes little. */
const settings = {
  ...defaultRouteSettings,
  ...{ models: ["strong", "weak"], quality: 0.9, leastLabels: 60, memory: 600 },
  room: { ofTask: 80, older: 1_200 },
};
const costs = Float64Array.of(10, 1);
const DAY_MS = 86_400_000;

function teach(
  learner: RouteLearner,
  place: number,
  { key, worth = 1, atMs }: Readonly<{ key: string; worth?: number; atMs?: number }>,
): void {
  const number = Math.floor(uniformAt(place, 2) * 10_000);
  const read = readPrompt(`Sort the ticket ${number} of guest ${place} into a queue.`, key);
  const qualities = Float64Array.of(1, worth);
  learner.learn({ ...read, costs, qualities, by: { kind: "form" }, atMs });
}

/** By key: how many labels its certificate rests on. */
const labelsOf = ({ certified }: RouteLearner): Readonly<Record<string, number>> =>
  Object.fromEntries([...certified].map(([key, { labels }]) => [key, labels]));

/** By key: what is saved of the calls that its certificate rests on; nine tenths where all are moved. */
const savedBy = ({ certified }: RouteLearner, key: string): number =>
  certified.get(key)?.saved ?? Number.NaN;

let learnedOfFifteen: RouteLearner | undefined;
/** Fifteen keys that call alike; to one the cheaper model is as good on every other call, drawn by chance. Fitted once for all tests. */
function ofFifteen(): RouteLearner {
  if (learnedOfFifteen !== undefined) return learnedOfFifteen;
  const learner = new RouteLearner(settings);
  for (let place = 0; place < 80 * 15; place += 1) {
    const key = `key${place % 15}`;
    teach(learner, place, { key, worth: key === "key7" && uniformAt(place, 5) < 0.5 ? 0 : 1 });
  }
  learner.refit();
  learnedOfFifteen = learner;
  return learner;
}

test("fifteen keys that are equally busy are certified each by its own labels, and what fails for as few calls as the promise allows", () => {
  const learner = ofFifteen();

  const keys = Array.from({ length: 15 }, (_, key) => `key${key}`);
  expect(labelsOf(learner)).toEqual(Object.fromEntries(keys.map((key) => [key, 80])));
  for (const key of keys) {
    if (key === "key7") expect(savedBy(learner, key)).toBeLessThan(0.2);
    else expect(savedBy(learner, key)).toBeGreaterThan(0.8);
  }
  const read = readPrompt("Sort the ticket 17 of guest 9001 into a queue.", "key3");
  expect(learner.decide(read, costs).chosen).toBe(1);
});

test("labels of rare tasks outlive the process and go along into another pool", () => {
  const learner = ofFifteen();
  const pool = { ...settings, models: ["strong", "new", "weak"] };
  const grown = RouteLearner.load(learner.save(), pool);
  expect(labelsOf(grown)).toEqual(labelsOf(learner));
  expect(grown.certified.get("key3")?.members).toEqual([0, 2]);
});

test("a rare task keeps its certificate when a busier one grows, and saves less by its own newer labels alone", () => {
  const learner = new RouteLearner(settings);
  for (let place = 0; place < 160; place += 1) {
    teach(learner, place, { key: place % 2 === 0 ? "rare" : "busy" });
  }
  learner.refit();
  expect(labelsOf(learner)).toEqual({ rare: 80, busy: 80 });

  for (let place = 1_000; place < 2_500; place += 1) {
    teach(learner, place, { key: place % 100 === 0 ? "rare" : "busy" });
  }
  learner.refit();
  expect(labelsOf(learner)).toEqual({ rare: 80, busy: 594 });
  expect(savedBy(learner, "rare")).toBeGreaterThan(0.8);

  for (let place = 3_000; place < 3_030; place += 1) {
    teach(learner, place, { key: "rare", worth: 0 });
  }
  learner.refit();
  expect(labelsOf(learner)).toEqual({ rare: 80, busy: 565 });
  expect(savedBy(learner, "rare")).toBeLessThan(0.2);
  expect(savedBy(learner, "busy")).toBeGreaterThan(0.8);
});

test("where labels are few everything is fitted anew once a day, and a certificate tells of when its newest label is", () => {
  const learner = new RouteLearner(settings);
  for (let place = 0; place < 90; place += 1) teach(learner, place, { key: "a", atMs: 5 + place });
  expect(learner.isDue).toBe(false);
  teach(learner, 90, { key: "b", atMs: 5 + DAY_MS });
  expect(learner.isDue).toBe(true);

  learner.refit();
  expect(learner.isDue).toBe(false);
  expect(learner.certified.get("a")?.newestAtMs).toBe(94);
});

test("one fresh label does not renew a certificate of labels that are half a year older", () => {
  const learner = new RouteLearner(settings);
  for (let place = 0; place < 90; place += 1) teach(learner, place, { key: "a", atMs: place });
  teach(learner, 90, { key: "a", atMs: 180 * DAY_MS });
  learner.refit();
  expect(labelsOf(learner)).toEqual({ a: 91 });

  teach(learner, 91, { key: "a", atMs: 180 * DAY_MS + 89 });
  learner.refit();

  expect(labelsOf(learner)).toEqual({});
});

test("labels that were saved without their time are as old as what they were saved in", () => {
  const learner = new RouteLearner(settings);
  for (let place = 0; place < 90; place += 1) teach(learner, place, { key: "a" });
  learner.refit();
  expect(learner.certified.get("a")?.newestAtMs).toBeUndefined();

  const again = RouteLearner.load(learner.save(), settings, 7);
  expect(again.certified.get("a")?.newestAtMs).toBe(7);
  again.refit();
  expect(again.certified.get("a")?.newestAtMs).toBe(7);
});
