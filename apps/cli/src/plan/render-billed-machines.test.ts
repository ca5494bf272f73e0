import type { BilledMachines } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderBilledMachines } from "./render-billed-machines.ts";

const span = { first: "2026-11-01T00:00:00.000Z", last: "2026-11-01T02:00:00.000Z" } as const;
const report: BilledMachines = {
  machines: [
    {
      ...span,
      ...{ billing_currency: "USD", provider_name: "AWS", meter: "BoxUsage:p4d.24xlarge" },
      ...{ description: null, region: "us-east-1", category: "accelerators_training" },
      ...{ pricing_category: "Committed", unit: "Hrs", period_ms: 3_600_000, periods: 2 },
      ...{ quantity: "48", least_quantity: "2", lines: 3 },
      ...{ effective_cost: "1050", list_cost: "1573.12", lines_without_list_cost: 0 },
    },
  ],
  machines_left_out: 2,
  endpoints: [
    {
      ...span,
      ...{ billing_currency: "EUR", resource: "arn:aws:sagemaker:us-east-1:1:endpoint/ranker" },
      ...{ sub_account: null, region: "us-east-1", meter: "Host:ml.g5.xlarge", days: 1 },
      ...{ category: "accelerators_serving", data_lines: 0, effective_cost: "33.79" },
    },
  ],
  endpoints_left_out: 0,
};

test("machines say how they were paid and what there was at least; endpoints whether anything called them; the rest is counted", () => {
  const page = renderBilledMachines(report, 200);

  expect(page).toMatch(
    /BoxUsage:p4d\.24xlarge.*by a commitment.*48 Hrs.*2 Hrs in an hour.*\$1,050.*\$1,573\.12/,
  );
  expect(page).toMatch(/ranker.*1 day.*the bill does not tell.*EUR 33\.79/);
  expect(page).toContain("2 cheaper rows more on the bills.");
});

test("endpoints alone have no empty table of machines above them", () => {
  expect(renderBilledMachines({ ...report, machines: [] }, 120)).not.toContain("at list prices");
});
