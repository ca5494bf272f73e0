import { sharedReport } from "@headgate/contract";
import { formatDollars, parseDollars, sum } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  await control.ledger.append({
    rows: [
      ledgerRow({ call_id: "a", attribution: { team: "red" } }),
      ledgerRow({ call_id: "b", attribution: { team: "blue" } }),
      ledgerRow({ call_id: "c", attribution: { team: "blue" } }),
      ledgerRow({ call_id: "d", attribution: {} }),
      ledgerRow({ call_id: "e", attribution: {}, tags: { role: "platform" } }),
    ],
    cursors: [],
  });
});
afterAll(() => control.close());

const question = "/api/reports/shared?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z&by=team";

test("each team has its own cost and its part of what is shared, and the total is what was spent", async () => {
  const shared = [
    {
      name: "platform",
      when: { tags: { role: "platform" } },
      split: { by: "usage", over: "team" },
    },
  ];
  const report = await control
    .another({ config: { attribution: { shared } } })
    .read(question, sharedReport);

  expect(report.rows.map(({ group, own, shared: part }) => [group, own, part])).toEqual([
    ["blue", "0.006000000000", "0.002000000000"],
    ["red", "0.003000000000", "0.001000000000"],
    [null, "0.003000000000", "0.000000000000"],
  ]);
  expect(report.rows[0]?.parts).toEqual([{ rule: "platform", cost: "0.002000000000" }]);
  expect(report.totals).toEqual([
    { currency: "USD", own: "0.012000000000", shared: "0.003000000000", total: "0.015000000000" },
  ]);
  expect(formatDollars(sum(report.rows.map(({ total }) => parseDollars(total))))).toBe(
    "0.015000000000",
  );
});

test("simulated calls are nobody's cost: what they would have cost is told beside", async () => {
  const dollars = (amount: string) => ({
    confidence: "exact" as const,
    list_cost: amount,
    contracted_cost: amount,
    effective_cost: amount,
    billed_cost: amount,
    lines: [],
  });
  const later = { started_at_ms: Date.parse("2026-11-22T12:00:00Z") };
  const unpriced = { ...dollars("0"), confidence: "unknown", reason: "no price" } as const;
  await control.ledger.append({
    rows: [
      ledgerRow({ call_id: "real", ...later, charge: dollars("1.000000000000") }),
      ledgerRow({
        call_id: "simulated",
        ...later,
        simulated: true,
        charge: dollars("1000.000000000000"),
      }),
      ledgerRow({
        call_id: "simulated-unpriced",
        ...later,
        simulated: true,
        baseline_cost: null,
        charge: {
          ...unpriced,
          list_cost: null,
          contracted_cost: null,
          effective_cost: null,
          billed_cost: null,
        },
      }),
    ],
    cursors: [],
  });

  const asked = "/api/reports/shared?from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z";
  const report = await control.read(`${asked}&by=team`, sharedReport);
  const overBills = await control.read(`${asked}&by=team&over=bills`, sharedReport);

  expect(report).toMatchObject({
    rows: [{ group: "support", own: "1.000000000000" }],
    totals: [{ own: "1.000000000000", total: "1.000000000000" }],
    unpriced_attempts: 0,
    simulated_cost: "1000.000000000000",
  });
  expect(overBills).toMatchObject({ rows: [], simulated_cost: null });
});

test("without a rule all is somebody's own, or unallocated", async () => {
  const report = await control.read(question, sharedReport);

  expect(report.totals).toMatchObject([{ own: "0.015000000000", shared: "0.000000000000" }]);
  expect(report.rows.flatMap(({ parts }) => parts)).toEqual([]);
});
