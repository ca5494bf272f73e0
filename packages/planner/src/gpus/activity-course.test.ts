import { expect, test } from "vitest";
import { activityCourse } from "./activity-course.ts";
import type { MachineLoad } from "./machine-load.ts";

/** Constructed: four weeks, of which the first day was not measured. */
const load: MachineLoad = {
  fromMs: Date.parse("2026-11-01T00:00:00Z"),
  activity: Float64Array.from({ length: 28 * 24 }, (_, hour) =>
    hour < 24 ? Number.NaN : hour % 4 === 0 ? 0.8 : 0.2,
  ),
  basis: "sm_active",
  memoryActivity: null,
  tensorActivity: null,
  invocations: null,
  memoryHeld: null,
};

test("activity over time has the mean and the busiest hour of each stretch; what was not measured has neither", () => {
  const course = activityCourse(load);

  expect(course).toMatchObject({ step_ms: 4 * 3_600_000, basis: "sm_active" });
  expect(course?.points).toHaveLength(168);
  expect(course?.points[0]).toEqual({ start: "2026-11-01T00:00:00.000Z", mean: null, peak: null });
  expect(course?.points[6]).toMatchObject({ mean: expect.closeTo(0.35, 12), peak: 0.8 });
  expect(activityCourse(null)).toBeNull();
});
