import type { NotSeen } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { Finding } from "./advice-of-finding.ts";
import type { Range } from "./range.ts";

const VECTOR_STORE =
  /vector|kendra|opensearch|pinecone|weaviate|qdrant|zilliz|cognitive search|ai search/i;
const RERANKER = /rerank/i;
/** Below a twentieth of the bill nobody looks at it. */
const LEAST_SHARE = 0.05;
const LIMIT = 1_000;

type Found = Readonly<{ findings: readonly Finding[]; notSeen: readonly NotSeen[] }>;

/** What bills say was spent on vector stores and rerankers, where that is much of what AI cost. Bills in dollars alone. */
export async function findRetrievalSpend(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
): Promise<Found> {
  const asked = { ...range, billing_currency: "USD", limit: LIMIT } as const;
  const [services, models] = await Promise.all([
    ledger.report("bill-by", { ...asked, by: "service_name" }),
    ledger.report("bill-by", { ...asked, by: "model" }),
  ]);
  if (services.rows.length === 0) {
    const reason =
      "no bill in dollars covers the range: import one to see vector stores and rerankers";
    return { findings: [], notSeen: [{ kind: "retrieval-spend", reason, calls: null }] };
  }
  // A share of a bill in numbers for people: no amount is reckoned on with it.
  const dollars = (rows: typeof services.rows): number =>
    rows.reduce((sum, { effective_cost: cost }) => sum + Number(cost), 0);
  const all = dollars(services.rows);
  const found = [
    {
      what: "vector stores and search",
      rows: services.rows.filter(({ group }) => VECTOR_STORE.test(group ?? "")),
      step: "Compare what is kept with what is searched: drop indexes that nobody asks, and size the rest by their questions.",
    },
    {
      what: "rerankers",
      rows: models.rows.filter(({ group }) => RERANKER.test(group ?? "")),
      step: "Rerank fewer candidates, and none where the search alone finds the same: a sample of real questions tells.",
    },
  ].map((one) => ({ ...one, cost: dollars(one.rows) }));
  return {
    notSeen: [],
    findings: found.flatMap(({ what, rows, step, cost }): Finding[] => {
      if (all <= 0 || cost / all < LEAST_SHARE) return [];
      const share = Math.round((100 * cost) / all);
      return [
        {
          ...{ kind: "retrieval-spend", subject: what, phase: "infrastructure", scope: {} },
          title: `Look at ${what}: ${share} % of what the bills say`,
          steps: [step],
          ...{ dollars: null, savedInRange: null },
          figures: rows.map(({ group, effective_cost: billed }) => ({
            what: `billed for ${group}`,
            value: `$${billed}`,
          })),
          confidence: {
            level: "low",
            reason: "What was billed is exact; how much of it is needed no bill tells.",
          },
          effortHours: 8,
          depth: "bills",
        },
      ];
    }),
  };
}
