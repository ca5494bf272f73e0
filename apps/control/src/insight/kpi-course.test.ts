import { type BillLine, kpisReport, type LedgerRow } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { negotiatedLine } from "../negotiated-line.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = DAY_MS / 24;
const FIRST_MS = Date.parse("2026-11-02T00:00:00Z");
const DAYS = 10;
const day = (index: number): string => new Date(FIRST_MS + index * DAY_MS).toISOString();

/** A constructed call of a million input tokens for $0.15, and its retry on some days. */
const callsOf = (index: number): readonly LedgerRow[] =>
  [0, 1].map((attempt) => {
    const cost = attempt === 0 ? "0.000000000000" : `0.${15 + (index % 3)}0000000000`;
    const charge = costing(cost).charge;
    return ledgerRow({
      call_id: `day ${index}`,
      attempt,
      final: attempt === 1,
      outcome: attempt === 1 ? "completed" : "provider_error",
      started_at_ms: FIRST_MS + index * DAY_MS + attempt * HOUR_MS,
      usage: attempt === 1 ? { input: 1_000_000 } : {},
      response_model: "gpt-4o-mini",
      charge: {
        ...charge,
        lines:
          attempt === 0
            ? []
            : [
                {
                  component: "input",
                  quantity: 1_000_000,
                  unit_price: "0.000000150000",
                  list_cost: cost,
                  price_record: "constructed",
                },
              ],
      },
    });
  });

const lineOf = (index: number, change: Partial<BillLine> = {}): BillLine => ({
  ...negotiatedLine(day(index).slice(0, 10)),
  attribution: {},
  ...change,
});
const hours = [0, 1, 2].map((hour) =>
  lineOf(8, {
    line_id: `hour ${hour}`,
    charge_period_start_ms: FIRST_MS + 8 * DAY_MS + hour * HOUR_MS,
    charge_period_end_ms: FIRST_MS + 8 * DAY_MS + (hour + 1) * HOUR_MS,
    component_quantity: "100000",
  }),
);

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  const { ledger } = control;
  const indices = Array.from({ length: DAYS }, (_, index) => index);
  // One day without a call, one that has one too many on the next, and one without a line.
  const rows = indices.filter((index) => index !== 1).flatMap(callsOf);
  await ledger.append({ rows, cursors: [] });
  await ledger.addOutcomes({
    outcomes: [0, 0, 2, 5, 8].map((index, place) => ({
      id: `outcome ${place}`,
      name: place % 2 === 0 ? "ticket_resolved" : "sale",
      occurred_at: new Date(FIRST_MS + index * DAY_MS + 2 * HOUR_MS).toISOString(),
      accepted: place !== 3,
      call_ids: [`day ${index}`],
    })),
    atMs: FIRST_MS,
  });
  const number = await ledger.beginImport({ startedAtMs: 0, named: ["constructed"] });
  await ledger.addToImport({
    import: number,
    sequence: 0,
    billLines: [
      lineOf(0),
      lineOf(1),
      lineOf(2, { component_quantity: "1100000" }),
      lineOf(3, {
        line_id: "three days",
        charge_period_end_ms: FIRST_MS + 6 * DAY_MS,
        billed_cost: "9",
      }),
      lineOf(4),
      lineOf(7),
      ...hours,
    ],
    gauges: [0, 3, 3].map((index, place) => ({
      gauge_id: `${place}`,
      source: "dcgm" as const,
      at_ms: FIRST_MS + index * DAY_MS + HOUR_MS,
      measure: "accelerator_utilisation" as const,
      value: place / 4,
      resource: "GPU-1",
      labels: {},
    })),
  });
  await ledger.finishImport({ import: number, finishedAtMs: 1, read: [], skips: [], warnings: [] });
});
afterAll(() => control.close());

const asked = async (query: Readonly<Record<string, string>>) =>
  control.read(`/api/kpis?${new URLSearchParams(query).toString()}`, kpisReport.strict());

test.each([
  ["day", {}],
  ["week", {}],
  ["day", { team: "support" }],
  ["hour", {}],
])(
  "each %s of a course has what it has when it is asked for alone, with %o",
  async (grain, filter) => {
    const range =
      grain === "hour" ? { from: day(8), to: day(8 + 4 / 24) } : { from: day(0), to: day(DAYS) };
    const { course } = await asked({ ...range, ...filter, grain });
    if (course === undefined) throw new TypeError("a course was asked for");

    expect(course.length).toBeGreaterThan(1);
    for (const { from, to, values } of course) {
      const { kpis } = await asked({ from, to, ...filter });
      const alone = kpis.map((kpi) => [
        kpi.name,
        // What a bill says of an hour is that of its day: a course of hours leaves it out.
        kpi.kind === "known" && !(grain === "hour" && kpi.name === "reconciled_share")
          ? kpi.value
          : null,
      ]);
      expect([from, values]).toEqual([from, Object.fromEntries(alone)]);
    }
    const told = course.flatMap(({ values }) => values.cost_per_outcome ?? []);
    expect(told.length).toBeGreaterThan(0);
  },
);

test("a course of days knows how much of each day's bill calls explain", async () => {
  const { course } = await asked({ from: day(0), to: day(DAYS), grain: "day" });

  const shares = course?.map(({ values }) => values.reconciled_share);
  expect(new Set(shares).size).toBeGreaterThan(3);
  // A bill that states three hours of its last day leaves no gap there but that of the price.
  expect(shares?.[9]).toBeNull();
});
