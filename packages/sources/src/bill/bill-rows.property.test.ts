import { billLineSchema } from "@headgate/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { curColumns, productColumns } from "../aws-cur/columns.ts";
import { curRowReader } from "../aws-cur/read-row.ts";
import { azureRowReader } from "../azure-cost-export/read-row.ts";
import { focusColumns } from "../focus/columns.ts";
import { readFocusRow } from "../focus/read-row.ts";
import type { ReadBillRow } from "./read-bill-table.ts";

/** What may stand in a bill's cell, sense and nonsense. */
const cell = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ minLength: 2500, maxLength: 2600 }),
  fc.double().map(String),
  fc.bigInt({ min: -(10n ** 79n), max: 10n ** 79n }).map(String),
  fc.constantFrom(
    "2026-11-01T00:00:00Z",
    "11/1/26",
    "USD",
    "Usage",
    "Purchase",
    "SavingsPlanRecurringFee",
    "RIFee",
    "AmazonBedrock",
    "Azure OpenAI",
    "AWS",
    "Microsoft",
    "OpenAI",
    "USE1-Claude4.6Sonnet-input-tokens",
    "USE1-MP:USE1_InputTokenCount-Units",
    "GPT 5 Inpt Glbl 1M Tokens",
    "1K tokens",
    "1M",
    "0.00",
    "1e-70",
    '{"team":"x","__proto__":"y","deep":{"a":[1]}}',
    "[1,null]",
  ),
);

const azureColumns = [
  ..."Date,MeterCategory,MeterSubCategory,MeterName,UnitOfMeasure,Quantity,CostInBillingCurrency".split(
    ",",
  ),
  ..."BillingCurrency,ChargeType,PricingModel,ReservationId,Tags,AdditionalInfo,BillingPeriodStartDate".split(
    ",",
  ),
  ..."BillingPeriodEndDate,BillingAccountId,PayGCostInBillingCurrency,ResourceId,EffectivePrice".split(
    ",",
  ),
];
const curNames = [curColumns, productColumns].flatMap((table) =>
  Object.values(table).map(([name]) => name),
);
const focusNames = Object.values(focusColumns).map(([name]) => name);

/** What a row needs to be a line at all, so that the rest of it is read. */
const needed: Readonly<Record<string, string>> = {
  BilledCost: "1",
  EffectiveCost: "1",
  BillingCurrency: "USD",
  BillingPeriodStart: "2026-11-01",
  BillingPeriodEnd: "2026-12-01",
  ChargePeriodStart: "2026-11-01",
  ChargePeriodEnd: "2026-11-02",
  ChargeCategory: "Usage",
  line_item_currency_code: "USD",
  line_item_unblended_cost: "1",
  line_item_usage_start_date: "2026-11-01",
  bill_billing_period_start_date: "2026-11-01",
  bill_billing_period_end_date: "2026-12-01",
  Date: "2026-11-01",
  CostInBillingCurrency: "1",
};

const kinds: readonly (readonly [string, readonly string[], ReadBillRow])[] = [
  ["FOCUS", focusNames, readFocusRow],
  ["a Cost and Usage Report", curNames, curRowReader(curNames)],
  ["an Azure export", azureColumns, azureRowReader(azureColumns)],
];

describe("any row", () => {
  test.each(kinds)(
    "of %s is a line that the contract allows, or a skip",
    (_name, columns, read) => {
      const some = fc.dictionary(fc.constantFrom(...columns), cell);
      const whole = some.map((cells) => ({
        ...Object.fromEntries(
          columns.flatMap((name) => (needed[name] ? [[name, needed[name]]] : [])),
        ),
        ...cells,
      }));
      fc.assert(
        fc.property(fc.oneof(some, whole), (cells) => {
          const reading = read({ kind: "row", cells, line: 2, place: "bill.csv:2" }, 1);
          if (reading.kind === "skip") return;
          const parsed = billLineSchema.safeParse({ ...reading.line, attribution: {} });
          expect(parsed.error?.issues ?? []).toEqual([]);
        }),
        { numRuns: 300 },
      );
    },
  );
});
