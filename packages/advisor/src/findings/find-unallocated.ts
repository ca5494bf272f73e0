import type { LedgerStore } from "@headgate/ledger";
import { displayDollars, parseDollars, picodollars } from "@headgate/money";
import type { Finding } from "./advice-of-finding.ts";
import type { RealOrSimulated } from "./range.ts";

/** Below a twentieth of all spend nobody looks for an owner. */
const LEAST_SHARE = 20n;

/** Spend that no team answers for. */
export async function findUnallocated(
  ledger: Pick<LedgerStore, "report">,
  range: RealOrSimulated,
): Promise<readonly Finding[]> {
  const [{ rows }, { totals }] = await Promise.all([
    ledger.report("spend-by", { ...range, by: "team", limit: 100 }),
    ledger.report("totals", range),
  ]);
  const nobody = rows.find(({ group }) => group === null);
  if (nobody === undefined) return [];
  const [cost, all] = [nobody.effective_cost, totals.effective_cost].map(parseDollars);
  if (cost === undefined || all === undefined || cost * LEAST_SHARE < all || cost <= 0n) return [];
  return [
    {
      kind: "unallocated",
      phase: "visibility",
      scope: {},
      title: `Say whose ${displayDollars(picodollars(cost))} it is: no team answers for them`,
      steps: [
        "Bind keys to teams: headgate keys create --team NAME.",
        "Or write rules for what cannot be bound, under attribution in headgate.yaml: by principal, account, profile or tag.",
      ],
      dollars: null,
      savedInRange: null,
      figures: [
        { what: "calls without a team", value: String(nobody.calls) },
        { what: "their cost", value: displayDollars(picodollars(cost)) },
      ],
      confidence: { level: "high", reason: "The ledger's own rows say so." },
      effortHours: 2,
      depth: "rows",
    },
  ];
}
