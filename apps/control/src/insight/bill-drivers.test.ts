import { type BillLine, changeParts, driversReport } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { negotiatedLine } from "../negotiated-line.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  const number = await control.ledger.beginImport({ startedAtMs: 0, named: ["constructed"] });
  await control.ledger.addToImport({ import: number, sequence: 0, billLines });
  await control.ledger.finishImport({
    import: number,
    finishedAtMs: 1,
    read: [],
    skips: [],
    warnings: [],
  });
});
afterAll(() => control.close());

/** A constructed day of a service. */
const line = (day: string, service: string, change: Partial<BillLine>): BillLine => ({
  ...negotiatedLine(day),
  line_id: `${service} ${day}`,
  service_name: service,
  attribution: {},
  consumed_unit: "Hours",
  component_quantity: undefined,
  ...change,
});
const costing = (effective_cost: string, consumed_quantity?: string) => ({
  ...{ billed_cost: effective_cost, effective_cost },
  ...(consumed_quantity !== undefined && { consumed_quantity }),
});
const billLines: readonly BillLine[] = [
  // Half as much again, at double the price.
  line("2026-11-02", "Machines", { ...costing("20", "10"), attribution: { team: "vision" } }),
  line("2026-11-09", "Machines", { ...costing("60", "15"), attribution: { team: "vision" } }),
  line("2026-11-03", "Search", costing("5", "1")),
  line("2026-11-10", "Agents", costing("8", "1")),
  line("2026-11-04", "Support", costing("1")),
  line("2026-11-11", "Support", costing("3")),
  line("2026-11-12", "Elsewhere", { ...costing("100"), billing_currency: "EUR" }),
  {
    ...line("2026-11-08", "Month", costing("50")),
    charge_period_start_ms: Date.parse("2026-11-08"),
    charge_period_end_ms: Date.parse("2026-11-20"),
  },
];
const question = "/api/drivers?from=2026-11-09T00:00:00Z&to=2026-11-16T00:00:00Z";

test("what bills changed by is divided by service and by what was asked for, exactly", async () => {
  const { bills, total } = await control.read(`${question}&by=team`, driversReport.strict());

  expect(total.after).toBe("0.000000000000");
  expect(bills?.map(({ by }) => by)).toEqual(["service_name", "team"]);
  const [services] = bills ?? [];
  expect(services).toMatchObject({
    total: { before: "26.000000000000", after: "71.000000000000", change: "45.000000000000" },
    lines_across: 1,
    lines_in_other_currencies: 1,
    things_left_out: 0,
  });
  const moved = services?.drivers.map(({ value, parts }) => [
    value,
    ...changeParts.flatMap((part) =>
      /[1-9]/.test(parts[part]) ? [`${part} ${parts[part].replace(/\.0+$/, "")}`] : [],
    ),
  ]);
  expect(moved).toEqual([
    ["Machines", "volume 15", "price 25"],
    ["Agents", "new 8"],
    ["Search", "gone -5"],
    ["Support", "other 2"],
  ]);
  for (const { total: all } of bills ?? []) {
    const parts = Object.values(all.parts).reduce((sum, part) => sum + parseDollars(part), 0n);
    expect(parts).toBe(parseDollars(all.change));
  }
});

test("with a filter there are no drivers of bills, and what is left out is told", async () => {
  const report = await control.read(`${question}&team=vision`, driversReport.strict());

  expect(report.bills).toBeUndefined();
  expect(report.bills_left_out).toMatchObject({ because: "filter", lines: 7 });
});
