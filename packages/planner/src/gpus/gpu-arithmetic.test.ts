import fc from "fast-check";
import { expect, test } from "vitest";
import { checkpointsFor, lossesPerHour } from "./checkpoints.ts";
import { idleWeek, weekHourOf } from "./idle-windows.ts";
import { enteredLoad, loadSummary, machineLoad } from "./machine-load.ts";
import { devicesToHold, memoryNeeded } from "./memory-needed.ts";
import { scaleToZeroOf, scheduleOf, windowText } from "./schedule.ts";

const HOUR_MS = 3_600_000;
/** A Monday, 00:00 in UTC. */
const MONDAY = Date.UTC(2026, 9, 5);
const weeksOf = (weeks: number, busy: (weekHour: number) => number) =>
  enteredLoad(
    MONDAY,
    Array.from({ length: weeks * 168 }, (_, hour) => busy(hour % 168)),
  );
const officeHours = (hour: number): number =>
  hour < 120 && hour % 24 >= 8 && hour % 24 < 18 ? 60 : 0;

test("hours that were not measured are unknown, and the more telling measure is taken", () => {
  const at = (measure: string, hour: number, mean: number, resource = "GPU-1") => ({
    hourMs: MONDAY + hour * HOUR_MS,
    resource,
    measure,
    mean,
    peak: mean,
    sum: mean,
    isUpperBound: false,
  });
  const load = machineLoad(
    [
      at("accelerator_utilisation", 0, 1),
      at("accelerator_sm_active", 0, 0.2),
      at("accelerator_sm_active", 0, 0.4, "GPU-2"),
      at("accelerator_memory_used_bytes", 0, 72),
      at("accelerator_memory_total_bytes", 0, 80),
    ],
    { fromMs: MONDAY, toMs: MONDAY + 2 * HOUR_MS },
  );

  expect(load?.basis).toBe("sm_active");
  expect(load?.activity[0]).toBeCloseTo(0.3);
  expect(load?.activity[1]).toBeNaN();
  expect(load?.memoryHeld).toBe(0.9);
  expect(load && loadSummary(load.activity)?.known).toBe(1);
  expect(machineLoad([], { fromMs: MONDAY, toMs: MONDAY + HOUR_MS })).toBeNull();
});

test("where clocks are half an hour off, an hour that is busy in part is not switched off", () => {
  // 03:00 to 14:00 in UTC are 08:30 to 19:30 in India.
  const load = weeksOf(4, (hour) => (hour % 24 >= 3 && hour % 24 < 14 ? 90 : 0));

  const week = idleWeek(load, "Asia/Kolkata");

  expect(week?.windows.map(windowText)).toContain("Mon 20:00 to Tue 08:00");
  expect(week?.windows).toHaveLength(7);
});

test("nights and the weekend of an office are idle windows, the weekend in one", () => {
  const week = idleWeek(weeksOf(4, officeHours), "UTC");

  expect(week?.weeks).toBe(4);
  expect(week?.windows.map(windowText)).toEqual([
    "Mon 18:00 to Tue 08:00",
    "Tue 18:00 to Wed 08:00",
    "Wed 18:00 to Thu 08:00",
    "Thu 18:00 to Fri 08:00",
    "Fri 18:00 to Mon 08:00",
  ]);
});

test("an hour that was busy in one week, or seen in one week alone, is in no window", () => {
  const once = weeksOf(4, officeHours);
  once.activity[168 + 21] = 0.5;
  expect(idleWeek(once, "UTC")?.windows.slice(0, 2)).toEqual([
    { from: 18, to: 21 },
    { from: 22, to: 32 },
  ]);
  expect(idleWeek(weeksOf(1, officeHours), "UTC")).toBeNull();
});

test("windows are of the time zone", () => {
  expect(weekHourOf("Asia/Tokyo")(MONDAY)).toBe(9);
  expect(idleWeek(weeksOf(4, officeHours), "Asia/Tokyo")?.windows[0]).toEqual({ from: 27, to: 41 });
});

