import type { Gauge } from "@headgate/contract";
import { expect, test } from "vitest";
import {
  adviseFor,
  DAYS,
  HOUR_MS,
  hourlyCalls,
  importInto,
  ledgerOf,
  NOW_MS,
} from "./plans.fixture.ts";

/** Constructed: four weeks of an endpoint's utilisation, hour by hour. */
const gauges = (workload: string, busy: (hour: number) => number): Gauge[] =>
  Array.from({ length: DAYS * 24 }, (_, hour) => ({
    gauge_id: `${workload}-${hour}`,
    source: "cloudwatch_sagemaker",
    at_ms: NOW_MS - (hour + 1) * HOUR_MS,
    measure: "accelerator_utilisation",
    value: busy(hour),
    resource: `${workload}/AllTraffic`,
    hardware: "ml.g5.xlarge",
    workload,
    labels: {},
  }));

test("an endpoint that does nothing is recommended to be stopped, and one that works to be asked a price for", async () => {
  const ledger = await ledgerOf(hourlyCalls());
  await importInto(ledger, {
    gauges: [...gauges("forgotten", () => 0.001), ...gauges("busy", () => 0.8)],
  });

  const { advice, notPlanned } = await adviseFor(ledger);

  expect(advice.find(({ kind }) => kind === "idle-machine")).toMatchObject({
    phase: "infrastructure",
    dollars_per_month: { estimate: "1028.132000000000" },
    plan: { sources: [{ value: "$1.4084 an hour" }] },
  });
  const asked = notPlanned.find(({ kind, subject }) => kind === "commitment" && subject === "busy");
  expect(asked?.text).toMatch(/no list has a price of its reservation or savings plan/);
});

test("a machine that stays on is reserved where a list has the price, with the price's age", async () => {
  const ledger = await ledgerOf(hourlyCalls());
  await importInto(ledger, { gauges: gauges("llm", () => 0.8) });
  const machines = [
    {
      name: "llm",
      provider: "aws",
      sku: "inf2.xlarge",
      region: "us-east-1",
      gauges: { workload: "llm" },
    },
  ];

  const { advice } = await adviseFor(ledger, { plans: { fleet: { machines } } });

  const found = advice.find(({ kind }) => kind === "commitment");
  expect(found?.title).toMatch(/^Take the reservation of .* for 1 × inf2.xlarge of llm$/);
  expect(found?.evidence.figures.map(({ what }) => what)).toContain("age of that price");
});

test("an office-hours machine that names its scaler gets a schedule with exports for tools", async () => {
  const ledger = await ledgerOf(hourlyCalls());
  const isOffice = (hour: number): boolean => {
    const at = new Date(NOW_MS - (hour + 1) * HOUR_MS);
    return at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 8 && at.getUTCHours() < 18;
  };
  await importInto(ledger, { gauges: gauges("office", (hour) => (isOffice(hour) ? 0.7 : 0)) });
  const machines = [
    {
      name: "office",
      provider: "aws",
      sku: "g5.xlarge",
      gauges: { workload: "office" },
      target: { kind: "auto_scaling_group", group: "office" },
    },
  ];

  const { advice } = await adviseFor(ledger, { plans: { fleet: { machines } } });

  const found = advice.find(({ kind }) => kind === "schedule");
  expect(found?.dollars_per_month).not.toBeNull();
  expect(found?.plan?.exports.map(({ tool }) => tool)).toContain("terraform");
});
