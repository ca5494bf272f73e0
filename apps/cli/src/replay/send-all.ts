import { Pool } from "undici";
import type { ManagementApi } from "../management/management-api.ts";
import type { ReplayTarget } from "./chat-request.ts";
import { KNOWN_BATCH, knownRows } from "./known-rows.ts";
import { paced } from "./paced.ts";
import type { ReplayCounts } from "./progress.ts";
import type { TraceRow } from "./read-trace.ts";
import { sendRow } from "./send-row.ts";

const PATIENCE_MS = 60_000;

export type SendAllResult = Readonly<{
  /** Rows that the gateway answered and that the ledger will hold. */
  sentRows: readonly number[];
  /** Failures by their reason, with the message of the first. */
  failures: ReadonlyMap<string, Readonly<{ count: number; message: string }>>;
}>;

/** Sends all rows that the ledger does not hold yet, so many at a time. `counts` is kept up to date. */
export async function sendAll(options: {
  api: ManagementApi;
  target: ReplayTarget;
  /** The key to send, asked for when there is something to send. */
  key: () => Promise<string>;
  rows: AsyncIterable<TraceRow>;
  /** `undefined`: as fast as answers come. */
  speed: number | undefined;
  concurrency: number;
  counts: ReplayCounts;
  /** Ends the replay after the calls under way. */
  signal: AbortSignal;
}): Promise<SendAllResult> {
  const { api, target, counts, concurrency, signal } = options;
  const dispatcher = new Pool(api.url, { connections: concurrency, pipelining: 1 });
  const sentRows: number[] = [];
  const failures = new Map<string, { count: number; message: string }>();
  const unknown = unknownRows(api, target.replay, options.rows, counts);
  const due = options.speed === undefined ? unknown : paced(unknown, options.speed);
  let hopeless = false;

  const work = async (): Promise<void> => {
    while (!hopeless && !signal.aborted) {
      const next = await due.next();
      if (next.done === true) return;
      const row = next.value;
      try {
        const outcome = await sendRow(row, target, {
          key: await options.key(),
          dispatcher,
          origin: api.url,
          patienceMs: PATIENCE_MS,
          signal,
        });
        if (outcome.kind === "sent") {
          counts.sent += 1;
          sentRows.push(row.row);
        } else {
          counts.failed += 1;
          const before = failures.get(outcome.reason);
          failures.set(outcome.reason, {
            count: (before?.count ?? 0) + 1,
            message: before?.message ?? outcome.message,
          });
        }
      } catch (error) {
        hopeless = true;
        throw error;
      }
    }
  };
  try {
    // An async generator hands each row to one caller, however many ask at once.
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    await due.return(undefined);
    await dispatcher.close();
  }
  return { sentRows, failures };
}

async function* unknownRows(
  api: ManagementApi,
  replay: string,
  rows: AsyncIterable<TraceRow>,
  counts: ReplayCounts,
): AsyncGenerator<TraceRow> {
  for await (const batch of batches(rows, KNOWN_BATCH)) {
    const known = await knownRows(
      api,
      replay,
      batch.map(({ row }) => row),
    );
    counts.skippedAsKnown += known.size;
    for (const row of batch) if (!known.has(row.row)) yield row;
  }
}

async function* batches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
