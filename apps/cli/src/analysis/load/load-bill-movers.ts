import {
  type AnalyzeResult,
  billDimensions,
  insightDimensions,
  type SpendDimension,
} from "@headgate/contract";
import { wireBillDrivers } from "@headgate/planner";
import type { Ledger } from "./ask-ledger.ts";

/** Things that are told apart; far more than a company is billed for. */
const MOST_THINGS = 100_000;

/** What moved lines of bills between the halves of the period: by service, and by each dimension that a line has a value of. */
export async function loadBillMovers(
  ledger: Ledger,
  comparison: AnalyzeResult["comparison"],
  { dimensions, top }: Readonly<{ dimensions: readonly SpendDimension[]; top: number }>,
): Promise<AnalyzeResult["bill_movers"]> {
  if (comparison === null) return [];
  const { before, after } = comparison;
  const movers: AnalyzeResult["bill_movers"] = [];
  for (const dimension of new Set(["service_name", ...dimensions] as const)) {
    const asked = billDimensions.find((known) => known === dimension);
    const by = insightDimensions.find((known) => known === dimension);
    if (asked === undefined || by === undefined) continue;
    const compared = await ledger.billCells({
      ...after,
      before,
      by: [asked],
      currency: "USD",
      lines: "whole",
      limit: MOST_THINGS,
    });
    const found = wireBillDrivers(compared, { by, before, after, limit: top });
    if (found !== undefined) movers.push(found);
  }
  return movers;
}
