import { HeadgateError } from "@headgate/contract";
import { Pool } from "undici";
import type { ManagementApi } from "../management/management-api.ts";
import { awaitQuiet } from "./await-quiet.ts";
import type { ReplayTarget } from "./chat-request.ts";
import { KNOWN_BATCH, knownRows } from "./known-rows.ts";
import { paced } from "./paced.ts";
import type { ReplayCounts } from "./progress.ts";
import type { TraceRow } from "./read-trace.ts";
import { sendRow } from "./send-row.ts";

const PATIENCE_MS = 60_000;
const QUIET_TIMEOUT_MS = 120_000;
/** A row is sent at most so often. */
const MOST_ROUNDS = 10;

export type SendAllResult = Readonly<{
  /** Rows that the gateway answered and that the ledger will hold. */
  sentRows: readonly number[];
  /** Failures by their reason, with the message of the first. */
  failures: ReadonlyMap<string, Readonly<{ count: number; message: string }>>;
}>;

export type SendAllOptions = Readonly<{
  api: ManagementApi;
  target: ReplayTarget;
  /** The key to send, asked for when there is something to send. */
  key: () => Promise<string>;
  rows: AsyncIterable<TraceRow>;
  /** `undefined`: as fast as answers come. */
  speed: number | undefined;
  concurrency: number;
  /** Kept up to date. */
  counts: ReplayCounts;
  /** Ends the replay after the calls under way. */
  signal: AbortSignal;
}>;

type Doubt = Readonly<{ row: TraceRow; reason: string; message: string }>;

/**
 * Sends all rows that the ledger does not hold yet, so many at a time. Rows of which it is open whether
 * they were recorded are kept back until all others are done; then the ledger is asked for them, and
 * only those that it lacks are sent in another round.
 */
export async function sendAll(options: SendAllOptions): Promise<SendAllResult> {
  const { api, target, counts, signal } = options;
  const dispatcher = new Pool(api.url, { connections: options.concurrency, pipelining: 1 });
  const sentRows: number[] = [];
  const failures = new Map<string, { count: number; message: string }>();
  const onSent = (row: TraceRow): void => {
    counts.sent += 1;
    sentRows.push(row.row);
  };
  const onFailed = (reason: string, message: string): void => {
    counts.failed += 1;
    const before = failures.get(reason);
    failures.set(reason, {
      count: (before?.count ?? 0) + 1,
      message: before?.message ?? message,
    });
  };
  const unknown = unknownRows(api, target.replay, options.rows, counts);
  let due = options.speed === undefined ? unknown : paced(unknown, options.speed);
  try {
    for (let round = 1; ; round += 1) {
      const doubts = await sendRound(options, dispatcher, due, onSent, onFailed);
      if (doubts.length === 0) break;
      const isQuiet = await awaitQuiet(api, QUIET_TIMEOUT_MS);
      const recorded = await knownRows(
        api,
        target.replay,
        doubts.map(({ row }) => row.row),
      );
      const lacking = doubts.filter(({ row }) => !recorded.has(row.row));
      for (const { row } of doubts) if (recorded.has(row.row)) onSent(row);
      if (!isQuiet || signal.aborted || round === MOST_ROUNDS) {
        for (const { reason, message } of lacking) onFailed(reason, message);
        break;
      }
      due = eachOf(lacking.map(({ row }) => row));
    }
  } finally {
    await dispatcher.close();
  }
  return { sentRows, failures };
}

/** @returns the rows of which it is open whether they were recorded */
async function sendRound(
  options: SendAllOptions,
  dispatcher: Pool,
  due: AsyncGenerator<TraceRow>,
  onSent: (row: TraceRow) => void,
  onFailed: (reason: string, message: string) => void,
): Promise<readonly Doubt[]> {
  const doubts: Doubt[] = [];
  let hopeless = false;
  const work = async (): Promise<void> => {
    while (!hopeless && !options.signal.aborted) {
      const next = await due.next();
      if (next.done === true) return;
      const row = next.value;
      try {
        const outcome = await sendRow(row, options.target, {
          key: await options.key(),
          dispatcher,
          origin: options.api.url,
          patienceMs: PATIENCE_MS,
          signal: options.signal,
        });
        if (outcome.kind === "sent") onSent(row);
        else if (outcome.kind === "failed") onFailed(outcome.reason, outcome.message);
        else doubts.push({ row, reason: outcome.reason, message: outcome.message });
      } catch (error) {
        hopeless = true;
        throw error;
      }
    }
  };
  try {
    // An async generator hands each row to one caller, however many ask at once.
    await Promise.all(Array.from({ length: options.concurrency }, work));
  } finally {
    await due.return(undefined);
  }
  return doubts;
}

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function* unknownRows(
  api: ManagementApi,
  replay: string,
  rows: AsyncIterable<TraceRow>,
  counts: ReplayCounts,
): AsyncGenerator<TraceRow> {
  // What an earlier run sent may still wait for the loader, and would be sent, and paid, again.
  if (!(await awaitQuiet(api, QUIET_TIMEOUT_MS))) {
    throw new HeadgateError(
      "control_unavailable",
      "The loader does not come to an end, so it is not known what the ledger lacks: see `headgate doctor`.",
    );
  }
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
