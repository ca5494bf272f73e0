import { commitmentsFileSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import {
  CONSTRUCTED_FROM_MS,
  constructedDemand,
  demandShapes,
} from "./constructed-demand.fixture.ts";
import { givenOrigin, planCommitments } from "./plan-commitments.ts";

const DAYS = 42;
const DAY_MS = 86_400_000;
/** What one unit absorbs in an hour: $0.1 at a discount of 30 %. */
const UNIT_MICRODOLLARS = 100_000 / 0.7;

async function courseOf(shape: (typeof demandShapes)[number]) {
  const trace = constructedDemand({ shape, days: DAYS, callsPerHour: 1_000, seed: 3 });
  const plan = await planCommitments({
    request: commitmentsFileSchema.parse({
      samples: 40,
      offers: [
        { kind: "savings_plan", name: "year", term_months: 12, service: "compute", discount: 0.3 },
      ],
    }),
    trace,
    origin: givenOrigin,
    rates: { input: 2, output: 8 },
    members: [],
    membersLeftOut: 0,
    nowMs: CONSTRUCTED_FROM_MS + DAYS * DAY_MS,
  });
  const found = plan.kind === "commitments_plan" ? plan.offers[0]?.plan : undefined;
  if (found?.kind !== "planned") throw new TypeError("a savings plan can be planned");
  return { trace, units: found.units, course: found.course };
}

test.each(demandShapes)(
  "the course of %s demand adds up to the trace, hour by hour split at the committed level",
  async (shape) => {
    const { trace, units, course } = await courseOf(shape);
    const hours = course.step_ms / 3_600_000;

    expect(course.history.length).toBeLessThanOrEqual(200);
    expect(course.history[0]?.start).toBe(new Date(CONSTRUCTED_FROM_MS).toISOString());
    for (const [index, { absorbed, overflow, peak }] of course.history.entries()) {
      const wanted = [...trace.onDemandMicrodollars.slice(index * hours, (index + 1) * hours)].map(
        (microdollars) => microdollars / UNIT_MICRODOLLARS,
      );
      const above = wanted.reduce((sum, one) => sum + Math.max(0, one - units), 0);
      const all = wanted.reduce((sum, one) => sum + one, 0);
      expect(overflow).toBeCloseTo(above / wanted.length, 9);
      expect(absorbed + overflow).toBeCloseTo(all / wanted.length, 9);
      expect(peak).toBeCloseTo(Math.max(...wanted), 9);
    }
  },
);

test("how demand may go on begins after the history, within its band", async () => {
  const { course } = await courseOf("flat");

  expect(course.outlook).toHaveLength(12);
  for (const { at, low, high } of course.outlook) {
    expect(Date.parse(at)).toBeGreaterThan(CONSTRUCTED_FROM_MS + DAYS * DAY_MS);
    expect(low).toBeLessThanOrEqual(high);
  }
});
