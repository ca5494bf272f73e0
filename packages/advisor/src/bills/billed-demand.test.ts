import { expect, test } from "vitest";
import { openLedger } from "../open-ledger.fixture.ts";
import { billLine, HOUR_MS, importInto, NOW_MS } from "../plans/plans.fixture.ts";
import { billedDemand } from "./billed-demand.ts";

const DAY_MS = 24 * HOUR_MS;

test("a bill by the day beside one by the hour is even within its days, and told as such", async () => {
  const ledger = await openLedger();
  const serving = { category: "accelerators_serving" } as const;
  const byHour = Array.from({ length: 48 }, (_, hour) => {
    const startMs = NOW_MS - 2 * DAY_MS + hour * HOUR_MS;
    return {
      ...billLine(`hour-${hour}`, 2, { ...serving, cost: "10.000000000000", provider: "bedrock" }),
      charge_period_start_ms: startMs,
      charge_period_end_ms: startMs + HOUR_MS,
    };
  });
  const byDay = [2, 1].map((daysAgo) => ({
    ...billLine("day", daysAgo, { ...serving, cost: "240.000000000000", provider: "vertex" }),
    ...{ provider_name: "Google", statement: "gcp:one:2026-11", billing_account_id: "one" },
  }));
  await importInto(ledger, { billLines: [...byHour, ...byDay] });

  const billed = await billedDemand(
    ledger,
    { from: new Date(NOW_MS - 2 * DAY_MS).toISOString(), to: new Date(NOW_MS).toISOString() },
    serving,
    "left_out",
  );

  expect(billed?.told).toBe("days");
  expect([...(billed?.trace.onDemandMicrodollars ?? [])]).toEqual(Array(48).fill(20e6));
});