test("a schedule saves no more than its hours, less those of starting, and less the longer that takes", () => {
  const load = weeksOf(4, officeHours);
  const quick = scheduleOf(load, { timeZone: "UTC", wakeUpSeconds: 0 });
  const slow = scheduleOf(load, { timeZone: "UTC", wakeUpSeconds: 3600 });

  expect(quick?.hoursOff).toBe(118);
  expect(slow?.hoursOff).toBe(113);
  expect(quick?.savedShare.high).toBeCloseTo(118 / 168);
  expect(quick?.savedShare.estimate).toBeCloseTo(((118 / 168) * 5) / 6);
  expect(quick && quick.savedShare.low < quick.savedShare.estimate).toBe(true);
  expect(
    scheduleOf(
      weeksOf(4, () => 50),
      { timeZone: "UTC", wakeUpSeconds: 0 },
    ),
  ).toBeNull();
});

test("starting with the next call saves idle runs but for lingering and starting", () => {
  const load = weeksOf(3, officeHours);
  const zero = scaleToZeroOf(load, 900);
  // Of a week: four nights and the weekend's two ends, which the week's turn divides.
  expect(zero?.wakesPerWeek).toBe(6);
  expect(zero?.savedShare.estimate).toBeCloseTo((118 - 6 * 0.5) / 168);
  expect(scaleToZeroOf(weeksOf(1, officeHours), 900)).toBeNull();
});

test("what a schedule saves is between nothing and all, for any week", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 168, maxLength: 168 }),
      fc.integer({ min: 2, max: 8 }),
      fc.integer({ min: 0, max: 7200 }),
      (shape, weeks, wakeUpSeconds) => {
        const load = weeksOf(weeks, (hour) => shape[hour] ?? 0);
        const schedule = scheduleOf(load, { timeZone: "UTC", wakeUpSeconds });
        if (schedule === null) return;
        const { low, estimate, high } = schedule.savedShare;
        expect(low).toBeLessThanOrEqual(estimate);
        expect(estimate).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 60 },
  );
});

test("a model's memory is its weights and the keys and values of what it works on", () => {
  // Llama 3.1 8B's published shape: 32 layers, 8 key-value heads of 128.
  const model = {
    kind: "decoder",
    parameters_billion: 8.03,
    bits_per_parameter: 16,
    layers: 32,
    key_value_heads: 8,
    head_size: 128,
    cache_bits: 16,
    context_tokens: 8192,
    concurrent_sequences: 16,
  } as const;
  const need = memoryNeeded(model);
  // 131,072 bytes a token: 16 GiB for 131,072 tokens.
  expect(need.kind === "known" && need.gib).toBeCloseTo(14.96 + 16, 1);
  expect(memoryNeeded({ ...model, layers: undefined })).toEqual({
    kind: "unknown",
    missing: ["layers"],
  });
  expect(devicesToHold(31, { memoryGib: 22.35, most: 8, runtimeGib: 3 })).toBe(2);
  expect(devicesToHold(31, { memoryGib: 22.35, most: 1, runtimeGib: 3 })).toBeUndefined();
  expect(devicesToHold(1, { memoryGib: 2, most: 8, runtimeGib: 3 })).toBeUndefined();
});

test("the checkpoint interval is where its overhead is least", () => {
  const run = { checkpointSeconds: 60, restartSeconds: 600, lossesPerHour: lossesPerHour(0.2) };
  const planned = checkpointsFor(run);
  if (planned.kind !== "planned") throw new Error("a checkpoint a minute long is worth it");
  const c = 1 / 60;
  const overheadAt = (tau: number): number =>
    c / tau + run.lossesPerHour * (tau / 2 + run.restartSeconds / 3600);

  expect(planned.overhead).toBeCloseTo(overheadAt(planned.everyHours), 12);
  expect(overheadAt(planned.everyHours * 1.01)).toBeGreaterThan(planned.overhead);
  expect(overheadAt(planned.everyHours * 0.99)).toBeGreaterThan(planned.overhead);
  expect(planned.overhead).toBeLessThan(0.01);
});

test("a run that is lost all the time, or never, has no interval", () => {
  const run = { checkpointSeconds: 3600, restartSeconds: 3600, lossesPerHour: 1 };
  expect(checkpointsFor(run).kind).toBe("too_often");
  expect(checkpointsFor({ ...run, lossesPerHour: 0 }).kind).toBe("never");
});
