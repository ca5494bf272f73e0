import fc from "fast-check";
import { expect, test } from "vitest";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { breakEven } from "./break-even.ts";
import { type FleetRules, fleetMonth } from "./fleet.ts";
import { meanRate, monthCost } from "./month-cost.ts";
import { statedTraffic } from "./stated-traffic.ts";
import { type Traffic, trafficOf } from "./traffic.ts";

const rules: FleetRules = {
  scaling: "hourly",
  spare: 1,
  atLeast: 2,
  atMost: undefined,
  loadPart: 0.8,
  startMinutes: 10,
  replicasPerMachine: 1,
};
const others = { operations: 1e6, storagePerMachine: 0, egressPerAnswerToken: 0 };
const replica = { callsPerSecond: 1 };

const traffic = (callsOfHours: readonly number[]): Traffic => ({
  neededPerHour: Float64Array.from(callsOfHours),
  calls: callsOfHours.reduce((sum, calls) => sum + calls, 0),
  unknownCalls: 0,
  call: { promptTokens: 1000, cachedTokens: 0, answerTokens: 300 },
  peakCalls: Math.max(...callsOfHours),
  peakToMean: 1,
});
const hours = fc.array(fc.nat({ max: 50_000 }), { minLength: 1, maxLength: 60 });

test("replicas are whole, one is spare, and starting machines are paid for", () => {
  // A replica takes 3,600 calls an hour, of which 2,880 are planned with.
  const month = fleetMonth(traffic([2880, 2881]), replica, rules);

  expect(month).toMatchObject({ meanReplicas: 2.5, peakReplicas: 3, peakMachines: 3 });
  expect(month?.startingHours).toBeCloseTo(730 / 2 / 6);
  expect(month?.machineHours).toBeCloseTo(730 * 2.5 + 730 / 12);
});

test("following the hours never has more machine-hours than running for the busiest, but for starts", () => {
  fc.assert(
    fc.property(hours, (calls) => {
      const hourly = fleetMonth(traffic(calls), replica, rules);
      const fixed = fleetMonth(traffic(calls), replica, { ...rules, scaling: "fixed" });
      const running = (hourly?.machineHours ?? 0) - (hourly?.startingHours ?? 0);
      expect(running).toBeLessThanOrEqual((fixed?.machineHours ?? 0) + 1e-6);
      expect(fixed?.startingHours).toBe(0);
    }),
  );
});

test("more traffic never needs fewer machines, and every hour is met with one replica to spare", () => {
  fc.assert(
    fc.property(hours, fc.double({ min: 1, max: 20, noNaN: true }), (calls, volume) => {
      const now = fleetMonth(traffic(calls), replica, rules);
      const more = fleetMonth(traffic(calls), replica, rules, volume);
      expect(more?.peakReplicas).toBeGreaterThanOrEqual(now?.peakReplicas ?? 0);
      expect(((now?.peakReplicas ?? 0) - 1) * 2880).toBeGreaterThanOrEqual(Math.max(...calls));
      expect(now?.utilisation).toBeLessThanOrEqual(1);
    }),
  );
});

test("a fleet that may not grow enough is no fleet", () => {
  expect(fleetMonth(traffic([100_000]), replica, { ...rules, atMost: 10 })).toBeUndefined();
});

test("the parts of a month add up to its total", () => {
  fc.assert(
    fc.property(hours, (calls) => {
      const rate = {
        onDemand: 3e6,
        spot: { share: 0.5, perHour: 1e6, availability: 0.9, reclaimsPerMonth: 2 },
      };
      const cost = monthCost(traffic(calls), replica, {
        rules,
        rate,
        others: { operations: 1e6, storagePerMachine: 5, egressPerAnswerToken: 0.01 },
      });
      if (cost === undefined) throw new TypeError("nothing limits this fleet");
      const { machines, starting, operations, storage, egress, total } = cost;
      expect(machines + starting + operations + storage + egress).toBeCloseTo(total, 3);
    }),
  );
});

