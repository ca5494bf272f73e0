import type { ChargeCategory } from "@headgate/contract";
import { isZeroDecimal } from "../bill/decimal-sum.ts";

/** What a row of either export says of a charge, in FOCUS's terms. */
export type AzureCharge = Readonly<{
  category: ChargeCategory;
  billed: string;
  effective: string;
  status?: "used" | "unused";
  /** Set on a covered row of the actual costs: the amortised costs have the row that counts. */
  isStandIn?: true;
}>;

/**
 * Azure exports one month twice: actual costs have a commitment's purchase and its usage for nothing, amortised
 * costs have no purchase and its usage at its share. Both become the same lines, by row: what is not about a
 * commitment is alike in both and counts once; a purchase is billed and not effective; covered and unused
 * amounts are effective and not billed. So either file can be read alone, or both together in any order.
 */
export function azureCharge(
  chargeType: string | undefined,
  isCommitment: boolean,
  cost: string,
): AzureCharge | undefined {
  switch (chargeType?.toLowerCase().replace(/\s+/g, "") ?? "usage") {
    case "usage":
      if (!isCommitment) return { category: "usage", billed: cost, effective: cost };
      return isZeroDecimal(cost)
        ? { category: "usage", billed: "0", effective: "0", status: "used", isStandIn: true }
        : { category: "usage", billed: "0", effective: cost, status: "used" };
    case "unusedreservation":
    case "unusedsavingsplan":
      return { category: "usage", billed: "0", effective: cost, status: "unused" };
    case "purchase":
      return { category: "purchase", billed: cost, effective: isCommitment ? "0" : cost };
    case "refund":
    case "roundingadjustment":
      return { category: "adjustment", billed: cost, effective: isCommitment ? "0" : cost };
    case "tax":
      return { category: "tax", billed: cost, effective: cost };
    case "credit":
      return { category: "credit", billed: cost, effective: cost };
    default:
      return undefined;
  }
}
