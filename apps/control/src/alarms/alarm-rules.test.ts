import { type AlarmWindow, configSchema, type FigureAlarm, type Totals } from "@headgate/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alarmRange } from "./alarm-range.ts";
import { pauseAfter } from "./deliver-messages.ts";
import { judgeFigure } from "./measure/measure-figure.ts";
import { nextStanding } from "./next-standing.ts";

const alarm = (changes: Readonly<Record<string, unknown>>): FigureAlarm => {
  const read = configSchema.parse({
    alarms: [{ name: "a", on: "spend", window: "24h", ...changes }],
  });
  const [first] = read.alarms;
  if (first === undefined) throw new Error("no alarm");
  return first as FigureAlarm;
};
const totals = (changes: Partial<Totals> = {}): Totals => ({
  calls: 10,
  attempts: 10,
  failed_attempts: 0,
  unpriced_attempts: 0,
  unpriced_tokens: 0,
  unmetered_attempts: 0,
  input_tokens: 1_000,
  cache_read_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  unknown_savings: 0,
  list_cost: "5.000000000000",
  effective_cost: "5.000000000000",
  billed_cost: "5.000000000000",
  baseline_cost: "5.000000000000",
  compared_baseline_cost: "5.000000000000",
  compared_effective_cost: "5.000000000000",
  effective_cost_per_million_tokens: null,
  simulated_cost: "0.000000000000",
  ...changes,
});
const range = { fromMs: 0, toMs: 86_400_000 };
const measured = (
  changes: Readonly<Record<string, unknown>>,
  sums: Partial<Totals> = {},
  isFiring = false,
) => {
  const retries = { cost: 1_000_000_000_000n, unpricedAttempts: 0 };
  const found = { totals: totals(sums), retries, range, isFiring };
  const { measurement, isBeyond } = judgeFigure(alarm(changes), found);
  return { value: measurement.value, unjudged: measurement.unjudged, isBeyond };
};

describe("the window", () => {
  const from = (window: AlarmWindow, time_zone: string, now: string): string =>
    new Date(alarmRange({ window, time_zone }, Date.parse(now)).fromMs).toISOString();

  test("ends now and began so many hours ago, whatever the zone", () => {
    expect(from("7d", "Asia/Tokyo", "2026-11-28T12:00:00.5Z")).toBe("2026-11-21T12:00:00.500Z");
  });

  test("of a day or month begins at the owner's midnight", () => {
    expect(from("day", "UTC", "2026-11-28T00:00:00Z")).toBe("2026-11-28T00:00:00.000Z");
    expect(from("day", "America/New_York", "2026-11-28T03:00:00Z")).toBe(
      "2026-11-27T05:00:00.000Z",
    );
    expect(from("month", "Asia/Tokyo", "2026-10-31T15:00:00Z")).toBe("2026-10-31T15:00:00.000Z");
  });

  test("of a day or month keeps to the clocks when they change in it", () => {
    expect(from("day", "Europe/Berlin", "2026-10-25T12:00:00Z")).toBe("2026-10-24T22:00:00.000Z");
    expect(from("month", "Europe/Berlin", "2026-10-28T12:00:00Z")).toBe("2026-09-30T22:00:00.000Z");
    // There is no midnight on this day: clocks go from 23:59:59 to 01:00.
    expect(from("day", "America/Santiago", "2026-09-06T12:00:00Z")).toBe(
      "2026-09-06T04:00:00.000Z",
    );
  });
});

