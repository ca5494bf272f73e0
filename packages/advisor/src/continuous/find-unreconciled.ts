import { displayDollars, parseDollars } from "@headgate/money";
import type { Finding } from "../findings/advice-of-finding.ts";

/** How much of a bill calls explain, of one currency, as the reconciliation says it. */
export type ReconciledBill = Readonly<{
  currency: string;
  /** From 0 to 1. */
  share: number;
  /** What it should be. */
  target: number;
  /** In the currency: what of the bill calls do not explain. */
  unexplained: string;
}>;

/** Bills of which calls explain less than they should. */
export const findUnreconciled = (bills: readonly ReconciledBill[]): readonly Finding[] =>
  bills
    .filter(({ share, target }) => share < target)
    .map(({ currency, share, target, unexplained }) => ({
      kind: "reconciliation",
      phase: "continuous",
      scope: {},
      subject: currency,
      title: `Explain the rest of the bill: calls explain ${(share * 100).toFixed(1)} % of it in ${currency}, and should ${(target * 100).toFixed(1)} %`,
      steps: [
        "headgate reconcile divides the rest: calls that were not seen, other quantities, other rates, other days.",
        "Connect the accounts and logs that are missing, or send their calls through the gateway.",
      ],
      dollars: null,
      savedInRange: null,
      figures: [
        { what: "explained", value: `${(share * 100).toFixed(1)} %` },
        {
          what: "not explained in the range",
          value:
            currency === "USD"
              ? displayDollars(parseDollars(unexplained))
              : `${unexplained} ${currency}`,
        },
      ],
      confidence: { level: "high", reason: "The bill and the calls say so themselves." },
      effortHours: 4,
      depth: "rows",
    }));
