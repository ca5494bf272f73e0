import type { Received, SourceName } from "@headgate/contract";
import type { ReceivedCounts, ReceivedStore } from "@headgate/ledger";
import type { Logger } from "pino";

/** Counts are written down once in this time: not one write to the disk for each payload. */
export const RECEIVED_FLUSH_MS = 5_000;

export interface ReceivedTally {
  add(counts: ReceivedCounts): void;
  /** What was received over all time. */
  list(): Promise<readonly Received[]>;
  /** Writes down what was counted since; what cannot be written waits for the next time. */
  flush(): Promise<void>;
}

/** Counts what is received. A crash loses the counts of the last seconds, never a row. */
export function createReceivedTally(
  state: ReceivedStore,
  log: Pick<Logger, "error">,
): ReceivedTally {
  let waiting = new Map<SourceName, ReceivedCounts>();
  const add = (counts: ReceivedCounts): void => {
    waiting.set(counts.source, together(waiting.get(counts.source), counts));
  };
  return {
    add,
    list: async () => {
      const all = new Map((await state.received()).map((one) => [one.source, one]));
      for (const [source, counts] of waiting) all.set(source, together(all.get(source), counts));
      return [...all.values()].map(wireOf);
    },
    flush: async () => {
      if (waiting.size === 0) return;
      const written = [...waiting.values()];
      waiting = new Map();
      try {
        await state.addReceived(written);
      } catch (error) {
        for (const counts of written) add(counts);
        log.error({ err: error }, "what was received could not be counted yet");
      }
    },
  };
}

function together(left: ReceivedCounts | undefined, right: ReceivedCounts): ReceivedCounts {
  if (left === undefined) return right;
  return {
    source: right.source,
    payloads: left.payloads + right.payloads,
    rows: left.rows + right.rows,
    added: left.added + right.added,
    alreadyThere: left.alreadyThere + right.alreadyThere,
    rejected: left.rejected + right.rejected,
    leftOut: left.leftOut + right.leftOut,
    firstAtMs: chosen(Math.min, left.firstAtMs, right.firstAtMs),
    lastAtMs: chosen(Math.max, left.lastAtMs, right.lastAtMs),
    lastReceivedAtMs: Math.max(left.lastReceivedAtMs, right.lastReceivedAtMs),
  };
}

const chosen = (
  choose: (...values: number[]) => number,
  ...values: readonly (number | undefined)[]
): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : choose(...known);
};

const wireOf = (counts: ReceivedCounts): Received => ({
  source: counts.source,
  payloads: counts.payloads,
  rows: counts.rows,
  added: counts.added,
  already_there: counts.alreadyThere,
  rejected: counts.rejected,
  left_out: counts.leftOut,
  first_at: momentText(counts.firstAtMs),
  last_at: momentText(counts.lastAtMs),
  last_received_at: new Date(counts.lastReceivedAtMs).toISOString(),
});

const momentText = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();
