import type { LedgerStore } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import type { Finding } from "../findings/advice-of-finding.ts";
import { monthlyText, type Range } from "../findings/range.ts";
import { percent } from "../plans/demand-left.ts";

const MOST = 10;
const MOST_USED = 1_000;

/** Commitments that bills say were paid for and not used. */
export async function findUnusedCommitments(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
): Promise<readonly Finding[]> {
  const of = { ...range, by: "commitment", billing_currency: "USD" } as const;
  const { rows } = await ledger.report("bill-by", {
    ...of,
    commitment_status: "unused",
    limit: MOST,
  });
  if (rows.length === 0) return [];
  const { rows: used } = await ledger.report("bill-by", {
    ...of,
    commitment_status: "used",
    limit: MOST_USED,
  });
  const usedOf = new Map(
    used.map(({ group, effective_cost: cost }) => [group, parseDollars(cost)]),
  );
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
        figures: [
          { what: "of what it costs was used", value: utilisation(unused, usedOf.get(group)) },
          { what: "lines of the bill that say so", value: String(lines) },
        ],
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

/** Its utilisation by effective cost: what was used, of used and unused. A bill with no line of its use does not tell. */
const utilisation = (unused: bigint, used: bigint | undefined): string =>
  used === undefined ? "not told" : percent(Number(used) / Number(used + unused));
