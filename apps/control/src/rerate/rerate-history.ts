import type { RatedAttempt } from "@headgate/contract";
import type { AttemptsQuery, LedgerStore, ReratingStart, Revision } from "@headgate/ledger";
import {
  type PriceBook,
  type RerateOutcome,
  type RerateTerms,
  rerateAttempt,
} from "@headgate/pricing";

const DAY_MS = 86_400_000;
/** Attempts in memory at a time. */
const BATCH = 2_000;

type RerateWork = Readonly<{
  ledger: LedgerStore;
  book: PriceBook;
  /** What the configuration says of the price of an attempt. */
  termsOf: (attempt: RatedAttempt) => RerateTerms;
  start: ReratingStart;
  apply: boolean;
  /** Told of every attempt and what became of it. */
  onAttempt: (attempt: RatedAttempt, outcome: RerateOutcome) => void;
  signal: AbortSignal;
}>;

/**
 * Prices the attempts of a range again, a batch at a time; with `apply`, the ledger keeps the revisions,
 * which do not hold before the caller finishes the re-rating.
 *
 * @returns the number of the re-rating; undefined when nothing was written
 */
export async function rerateHistory(work: RerateWork): Promise<number | undefined> {
  const { ledger, book, termsOf, start, apply, onAttempt } = work;
  let rerating: number | undefined;
  let sequence = 0;
  for await (const attempts of batches(work)) {
    const revisions: Revision[] = [];
    for (const attempt of attempts) {
      const outcome = rerateAttempt(book, attempt, termsOf(attempt));
      onAttempt(attempt, outcome);
      if (outcome.kind !== "revised") continue;
      const { row_id, started_at_ms } = attempt;
      const { charge, baselineCost } = outcome;
      revisions.push({ row_id, started_at_ms, charge, baseline_cost: baselineCost });
    }
    if (!apply || revisions.length === 0) continue;
    rerating ??= await ledger.beginRerating(start);
    await ledger.addRevisions({ rerating, sequence, revisions });
    sequence += 1;
  }
  return rerating;
}

/** The range day by day, so that no question scans more of the ledger than a day. */
async function* batches({
  ledger,
  start,
  signal,
}: RerateWork): AsyncGenerator<readonly RatedAttempt[]> {
  const { firstRowAtMs, lastRowAtMs } = await ledger.extent();
  if (firstRowAtMs === undefined || lastRowAtMs === undefined) return;
  const endMs = Math.min(start.toMs, lastRowAtMs + 1);
  const { provider, model } = start;
  let fromMs = Math.max(start.fromMs, firstRowAtMs);
  while (fromMs < endMs) {
    const toMs = Math.min(fromMs + DAY_MS, endMs);
    let after: AttemptsQuery["after"];
    for (;;) {
      signal.throwIfAborted();
      const attempts = await ledger.attempts({
        fromMs,
        toMs,
        ...(provider !== undefined && { provider }),
        ...(model !== undefined && { model }),
        ...(after !== undefined && { after }),
        limit: BATCH,
      });
      const last = attempts.at(-1);
      if (last === undefined) break;
      yield attempts;
      after = { startedAtMs: last.started_at_ms, rowId: last.row_id };
    }
    fromMs = toMs;
  }
}
