import { counted } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars } from "@headgate/money";
import type { Finding } from "./advice-of-finding.ts";
import { monthlyText, type Range } from "./range.ts";

/** Attempts that were paid for and whose answer no client got. */
export async function findRetries(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
): Promise<readonly Finding[]> {
  const { cost, attempts, unpricedAttempts } = await ledger.report("retry-cost", { ...range });
  if (cost <= 0n) return [];
  return [
    {
      kind: "retries",
      phase: "quick_wins",
      scope: {},
      title: `Find out why ${counted(attempts, "attempt")} failed or were retried after being paid for`,
      steps: [
        "headgate report --by outcome shows how they ended; the calls behind each say which provider and model.",
        "Where time limits end them, give more time or ask for shorter answers; where answers break off, set a fallback.",
      ],
      dollars: { estimate: monthlyText(cost, range), low: null, high: null },
      savedInRange: formatDollars(cost),
      figures: [
        { what: "attempts whose answer no client got", value: String(attempts) },
        { what: "of them without a known price", value: String(unpricedAttempts) },
      ],
      confidence: {
        level: "low",
        reason:
          "What was spent on them is exact; that all of it can be avoided is not: it is at most this.",
      },
      effortHours: 4,
      depth: "rows",
    },
  ];
}
