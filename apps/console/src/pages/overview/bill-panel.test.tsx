import type { Billing } from "@headgate/contract";
import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { billOf } from "./bill-model.ts";
import { BillPanel } from "./bill-panel.tsx";

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
      valid_to: null,
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
const shown = (more: Partial<Billing> = {}): string => {
  const bill = billOf({ ...billing, ...more });
  if (bill === undefined) throw new Error("there is no bill");
  return renderToStaticMarkup(
    <MantineProvider>
      <BillPanel bill={bill} />
    </MantineProvider>,
  );
};

test("the bill shows what credits paid, what is left of each, and the rate with its date", () => {
  const text = shown();

  for (const part of ["$20.00", "$15.00", "$5.00", "EUR 4.61", "startup", "$80.00", "never"]) {
    expect(text).toContain(part);
  }
  expect(text).toContain("EUR 0.9213 per dollar from 2026-01-01");
});

test("a bill of one day names it once", () => {
  expect(shown({ last_day: "2026-11-01" })).toContain("2026-11-01, the whole day (UTC)");
});

test("without credits and without a currency there is no bill beside the spend", () => {
  expect(billOf({ ...billing, credits: [], currency: null })).toBeUndefined();
});

test("a bill that leaves out unpriced attempts is a lower bound and says how many", () => {
  const text = shown({ unpriced_attempts: 2 });

  expect(text).toContain("≥ $5.00");
  expect(text).toContain("2 unpriced attempts in no amount here");
});

test("days without a rate leave the other currency out and say why", () => {
  const without = { billed: null, credited: null, to_pay: null, without_rate: "20.000000000000" };
  const text = shown({ currency: { code: "EUR", parts: [], ...without } });

  expect(text).toContain("In EUR unknown: $20.00 was billed before the first rate");
  expect(text).not.toContain("EUR 0");
});
