import {
  callsReport,
  exploreReport,
  spendByReport,
  spendOverTimeReport,
  totalsReport,
  unpricedReport,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

const RANGE = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
const unknownCharge = {
  confidence: "unknown" as const,
  list_cost: null,
  contracted_cost: null,
  effective_cost: null,
  billed_cost: null,
  lines: [],
  reason: "no price for this model",
};

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  await control.ledger.append({
    rows: [
      ledgerRow({ call_id: "a", attribution: { team: "support" } }),
      ledgerRow({ call_id: "b", attribution: { team: "search" } }),
      ledgerRow({ call_id: "c", charge: unknownCharge, baseline_cost: null }),
    ],
    cursors: [],
  });
});
afterAll(() => control.close());

test("totals add up the calls of the range and count the unpriced ones beside the dollars", async () => {
  const { totals } = await control.read(`/api/reports/totals?${RANGE}`, totalsReport.strict());

  expect(totals).toMatchObject({
    calls: 3,
    unpriced_attempts: 1,
    input_tokens: 3000,
    effective_cost: "0.006000000000",
  });
});

test("a filter narrows the totals", async () => {
  const { totals } = await control.read(
    `/api/reports/totals?${RANGE}&team=search`,
    totalsReport.strict(),
  );

  expect(totals).toMatchObject({ calls: 1, effective_cost: "0.003000000000" });
});

test("spend over time answers in buckets of the grain", async () => {
  const { rows } = await control.read(
    `/api/reports/spend-over-time?${RANGE}&grain=hour`,
    spendOverTimeReport.strict(),
  );

  const spent = rows.filter((row) => row.calls > 0);
  expect(spent).toMatchObject([{ calls: 3, effective_cost: "0.006000000000" }]);
  expect(Date.parse(String(spent[0]?.start))).toBe(Date.parse("2026-11-20T12:00:00Z"));
});

test("spend by a dimension names its values and how many were left out", async () => {
  const { rows, left_out } = await control.read(
    `/api/reports/spend-by?${RANGE}&by=team&limit=1`,
    spendByReport.strict(),
  );

  expect(rows).toHaveLength(1);
  expect(left_out).toBe(1);
});

test("an exploration has every measure by two dimensions", async () => {
  const { rows } = await control.read(
    `/api/reports/explore?${RANGE}&by=team&split=confidence&rank=calls`,
    exploreReport.strict(),
  );

  expect(rows.map((row) => [row.group, row.split, row.calls, row.start])).toEqual([
    ["support", "exact", 1, null],
    ["support", "unknown", 1, null],
    ["search", "exact", 1, null],
  ]);
});

test("unpriced spend is shown with its reason", async () => {
  const { rows } = await control.read(`/api/reports/unpriced?${RANGE}`, unpricedReport.strict());

  expect(rows).toMatchObject([{ provider: "openai", attempts: 1, reason: unknownCharge.reason }]);
});

test("calls come in pages with the number of all of them", async () => {
  const { rows, total } = await control.read(
    `/api/calls?${RANGE}&sort=cost&order=desc&limit=2&offset=0`,
    callsReport.strict(),
  );

  expect(total).toBe(3);
  expect(rows).toHaveLength(2);
});

test.each([
  ["totals?to=2026-11-21T00:00:00Z", ["from"]],
  ["totals?from=yesterday&to=2026-11-21T00:00:00Z", ["from: expected a date and time"]],
  ["totals?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z", ["to: must be after from"]],
  [`explore?${RANGE}&by=shoe`, ["by"]],
  [
    `explore?${RANGE}&by=user&split=model&grain=minute&limit=100`,
    ["limit: can make more than 50000 rows"],
  ],
  [`totals?${RANGE}&teem=support`, ["teem: there is no such parameter"]],
  [`totals?${RANGE}&team=a&team=b`, ["team"]],
  [`spend-over-time?${RANGE}`, ["grain"]],
  [`spend-over-time?${RANGE}&grain=second`, ["grain"]],
  [
    "spend-over-time?from=2016-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&grain=minute",
    ["grain: makes more than 10000 buckets"],
  ],
  [`spend-by?${RANGE}`, ["by"]],
  [`spend-by?${RANGE}&by=colour&limit=0`, ["by", "limit"]],
  ["totals?from=x&to=y&tag=z", ["from", "to", "tag"]],
])("%s is refused, naming each fault", async (question, faults) => {
  const error = await expectError(
    await control.ask(`/api/reports/${question}`),
    400,
    "request_invalid",
  );

  for (const fault of faults) expect(error.message).toContain(fault);
});
