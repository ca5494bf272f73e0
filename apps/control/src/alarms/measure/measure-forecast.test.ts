import { configSchema } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, onTestFinished, test } from "vitest";
import { costing, ledgerRow } from "../../ledger-row.fixture.ts";
import { measureForecast } from "./measure-forecast.ts";

const DAY_MS = 86_400_000;
const TODAY_MS = Date.parse("2026-11-30T00:00:00Z");

/** A constructed call of so many days ago. */
function callOf(daysAgo: number, dollars: bigint) {
  const cost = formatDollars(picodollars(dollars * 10n ** 12n));
  return ledgerRow({
    call_id: `${daysAgo} ${dollars}`,
    started_at_ms: TODAY_MS - daysAgo * DAY_MS + 3_600_000,
    ...costing(cost),
  });
}

test("what a runaway has cost today is in what the month is expected to cost", async () => {
  const { store, close } = await openTemporaryLedger();
  onTestFinished(close);
  const before = Array.from({ length: 90 }, (_, index) => callOf(index + 1, 10n));
  await store.append({ rows: [...before, callOf(0, 5_000n)], cursors: [] });
  const config = { name: "a", on: "forecast", above: "1000" };
  const [alarm] = configSchema.parse({ alarms: [config] }).alarms;
  if (alarm?.on !== "forecast") throw new TypeError("an alarm of another kind");
  const look = { nowMs: TODAY_MS + 20 * 3_600_000, isFiring: false };

  expect(await measureForecast(alarm, store, look)).toMatchObject({
    isBeyond: true,
    measurement: {
      value: "5290.000000000000",
      note: "an estimate: $5,290.00 to $5,290.00 in 80 of 100 cases; 1 day is left",
    },
  });
});