test("spare capacity that is never there saves nothing, however cheap", () => {
  const spot = { share: 1, perHour: 1, reclaimsPerMonth: 0 };

  expect(meanRate({ onDemand: 100, spot: { ...spot, availability: 0 } })).toBe(100);
  expect(meanRate({ onDemand: 100, spot: { ...spot, availability: 0.5 } })).toBe(50.5);
});

test("each reclaimed machine is started anew", () => {
  const cost = (reclaimsPerMonth: number) =>
    monthCost(traffic([1000]), replica, {
      rules: { ...rules, scaling: "fixed" },
      rate: { onDemand: 60, spot: { share: 1, perHour: 60, availability: 1, reclaimsPerMonth } },
      others,
    });

  // Two machines, each reclaimed three times, ten minutes each.
  expect((cost(3)?.starting ?? 0) - (cost(0)?.starting ?? 0)).toBeCloseTo(60);
});

test("the break-even of a straight line is where it crosses", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.002, max: 5000, noNaN: true }), (crossing) => {
      const found = breakEven((times) => times >= crossing, { least: 1e-3, most: 1e4 });
      expect(found.kind).toBe("at");
      if (found.kind === "at") expect(found.times / crossing).toBeCloseTo(1, 2);
    }),
  );
});

test("what never turns, always holds or flips back is told as such", () => {
  const range = { least: 0.01, most: 100 };

  expect(breakEven(() => false, range)).toEqual({ kind: "never" });
  expect(breakEven(() => true, range)).toEqual({ kind: "always" });
  const flipping = breakEven((times) => (times > 0.1 && times < 1) || times > 10, range);
  expect(flipping).toEqual({ kind: "at", times: expect.closeTo(10, 1) });
});

test("stated traffic has just the calls and tokens that were stated", () => {
  for (const shape of ["flat", "daily_wave", "office_hours"] as const) {
    const stated = { callsPerDay: 700, promptTokens: 1000, cachedTokens: 400, answerTokens: 300 };
    const found = trafficOf(statedTraffic({ ...stated, shape }));

    expect(found?.calls).toBeCloseTo(4900);
    expect(found?.call.promptTokens).toBeCloseTo(1000);
    expect(found?.call.cachedTokens).toBeCloseTo(400);
    expect(found?.call.answerTokens).toBeCloseTo(300);
  }
});

const byTheMinute = (calls: Float64Array): DemandTrace => ({
  fromMs: 0,
  stepMs: 60_000,
  calls,
  inputTokens: calls.map((count) => count * 10),
  cacheReadTokens: new Float64Array(calls.length),
  outputTokens: calls.map((count) => count * 10),
  onDemandMicrodollars: new Float64Array(calls.length),
  unknownCalls: 0,
});

test("a trace by the minute needs replicas for 19 of an hour's 20 minutes", () => {
  const calls = new Float64Array(60);
  calls.fill(1, 0, 50);
  calls.fill(10, 50, 57);
  calls.fill(20, 57);

  expect(trafficOf(byTheMinute(calls))?.neededPerHour).toEqual(Float64Array.of(600));
});

test("calls that come in a few minutes of an hour need what serves them within the hour", () => {
  const bursts = new Float64Array(120);
  for (const minute of [0, 1, 60, 61]) bursts[minute] = 200_000;
  const burst = trafficOf(byTheMinute(bursts));
  const even = trafficOf(byTheMinute(new Float64Array(120).fill(400_000 / 60)));

  expect(burst?.neededPerHour).toEqual(Float64Array.of(400_000, 400_000));
  expect(burst?.peakToMean).toBe(1);
  const replicasOf = (found: Traffic | undefined) =>
    found && fleetMonth(found, { callsPerSecond: 10 }, rules)?.peakReplicas;
  expect(replicasOf(burst)).toBeGreaterThanOrEqual(replicasOf(even) ?? Number.NaN);
});
