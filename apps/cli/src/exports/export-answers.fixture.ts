import type { FocusExportSummary } from "@headgate/contract";

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
  simulated_cost: "0.250000000000",
};

/** What a stand-in answers about exports, by path. */
export const exportAnswers: Readonly<Record<string, unknown>> = {
  "/api/export/focus/summary": summary,
};
