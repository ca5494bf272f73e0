import { billedMachinesReport } from "@headgate/contract";
import { expect } from "vitest";
import { billLine, importAll } from "../../imports/imports.fixture.ts";
import type { Check } from "../../store.conformance.ts";
import { HOUR_MS } from "../../store.fixture.ts";

const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
const START_MS = Date.parse("2026-07-10T00:00:00Z");
const endpoint = (name: string) => `arn:aws:sagemaker:us-east-1:1:endpoint/${name}`;

/** A constructed line of an hour of a machine. */
const hourOf = (
  id: string,
  hour: number,
  change: Parameters<typeof billLine>[1] & Readonly<{ machines?: string }> = {},
) => {
  const { machines = "2", ...more } = change;
  return billLine(`${id}-${hour}`, {
    charge_period_start_ms: START_MS + hour * HOUR_MS,
    charge_period_end_ms: START_MS + (hour + 1) * HOUR_MS,
    category: "accelerators_training",
    service_name: "Amazon Elastic Compute Cloud",
    sku_meter: "USE1-BoxUsage:p4d.24xlarge",
    region_id: "us-east-1",
    pricing_category: "Standard",
    consumed_quantity: machines,
    consumed_unit: "Hrs",
    ...more,
  });
};

/** What every store must answer about machines on bills. */
export function describeBilledMachines(check: Check): void {
  check(
    "adds up hours of machines on bills by how they were paid, with the hour that has the least of them",
    async (store) => {
      await importAll(store, {
        billLines: [
          hourOf("a", 0, { cost: "10", list_cost: "12" }),
          hourOf("b", 0, { cost: "5", machines: "1" }),
          hourOf("a", 1, { cost: "10", list_cost: "12" }),
          hourOf("covered", 0, { pricing_category: "Committed", cost: "3" }),
          hourOf("unused", 0, { commitment_discount_status: "unused", cost: "9" }),
          hourOf("fee", 0, { charge_category: "purchase", cost: "9" }),
          hourOf("chat", 0, { category: "inference" }),
          // One line without a quantity: a sum of the others would be too small.
          {
            ...hourOf("vague", 0, { region_id: "eu-west-1", cost: "1" }),
            consumed_quantity: undefined,
          },
          hourOf("told", 0, { region_id: "eu-west-1", cost: "1" }),
        ],
      });

      const report = await store.report("billed-machines", { ...july, limit: 10 });
      expect(billedMachinesReport.parse(report).machines).toMatchObject([
        {
          meter: "USE1-BoxUsage:p4d.24xlarge",
          region: "us-east-1",
          pricing_category: "Standard",
          unit: "Hrs",
          period_ms: HOUR_MS,
          periods: 2,
          first: "2026-07-10T00:00:00.000Z",
          last: "2026-07-10T02:00:00.000Z",
          quantity: "5.000000000000",
          least_quantity: "2.000000000000",
          lines: 3,
          effective_cost: "25.000000000000",
          list_cost: "24.000000000000",
          lines_without_list_cost: 1,
        },
        { pricing_category: "Committed", effective_cost: "3.000000000000" },
        { region: "eu-west-1", quantity: null, least_quantity: null, lines: 2 },
      ]);
      expect(
        await store.report("billed-machines", { ...july, limit: 1, billing_currency: "USD" }),
      ).toMatchObject({ machines: [{ region: "us-east-1" }], machines_left_out: 2 });
    },
  );

  check("tells of each endpoint on the bill whether data went in or out of it", async (store) => {
    const serving = {
      category: "accelerators_serving",
      sku_meter: "USE1-Host:ml.g5.xlarge",
      cost: "1.5",
    } as const;
    await importAll(store, {
      billLines: [
        hourOf("idle", 0, { ...serving, resource_id: endpoint("idle") }),
        hourOf("idle", 30, { ...serving, resource_id: endpoint("idle") }),
        // It ran on a cheaper machine before: the meter, its category and its region are one line's.
        hourOf("moved", 5, {
          ...{ ...serving, resource_id: endpoint("idle"), cost: "0.1" },
          ...{ sku_meter: "USW2-Host:ml.m5.large", category: "other_ai", region_id: "us-west-2" },
        }),
        hourOf("busy", 0, { ...serving, resource_id: endpoint("busy") }),
        hourOf("data", 0, {
          category: "other_ai",
          sku_meter: "USE1-Hst:Data-Bytes-In",
          resource_id: endpoint("busy"),
          cost: "0",
        }),
      ],
    });

    const { endpoints, endpoints_left_out: leftOut } = await store.report("billed-machines", {
      ...july,
      limit: 10,
    });
    expect(leftOut).toBe(0);
    expect(endpoints).toMatchObject([
      {
        resource: endpoint("idle"),
        meter: "USE1-Host:ml.g5.xlarge",
        category: "accelerators_serving",
        region: "us-east-1",
        days: 2,
        last: "2026-07-11T07:00:00.000Z",
        data_lines: 0,
        effective_cost: "3.100000000000",
      },
      { resource: endpoint("busy"), days: 1, data_lines: 1 },
    ]);
  });
}
