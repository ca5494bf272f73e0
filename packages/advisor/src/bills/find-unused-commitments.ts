import type { LedgerStore } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import type { Finding } from "../findings/advice-of-finding.ts";
import { monthlyText, type Range } from "../findings/range.ts";

const MOST = 10;

/** Commitments that bills say were paid for and not used. */
export async function findUnusedCommitments(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
): Promise<readonly Finding[]> {
  const { rows } = await ledger.report("bill-by", {
    ...range,
    by: "commitment",
    commitment_status: "unused",
    billing_currency: "USD",
    limit: MOST,
  });
  return rows.flatMap(({ group, effective_cost: cost, lines }): Finding[] => {
    const unused = parseDollars(cost);
    if (unused <= 0n) return [];
    const name = group ?? "a commitment without a name";
    return [
      {
        kind: "unused-commitment",
        phase: "infrastructure",
        scope: {},
        subject: name,
        title: `Use or give up what is not used of ${name}`,
        steps: [
          "Move work to where it holds, widen its scope to other accounts, or sell it where the provider has a market.",
          "Do not renew what is not used: enter it under plans.commitments.held, so that its end is told in time.",
        ],
        dollars: { estimate: monthlyText(unused, range), low: null, high: null },
        savedInRange: cost,
        figures: [{ what: "lines of the bill that say so", value: String(lines) }],
        confidence: {
          level: "low",
          reason:
            "What was not used is exact; that all of it can be used or given up is not: it is at most this.",
        },
        effortHours: 4,
        depth: "bills",
      },
    ];
  });
}
