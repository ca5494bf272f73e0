import { parseDollars } from "@headgate/money";
import { expect } from "vitest";
import { billLine, importAll } from "../../imports/imports.fixture.ts";
import type { Check } from "../../store.conformance.ts";
import { HOUR_MS, NOON_MS } from "../../store.fixture.ts";
import type { LedgerStore, Reports } from "../../store.ts";

const DAY_MS = 24 * HOUR_MS;
const week = {
  before: { from: "2026-07-08T00:00:00Z", to: "2026-07-15T00:00:00Z" },
  from: "2026-07-15T00:00:00Z",
  to: "2026-07-22T00:00:00Z",
};
/** A line of the earlier week. */
const earlier = {
  charge_period_start_ms: NOON_MS - HOUR_MS * 12 - 7 * DAY_MS,
  charge_period_end_ms: NOON_MS - HOUR_MS * 12 - 6 * DAY_MS,
};
const hours = (consumed_quantity: string) => ({ consumed_quantity, consumed_unit: "Hours" });
const sagemaker = {
  service_name: "Amazon SageMaker",
  category: "accelerators_serving",
  provider: undefined,
} as const;

const cellsOf = (store: LedgerStore, query: Partial<Reports["bill-cells"]["query"]> = {}) =>
  store.report("bill-cells", {
    ...week,
    by: ["service_name"],
    currency: "USD",
    lines: "whole",
    limit: 100,
    ...query,
  });

/** What every store must answer about bills of two ranges. */
export function describeBillCells(check: Check): void {
  check("compares bills thing by thing, and no quantities of two units", async (store) => {
    await importAll(store, {
      billLines: [
        billLine("1", { ...sagemaker, ...earlier, ...hours("10"), cost: "20" }),
        billLine("2", { ...sagemaker, ...hours("12"), cost: "24" }),
        billLine("3", { ...sagemaker, ...hours("3"), cost: "4", pricing_category: "committed" }),
        billLine("4", { ...sagemaker, consumed_quantity: "5", consumed_unit: "GB", cost: "1" }),
        billLine("5", { ...earlier, cost: "7", pricing_quantity: "2", pricing_unit: "1M tokens" }),
        billLine("6", { cost: "9" }),
        billLine("7", { cost: "3", billing_currency: "EUR" }),
      ],
    });

    const { cells, ...about } = await cellsOf(store);

    expect(about).toEqual({ leftOut: 0, otherLines: 0, linesInOtherCurrencies: 1 });
    const none = { lines: 0, cost: 0n, quantity: 0n };
    const side = (lines: number, cost: string, quantity: string | null) => ({
      lines,
      cost: parseDollars(cost),
      quantity: quantity === null ? null : parseDollars(quantity),
    });
    expect(cells).toEqual([
      {
        values: { service_name: "Amazon SageMaker" },
        before: side(1, "20", "10"),
        // On demand and out of a commitment: one thing at two prices.
        after: side(2, "28", "15"),
      },
      { values: { service_name: "Amazon Bedrock" }, before: none, after: side(1, "9", null) },
      { values: { service_name: "Amazon Bedrock" }, before: side(1, "7", "2"), after: none },
      { values: { service_name: "Amazon SageMaker" }, before: none, after: side(1, "1", "5") },
    ]);
    expect(await cellsOf(store, { limit: 1 })).toMatchObject({ leftOut: 3 });
    await expect(cellsOf(store, { before: { from: week.from, to: week.to } })).rejects.toThrow(
      "before",
    );
  });

  check(
    "tells how many lines reach over an edge of the ranges, or are for longer than a day",
    async (store) => {
      const start = NOON_MS - 12 * HOUR_MS;
      const span = (fromDays: number, toDays: number) => ({
        charge_period_start_ms: start + fromDays * DAY_MS,
        charge_period_end_ms: start + toDays * DAY_MS,
      });
      await importAll(store, {
        billLines: [
          billLine("day", span(0, 1)),
          billLine("three-days", span(1, 4)),
          billLine("over-the-edge", span(-1, 2)),
          billLine("over-the-end", span(6, 8)),
          billLine("elsewhere", span(10, 11)),
        ],
      });
      const linesOf = async (lines: "whole" | "of-days") => {
        const { cells, otherLines } = await cellsOf(store, { lines });
        return [cells.reduce((total, cell) => total + cell.after.lines, 0), otherLines];
      };

      expect(await linesOf("whole")).toEqual([2, 2]);
      expect(await linesOf("of-days")).toEqual([1, 3]);
    },
  );

  check(
    "leaves out what calls to some providers could explain, and nothing else",
    async (store) => {
      await importAll(store, {
        billLines: [
          billLine("use", { cost: "1" }),
          billLine("credit", { cost: "-0.5", charge_category: "credit" }),
          billLine("machine", { ...sagemaker, provider: "bedrock", cost: "2" }),
          billLine("other", { provider: "openai", cost: "4" }),
          billLine("unread", { provider: undefined, cost: "8" }),
        ],
      });
      const total = async (beyondCallsTo: readonly string[]) => {
        const { rows } = await store.report("bill-over-time", {
          from: week.from,
          to: week.to,
          grain: "day",
          limit: 1,
          beyondCallsTo,
        });
        const { cells } = await cellsOf(store, { beyondCallsTo });
        const ofCells = cells.reduce((sum, cell) => sum + cell.after.cost, 0n);
        expect(rows.reduce((sum, row) => sum + parseDollars(row.effective_cost), 0n)).toBe(ofCells);
        return ofCells;
      };

      expect(await total([])).toBe(parseDollars("14.5"));
      expect(await total(["bedrock"])).toBe(parseDollars("13.5"));
      expect(await total(["bedrock", "openai"])).toBe(parseDollars("9.5"));
    },
  );
}
