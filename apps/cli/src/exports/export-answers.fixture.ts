import type { FocusExportSummary, SharedReport } from "@headgate/contract";

export const focusCsv = "BilledCost,BillingCurrency\r\n1.000000000000,USD\r\n";

const summary: FocusExportSummary = {
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-11-23T00:00:00.000Z",
  simulated: false,
  totals: [
    { basis: "bill", currency: "USD", billed_cost: "812.500000000000" },
    { basis: "bill", currency: "EUR", billed_cost: "40.000000000000" },
    { basis: "calls", currency: "USD", billed_cost: "1.149999999999" },
  ],
  bill_lines: 31,
  attempts: { exported: 1_238, counted_by_bills: 12 },
  unpriced: {
    attempts: 2,
    models: [
      {
        provider: "openai",
        model: "gpt-next",
        reason: "The price book has no price for this model.",
        attempts: 2,
        input_tokens: 800,
        output_tokens: 100,
      },
    ],
  },
  covered_in_other_currencies: { attempts: 3, cost: "0.500000000000" },
  lines_across_the_range: [{ currency: "USD", lines: 1, cost: "77.000000000000" }],
  bills_ending_within_a_day: [
    { provider: "bedrock", account: "111122223333", until: "2026-11-22T06:00:00.000Z" },
  ],
  simulated_cost: "0.250000000000",
};

const shared: SharedReport = {
  by: "team",
  over: "calls",
  rows: [
    {
      group: "support",
      currency: "USD",
      own: "0.800000000000",
      shared: "0.066666666667",
      parts: [{ rule: "platform", cost: "0.066666666667" }],
      total: "0.866666666667",
    },
    {
      group: null,
      currency: "USD",
      own: "0.249999999999",
      shared: "0.033333333333",
      parts: [{ rule: "platform", cost: "0.033333333333" }],
      total: "0.283333333332",
    },
  ],
  totals: [
    {
      currency: "USD",
      own: "1.049999999999",
      shared: "0.100000000000",
      total: "1.149999999999",
    },
  ],
  unpriced_attempts: 2,
  simulated_cost: "0.250000000000",
};

/** What a stand-in answers about exports and shared costs, by path. */
export const exportAnswers: Readonly<Record<string, unknown>> = {
  "/api/export/focus/summary": summary,
  "/api/reports/shared": shared,
};
