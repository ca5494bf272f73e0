import type { AnalyzeResult } from "@headgate/contract";
import type { Ledger } from "./ask-ledger.ts";
import type { Days } from "./days.ts";

/** What bills say of each service: what a person knows of a cloud bill first. */
export async function loadServices(
  ledger: Ledger,
  days: Days,
  top: number,
): Promise<AnalyzeResult["services"]> {
  const { rows, left_out } = await ledger.billByService(days, top);
  return {
    rows: rows.map(({ group, billing_currency, effective_cost, billed_cost, lines }) => ({
      service: group,
      currency: billing_currency,
      effective_cost,
      billed_cost,
      lines,
    })),
    left_out,
  };
}
