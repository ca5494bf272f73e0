import { expect } from "vitest";
import { gauge, importAll } from "../imports/imports.fixture.ts";
import type { Check } from "../store.conformance.ts";
import { HOUR_MS, NOON_MS } from "../store.fixture.ts";

const range = { from: "2026-07-15T00:00:00Z", to: "2026-07-16T00:00:00Z" };

/** What every store must answer about measurements by the hour. */
export function describeGaugeHours(check: Check): void {
  check("tells measurements of a device hour by hour, and no hour without one", async (store) => {
    await importAll(store, {
      gauges: [
        gauge("a", { value: 0.2, workload: "ml/a" }),
        gauge("b", { value: 0.6, at_ms: NOON_MS + 60_000, hardware: "NVIDIA A10G" }),
        gauge("c", { value: 0.9, at_ms: NOON_MS + 2 * HOUR_MS }),
        gauge("d", { value: 4, measure: "invocations", resource: "endpoint" }),
        gauge("e", { value: 0.7, resource: "x", labels: { devices: "unknown" } }),
        gauge("before", { at_ms: NOON_MS - 24 * HOUR_MS }),
      ],
    });

    const hours = await store.report("gauge-hours", range);

    expect(hours.map((hour) => [hour.resource, hour.measure, hour.hourMs - NOON_MS])).toEqual([
      ["GPU-1", "accelerator_utilisation", 0],
      ["GPU-1", "accelerator_utilisation", 2 * HOUR_MS],
      ["endpoint", "invocations", 0],
      ["x", "accelerator_utilisation", 0],
    ]);
    expect(hours[0]).toMatchObject({
      hardware: "NVIDIA A10G",
      workload: "ml/a",
      measurements: 2,
      peak: 0.6,
      isUpperBound: false,
    });
    expect(hours[0]?.mean).toBeCloseTo(0.4);
    expect(hours[2]?.sum).toBe(4);
    expect(hours[3]?.isUpperBound).toBe(true);
  });
}
