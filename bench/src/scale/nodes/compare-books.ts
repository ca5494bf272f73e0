import type { LedgerAnswer } from "./ledger-rows.ts";

/** What clients were given, what the provider gave and what the ledger has, compared by the answers' ids. */
export type Compared = Readonly<{
  /** Answers that a client has whole. */
  settled: number;
  /** Of these, such as the ledger lacks. */
  lost: number;
  /** Ids that the ledger has more than once. */
  doubled: number;
  /** Ids that the ledger has and the provider never gave. */
  invented: number;
  /** Answers that the provider began and no row tells of: their gateway was killed before the client had them. */
  unrecorded: number;
}>;

export function compareBooks(
  settled: ReadonlySet<string>,
  provider: ReadonlySet<string>,
  ledger: readonly LedgerAnswer[],
): Compared {
  const rows = new Map<string, number>();
  for (const { response_id: id } of ledger) rows.set(id, (rows.get(id) ?? 0) + 1);
  return {
    settled: settled.size,
    lost: [...settled].filter((id) => !rows.has(id)).length,
    doubled: [...rows.values()].filter((count) => count > 1).length,
    invented: [...rows.keys()].filter((id) => !provider.has(id)).length,
    unrecorded: [...provider].filter((id) => !rows.has(id)).length,
  };
}
