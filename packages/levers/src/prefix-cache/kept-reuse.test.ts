import { expect, test } from "vitest";
import { type Boundary, ReuseTracker } from "./reuse-tracker.ts";

const path = (digest: string) => ({ digests: [digest], tokens: 2_000, head: 0, group: "g" });

test("how soon prompts were used again holds for new prompts after a restart", () => {
  const clock = { nowMs: 0 };
  const before = new ReuseTracker(1_000, () => clock.nowMs);
  for (let prompt = 0; prompt < 50; prompt++) {
    before.see(path(`p${prompt}`));
    clock.nowMs += 60_000;
    before.see(path(`p${prompt}`));
  }
  const chanceOf = (tracker: ReuseTracker): number => {
    const { boundaries, tailGroups } = tracker.see(path("new"));
    const [boundary] = boundaries;
    if (boundary === undefined) throw new Error("a prompt has an end");
    return tracker.chance(boundary, tailGroups)["5m"];
  };
  const kept = JSON.parse(JSON.stringify(before.plain()));
  const expected = chanceOf(before);

  const after = new ReuseTracker(1_000, () => 0);
  expect(chanceOf(after)).toBe(0);
  const restored = new ReuseTracker(1_000, () => 0);
  restored.restore(kept);
  expect(chanceOf(restored)).toBeCloseTo(expected, 2);
  expect(expected).toBeGreaterThan(0.5);
});

test("what was learned of groups that are in use is not forgotten for others, however many there are", () => {
  const clock = { nowMs: 0 };
  const tracker = new ReuseTracker(100, () => clock.nowMs);
  for (let group = 0; group < 3_000; group++) {
    clock.nowMs += 60_000;
    tracker.see({ ...path(`p${group}`), group: `g${group}` });
    // Its prompt is known by now: what its group tells is asked for, and nothing new is seen of it.
    const { boundaries, tailGroups } = tracker.see({ ...path("in use"), group: "used" });
    tracker.chance(boundaries[0] as Boundary, tailGroups);
  }

  const tables = new Map(tracker.plain());
  expect(tables.size).toBe(5_000);
  expect(tables.get("tail")?.known).toBeGreaterThan(2_900);
  expect(tables.get("used|tail")?.known).toBe(1);
});

test("a table with another number of bins is refused", () => {
  const tracker = new ReuseTracker(10, () => 0);
  expect(() => tracker.restore([["g", { known: 1, ended: [1], spentMs: [1] }]])).toThrow(
    RangeError,
  );
});
