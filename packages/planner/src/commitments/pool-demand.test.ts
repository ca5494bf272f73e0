import { expect, test } from "vitest";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { constructedDemand } from "./constructed-demand.fixture.ts";
import { poolDemand } from "./pool-demand.ts";
import type { UnitOffer } from "./unit-offer.ts";

const offer: UnitOffer = {
  name: "pooled",
  kind: "savings_plan",
  part: null,
  unit: "unit",
  absorbs: { by: "dollars", everyMs: 3_600_000 },
  capacityPerHour: 100_000,
  microdollarsPerHour: 60_000,
  termMonths: 12,
  minimum: 1,
  increment: 1,
  maximum: null,
  overflow: { kind: "on_demand" },
  purchase: null,
  notes: [],
};
const shifted = (trace: DemandTrace, hours: number): DemandTrace => {
  const turn = (column: Float64Array) =>
    column.map((_, hour) => column[(hour + hours) % column.length] as number);
  return {
    ...trace,
    calls: turn(trace.calls),
    onDemandMicrodollars: turn(trace.onDemandMicrodollars),
  };
};
const day = constructedDemand({ shape: "office", days: 28, callsPerHour: 400, seed: 3 });
const total = (amounts: readonly string[]): number =>
  amounts.reduce((sum, amount) => sum + Number(amount), 0);

test("teams that work at different hours save more together, and the shares add up to the common saving", async () => {
  const pooled = await poolDemand(offer, {
    by: "team",
    members: [
      { value: "day", trace: day },
      { value: "night", trace: shifted(day, 12) },
      { value: null, trace: shifted(day, 6) },
    ],
    seed: 1,
  });

  expect(Number(pooled.saving_together)).toBeGreaterThan(Number(pooled.saving_apart));
  expect(total(pooled.members.map(({ share }) => share))).toBeCloseTo(
    Number(pooled.saving_together),
    5,
  );
  for (const member of pooled.members) {
    expect(Number(member.share)).toBeGreaterThanOrEqual(Number(member.saving_alone) - 1e-6);
    expect(member.standard_error).toBeNull();
  }
});

test("twins get the same share", async () => {
  const { members } = await poolDemand(offer, {
    by: "team",
    members: ["a", "b"].map((value) => ({ value, trace: day })),
    seed: 1,
  });

  expect(members[0]?.share).toBe(members[1]?.share);
});

test("of many members the shares are sampled: they add up, and tell their errors", async () => {
  const count = 9;
  const pooled = await poolDemand(offer, {
    by: "team",
    members: Array.from({ length: count }, (_, member) => ({
      value: `team ${member}`,
      trace: shifted(
        constructedDemand({ shape: "office", days: 7, callsPerHour: 100, seed: member }),
        member,
      ),
    })),
    seed: 4,
  });

  expect(total(pooled.members.map(({ share }) => share))).toBeCloseTo(
    Number(pooled.saving_together),
    3,
  );
  expect(pooled.members.every(({ standard_error }) => Number(standard_error) > 0)).toBe(true);
  expect(pooled.notes.join(" ")).toContain("sampled");
});

test("bursts at a minute of each hour count alike whichever minute it is", async () => {
  const steps = 30 * 24 * 60;
  const zero = new Float64Array(steps);
  const traceOf = (microdollarsAt: (minute: number) => number): DemandTrace => ({
    fromMs: day.fromMs,
    stepMs: 60_000,
    calls: zero,
    inputTokens: zero,
    cacheReadTokens: zero,
    outputTokens: zero,
    onDemandMicrodollars: Float64Array.from({ length: steps }, (_, step) =>
      microdollarsAt(step % 60),
    ),
    unknownCalls: 0,
  });
  // Each spends $60 an hour: $43,800 a month. A unit pays that is used in one minute of sixty.
  const { members } = await poolDemand(
    { ...offer, microdollarsPerHour: 1_000, absorbs: { by: "dollars", everyMs: 60_000 } },
    {
      by: "team",
      members: [
        { value: "even", trace: traceOf(() => 1e6) },
        { value: "on the hour", trace: traceOf((minute) => (minute === 0 ? 60e6 : 0)) },
        { value: "seven past", trace: traceOf((minute) => (minute === 7 ? 60e6 : 0)) },
      ],
      seed: 1,
    },
  );

  expect(members.map(({ on_demand_per_month }) => Number(on_demand_per_month))).toEqual([
    43_800, 43_800, 43_800,
  ]);
  const [, onTheHour, sevenPast] = members;
  const share = Number(onTheHour?.share);
  expect(onTheHour?.units_alone).toBe(36_000);
  expect(sevenPast?.units_alone).toBe(36_000);
  expect(share).toBeGreaterThan(0);
  expect(Math.abs(Number(sevenPast?.share) - share)).toBeLessThan(0.02 * share);
});
