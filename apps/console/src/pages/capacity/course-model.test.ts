import type { PlannedUnits } from "@headgate/contract";
import { expect, test } from "vitest";
import { machineActivities } from "./activity-model.ts";
import { courseNote, coursePoints, plannedCourses } from "./course-model.ts";

const plan = {
  kind: "planned",
  unit: "PTU",
  units: 50,
  course: {
    step_ms: 21_600_000,
    history: [{ start: "2026-11-01T06:00:00.000Z", absorbed: 40, overflow: 2.5, peak: 90 }],
    outlook: [{ at: "2026-12-15T00:00:00.000Z", low: 30, estimate: 45, high: 61.25 }],
  },
} as PlannedUnits;

test("a stretch is split at the committed level, and the outlook follows with its band", () => {
  const [past, toCome] = coursePoints(plan);

  expect(past).toMatchObject({
    title: "2026-11-01 06:00",
    absorbed: [0, 40],
    overflow: [40, 42.5],
    committed: 50,
  });
  expect(toCome).toMatchObject({ expected: 45, band: [30, 61.25], committed: 50 });
  expect(toCome?.facts).toContainEqual(["Middle 80 %", "30 to 61.3"]);
  expect(courseNote(plan)).toBe("in units (PTU), means of 6 hours, UTC");
});

test("offers without a history or a plan by the unit have no course", () => {
  const empty = { ...plan, course: { ...plan.course, history: [] } };

  expect(plannedCourses([{ offer: "a", part: "input", plan }]).map(({ name }) => name)).toEqual([
    "a, input",
  ]);
  expect(plannedCourses([{ offer: "a", part: null, plan: empty }])).toEqual([]);
});

test("what was not measured of a machine is a gap, and machines beyond six are counted", () => {
  const machine = (name: string) => ({
    name,
    activity: {
      step_ms: 3_600_000,
      basis: "cpu" as const,
      points: [
        { start: "2026-11-01T00:00:00.000Z", mean: null, peak: null },
        { start: "2026-11-01T01:00:00.000Z", mean: 0.5, peak: 0.75 },
      ],
    },
  });
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const { shown, more } = machineActivities({
    machines: [...names.map(machine), { ...machine("none"), activity: null }] as never,
  });

  expect([shown.length, more]).toEqual([6, 1]);
  expect(shown[0]?.points.map(({ text, length }) => [text, length])).toEqual([
    ["not measured", undefined],
    ["50.0 %, busiest hour 75.0 %", 0.5],
  ]);
});
