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
