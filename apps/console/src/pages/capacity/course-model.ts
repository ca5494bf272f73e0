import { lengthText, type OfferPlan, type PlannedUnits } from "@headgate/contract";
import { dayUtcText } from "../../time/time-text.ts";

const DAY_MS = 86_400_000;

/** One stretch of the history, or one point of the outlook. Lengths are in units. */
export type CoursePoint = Readonly<{
  label: string;
  title: string;
  facts: readonly (readonly [string, string])[];
  absorbed?: readonly [number, number];
  overflow?: readonly [number, number];
  expected?: number;
  band?: readonly [number, number];
  committed: number;
}>;

/** The history beside what is bought, then how demand may go on. */
export function coursePoints({ course, units }: PlannedUnits): readonly CoursePoint[] {
  const isShort = course.step_ms < DAY_MS;
  const past = course.history.map(({ start, absorbed, overflow, peak }): CoursePoint => {
    const startMs = Date.parse(start);
    return {
      label: dayUtcText(startMs),
      title: isShort ? momentText(startMs) : dayUtcText(startMs),
      facts: [
        ["Absorbed", unitsText(absorbed)],
        ["Overflow", unitsText(overflow)],
        ["Peak", unitsText(peak)],
        ["Committed", unitsText(units)],
      ],
      absorbed: [0, absorbed],
      overflow: [absorbed, absorbed + overflow],
      committed: units,
    };
  });
  const toCome = course.outlook.map(({ at, low, estimate, high }): CoursePoint => {
    const text = dayUtcText(Date.parse(at));
    return {
      label: text,
      title: `${text}, expected`,
      facts: [
        ["Expected", unitsText(estimate)],
        ["Middle 80 %", `${unitsText(low)} to ${unitsText(high)}`],
        ["Committed", unitsText(units)],
      ],
      expected: estimate,
      band: [low, high],
      committed: units,
    };
  });
  return [...past, ...toCome];
}

/** As many places as tell small numbers apart. */
export const unitsText = (units: number): string =>
  units.toLocaleString("en", { maximumFractionDigits: units < 10 ? 2 : units < 100 ? 1 : 0 });

export type PlannedCourse = Readonly<{ name: string; plan: PlannedUnits }>;

/** Offers that are planned by the unit and have a history. */
export const plannedCourses = (offers: readonly OfferPlan[]): readonly PlannedCourse[] =>
  offers.flatMap(({ offer, part, plan }): PlannedCourse[] =>
    plan.kind === "planned" && plan.course.history.length > 0
      ? [{ name: part === null ? offer : `${offer}, ${part}`, plan }]
      : [],
  );

/** How long a stretch is, and what a unit is. */
export const courseNote = ({ course, unit }: PlannedUnits): string =>
  `in units (${unit}), means of ${lengthText(course.step_ms)}, UTC`;

/** `2026-11-29 06:00`, of UTC. */
export const momentText = (ms: number): string =>
  new Date(ms).toISOString().slice(0, 16).replace("T", " ");
