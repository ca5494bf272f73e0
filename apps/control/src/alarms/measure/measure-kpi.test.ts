import { configSchema } from "@headgate/contract";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, onTestFinished, test } from "vitest";
import { costing, ledgerRow } from "../../ledger-row.fixture.ts";
import { measureKpi } from "./measure-kpi.ts";

const notAsked = (): never => {
  throw new TypeError("a KPI of calls asks for nothing else");
};

test("a month is held against the month before it, not against as many days", async () => {
  const { store, close } = await openTemporaryLedger();
  onTestFinished(close);
  const callOf = (day: string, cost: string) =>
    ledgerRow({ call_id: day, started_at_ms: Date.parse(`${day}T12:00:00Z`), ...costing(cost) });
  const rows = [
    // Within thirty-one days before March, and no part of February.
    callOf("2026-01-30", "100.000000000000"),
    callOf("2026-02-10", "1.000000000000"),
    callOf("2026-03-10", "2.000000000000"),
  ];
  await store.append({ rows, cursors: [] });
  const rule = { name: "a", on: "kpi", kpi: "cost_per_inference", window: "month" };
  const [alarm] = configSchema.parse({ alarms: [rule] }).alarms;
  if (alarm?.on !== "kpi") throw new TypeError("an alarm of another kind");

  const facts = {
    ledger: store,
    prices: notAsked,
    config: notAsked,
    budgets: { standings: notAsked },
    routingTroubles: notAsked,
    nearQuestions: notAsked,
  };
  const measured = await measureKpi(alarm, facts, Date.parse("2026-04-02T12:00:00Z"));

  // A call cost twice as much as in February, and its cost should be falling.
  expect(measured).toMatchObject({ isBeyond: true, measurement: { value: "2.000000000000" } });
});
