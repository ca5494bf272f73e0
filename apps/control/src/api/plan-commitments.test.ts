import { commitmentsPlanSchema, type LedgerRow, planDemandReport } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TODAY_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS;
const DAYS = 30;
const day = (daysAgo: number): string => new Date(TODAY_MS - daysAgo * DAY_MS).toISOString();

/** One constructed call an hour, of the red team by day and of the blue one by night; a dollar each. */
function constructedRow(hoursAgo: number): LedgerRow {
  const startedAtMs = TODAY_MS - hoursAgo * HOUR_MS;
  const cost = formatDollars(picodollars(10n ** 12n));
  const line = (component: "input" | "output", quantity: number, list_cost: string) => ({
    component,
    quantity,
    unit_price: "0.000500000000",
    list_cost,
    price_record: "constructed",
  });
  return ledgerRow({
    call_id: `hour-${hoursAgo}`,
    started_at_ms: startedAtMs,
    attribution: { team: new Date(startedAtMs).getUTCHours() < 12 ? "blue" : "red" },
    usage: { input: 1_000, output: 100 },
    charge: {
      confidence: "exact",
      list_cost: cost,
      contracted_cost: cost,
      effective_cost: cost,
      billed_cost: cost,
      lines: [line("input", 1_000, "0.500000000000"), line("output", 100, "0.500000000000")],
    },
    baseline_cost: cost,
  });
}

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  const rows = Array.from({ length: DAYS * 24 }, (_, hour) => constructedRow(hour + 1));
  await control.ledger.append({ rows, cursors: [] });
});
afterAll(() => control.close());

const savingsPlan = {
  kind: "savings_plan",
  name: "year",
  term_months: 12,
  service: "other",
  discount: 0.4,
  unit_dollars_per_hour: "0.06",
};
const post = (body: object) => control.ask("/api/plan/commitments", sendJson("POST", body));

test("demand is told of the hours that the ledger holds, none before its first row", async () => {
  const report = await control.read(
    `/api/plan/demand?from=${day(60)}&to=${day(0)}&grain=hour`,
    planDemandReport,
  );

  expect(report).toMatchObject({
    kind: "demand",
    from: day(DAYS),
    steps: DAYS * 24,
    attempts: DAYS * 24,
    whole_weeks: 4,
    p95_over_mean: 1,
    outlook: { kind: "history_too_short", known_days: DAYS },
  });
});

test("a plan of the ledger's demand covers it, and pooled teams share what they save", async () => {
  const answer = await post({
    from: day(DAYS),
    to: day(0),
    offers: [savingsPlan],
    pool_by: "team",
    samples: 20,
  });
  const plan = commitmentsPlanSchema.parse(await answer.json());

  // A unit of $0.06 absorbs $0.10 of the dollar an hour: ten of them, and none of each team's alone.
  expect(plan).toMatchObject({
    kind: "commitments_plan",
    demand: { grain: "minute" },
    offers: [{ offer: "year", plan: { kind: "planned", units: 10 } }],
    pooled: [
      {
        units_together: 10,
        units_apart: 0,
        saving_apart: "0.000000000000",
        members: [{ units_alone: 0 }, { units_alone: 0 }],
      },
    ],
  });
});

test("demand that the user brings is planned, and what is wrong with it has its place", async () => {
  const given = { from: day(DAYS), grain: "hour", on_demand_dollars: Array(DAYS * 24).fill(2) };
  const asked = { from: day(DAYS), to: day(0), offers: [savingsPlan], samples: 20 };
  const fine = await (await post({ ...asked, demand: given })).json();
  const negative = given.on_demand_dollars.with(7, -1);
  const wrong = await (
    await post({ ...asked, demand: { ...given, on_demand_dollars: negative } })
  ).json();

  expect(fine).toMatchObject({ offers: [{ plan: { units: 20 } }] });
  expect(wrong).toMatchObject({
    kind: "no_plan",
    reasons: [{ why: "contradiction", place: "demand.on_demand_dollars[7]" }],
  });
});

test("an offer of an unknown kind is refused with its place", async () => {
  const answer = await post({ from: day(DAYS), to: day(0), offers: [{ kind: "lottery" }] });

  await expectError(answer, 400, "request_invalid");
});
