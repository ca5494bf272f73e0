import {
  type CacheEntryInfo,
  type CacheExplanation,
  type CacheUse,
  cacheRefusals,
  isAnsweredByCache,
  type LedgerRow,
} from "@headgate/contract";

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** Says in sentences what the cache had to do with a call, and what became of the call's own answer. */
export function explainCache(
  callId: string,
  attempts: readonly LedgerRow[],
  entry: CacheEntryInfo | undefined,
): CacheExplanation {
  const described = attempts.find(({ final }) => final) ?? attempts.at(-1);
  const sentences = [...whatItDid(described), ...whatIsKept(described, entry)];
  return { call_id: callId, sentences, entry: entry ?? null };
}

function whatItDid(row: LedgerRow | undefined): readonly string[] {
  if (row === undefined) return ["The ledger has no such call yet."];
  const { cache, savings } = row;
  if (cache === undefined) return ["No cache was asked for this call."];
  switch (cache.status) {
    case "hit":
    case "coalesced": {
      const [saving] = savings;
      const from = `the answer of call ${cache.call_id}`;
      const how =
        cache.status === "hit"
          ? `It was answered with ${from}, ${seconds(cache.age_ms ?? Number.NaN)} old, found by ${questionOf(cache)}.`
          : `It waited for the same question, under way already, and was answered with ${from}.`;
      const saved =
        saving?.amount === null || saving === undefined
          ? "What that saved is not known: the answer's usage has no known price."
          : `That saved $${saving.amount}.`;
      return [how, saved];
    }
    case "miss":
      return ["The cache was asked and had no answer to this question."];
    case "refresh":
      return ["The client wanted a fresh answer, so the cache was not asked."];
    case "bypass":
      return [
        "It passed the cache by.",
        cache.reason === undefined ? "The reason was not told." : cacheRefusals[cache.reason],
      ];
    default:
      return cache.status satisfies never;
  }
}

function questionOf({ tier, similarity }: CacheUse): string {
  if (tier !== "semantic") return `its ${tier} question`;
  return `a near question (cosine ${similarity?.toFixed(4) ?? "not told"})`;
}

function whatIsKept(
  row: LedgerRow | undefined,
  entry: CacheEntryInfo | undefined,
): readonly string[] {
  if (entry !== undefined) {
    const { namespace, hits, expires_in_ms } = entry;
    const fresh =
      expires_in_ms > 0 ? `for ${seconds(expires_in_ms)} more` : "but too old to be used";
    return [
      `Its answer is kept in namespace ${namespace}, ${fresh}, and answered ${hits} ${hits === 1 ? "call" : "calls"} so far.`,
    ];
  }
  const mayHaveBeenKept = row?.cache?.status === "miss" || row?.cache?.status === "refresh";
  if (!mayHaveBeenKept || isAnsweredByCache(row?.cache?.status)) return [];
  return [
    "Its answer is not kept now: it was not whole, too large or without usage, made room for others, was purged, or the gateway started anew.",
  ];
}
