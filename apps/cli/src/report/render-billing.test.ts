import type { Billing } from "@headgate/contract";
import { expect, test } from "vitest";
import { renderBilling } from "./render-billing.ts";

const billing: Billing = {
  first_day: "2026-11-01",
  last_day: "2026-11-02",
  billed_cost: "20.000000000000",
  credited: "15.000000000000",
  to_pay: "5.000000000000",
  unpriced_attempts: 0,
  simulated_cost: "0.000000000000",
  credits: [
    {
      name: "startup",
      granted: "100.000000000000",
      used_before: "5.000000000000",
      used: "15.000000000000",
      left: "80.000000000000",
      valid_from: "2026-02-01",
      valid_to: "2027-02-01",
    },
  ],
  currency: {
    code: "EUR",
    billed: "18.426000000000",
    credited: "13.819500000000",
    to_pay: "4.606500000000",
    parts: [
      {
        valid_from: "2026-01-01",
        per_dollar: "0.9213",
        billed_cost: "20.000000000000",
        credited: "15.000000000000",
      },
    ],
    without_rate: "0.000000000000",
  },
};
const rendered = (more: Partial<Billing> = {}): string =>
  renderBilling({ ...billing, ...more }, 200).join("\n");

test("the bill says what credits paid, what is left to pay, and the same in the billing currency", () => {
  expect(rendered()).toBe(`
Billed          $20.00 for the days 2026-11-01 to 2026-11-02 (UTC)
Paid by credits $15.00
To pay          $5.00
In EUR          EUR 4.61 to pay: EUR 18.43 billed, EUR 13.82 paid by credits
Rates           0.9213 per dollar from 2026-01-01

credit   granted USD  used before USD  used USD  left after 2026-11-02 USD        ends
startup      $100.00            $5.00    $15.00                     $80.00  2027-02-01`);
});

test("where neither credits nor a currency are configured, nothing is added to the report", () => {
  expect(rendered({ credits: [], currency: null })).toBe("");
  expect(renderBilling(null, 200)).toEqual([]);
});

test("a bill that leaves out unpriced attempts is a lower bound and says so", () => {
  const text = rendered({ unpriced_attempts: 2 });

  expect(text).toContain("To pay          ≥ $5.00");
  expect(text).toContain("2 attempts are in no amount here");
});

test("days without a rate leave the other currency unknown, never 0", () => {
  const currency = {
    code: "EUR",
    billed: null,
    credited: null,
    to_pay: null,
    parts: [],
    without_rate: "20.000000000000",
  };

  expect(rendered({ currency })).toContain(
    "In EUR          unknown: $20.00 was billed before the first rate",
  );
});

test("simulated calls are said to be billed by nobody", () => {
  expect(rendered({ simulated_cost: "3.000000000000" })).toContain("$3.00 is billed by nobody");
});