describe("what is measured", () => {
  test("fires beyond the threshold and not at it, to the picodollar", () => {
    const cost = { effective_cost: "5.000000000001" };

    expect(measured({ above: "5" })).toMatchObject({ isBeyond: false, value: "5.000000000000" });
    expect(measured({ above: "5" }, cost).isBeyond).toBe(true);
    expect(measured({ below: "5" }).isBeyond).toBe(false);
  });

  test("as a rate is compared before it is rounded", () => {
    const rate = { on: "spend_rate", above: "0.333333333333", window: "24h" };

    expect(measured(rate, { effective_cost: "7.999999999992" }).isBeyond).toBe(false);
    expect(measured(rate, { effective_cost: "8.000000000000" })).toEqual({
      value: "0.333333333333",
      unjudged: null,
      isBeyond: true,
    });
  });

  test("as a ratio of nothing is not judged", () => {
    expect(measured({ on: "errors", above: "0" }, { attempts: 0 })).toEqual({
      value: null,
      unjudged: "nothing_to_measure",
      isBeyond: undefined,
    });
  });

  test("of cache hits is a share of all input tokens", () => {
    const hits = { on: "cache_hits", below: "0.25" };

    expect(measured(hits, { cache_read_tokens: 249 })).toMatchObject({
      value: "0.249000",
      isBeyond: true,
    });
    expect(measured(hits, { cache_read_tokens: 250 }).isBeyond).toBe(false);
  });

  test("of retries is their dollars, or their exact share of spend", () => {
    expect(measured({ on: "retry_cost", above: "1" })).toMatchObject({
      value: "1.000000000000",
      isBeyond: false,
    });
    expect(measured({ on: "retry_share", above: "0.2" })).toMatchObject({
      value: "0.200000",
      isBeyond: false,
    });
    expect(measured({ on: "retry_share", above: "0.1" }, { unpriced_attempts: 1 })).toMatchObject({
      unjudged: "cost_unknown",
    });
  });

  test("ends at clear when it fires, so that a value about the threshold does not waver", () => {
    const spend = { above: "5", clear: "4" };
    const at = (effective_cost: string) => ({ effective_cost });

    expect(measured(spend, at("4.500000000000")).isBeyond).toBe(false);
    expect(measured(spend, at("4.500000000000"), true).isBeyond).toBe(true);
    expect(measured(spend, at("4.000000000000"), true).isBeyond).toBe(false);
  });

  test("over too few calls is not judged", () => {
    expect(measured({ above: "1", min_calls: 11 })).toMatchObject({
      unjudged: "too_few_calls",
      isBeyond: undefined,
    });
  });

  test("with unknown costs is above for certain, and below only perhaps", () => {
    const unpriced = { unpriced_attempts: 1 };

    expect(measured({ above: "4" }, unpriced).isBeyond).toBe(true);
    expect(measured({ below: "4" }, unpriced).isBeyond).toBe(false);
    expect(measured({ below: "6" }, unpriced)).toMatchObject({
      unjudged: "cost_unknown",
      isBeyond: undefined,
    });
  });
});

test("between a beginning and its end there are only reminders, and never two of a kind", () => {
  const hourMs = 3_600_000;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(true, false, undefined), { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      (looks, remind_every_hours) => {
        const told: string[] = [];
        let standing: Parameters<typeof nextStanding>[1];
        let lastToldAtMs = 0;
        for (const [hour, isBeyond] of looks.entries()) {
          const nowMs = hour * hourMs;
          const change = nextStanding(
            alarm({ above: "1", remind_every_hours }),
            standing,
            isBeyond,
            nowMs,
          );
          if (change === undefined) continue;
          standing = change.standing;
          if (change.tell === undefined) continue;
          if (change.tell === "reminder") {
            expect(nowMs - lastToldAtMs).toBeGreaterThanOrEqual(remind_every_hours * hourMs);
          }
          lastToldAtMs = nowMs;
          told.push(change.tell);
        }
        expect(told.filter((kind) => kind !== "reminder").join(" ")).toMatch(
          /^(fired resolved )*(fired)?$|^fired( resolved fired)*( resolved)?$/,
        );
        expect(told[0] ?? "fired").toBe("fired");
        expect(told.join(" ")).not.toContain("resolved reminder");
      },
    ),
  );
});

test("pauses double from a minute and stay at an hour", () => {
  const minutes = [1, 2, 3, 6, 7, 40].map((failures) => pauseAfter(failures) / 60_000);

  expect(minutes).toEqual([1, 2, 4, 32, 60, 60]);
});
