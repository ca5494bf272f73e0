import { resolve } from "node:path";
import {
  type AddedOutcomes,
  type ChargeRevision,
  HeadgateError,
  type HistoryRow,
  type ImportSummary,
  type LedgerRow,
  type RatedAttempt,
  type Rerating,
  type SeenElsewhere,
} from "@headgate/contract";
import type { CopiedTableName } from "../copy/copied-tables.ts";
import type {
  ExportedRows,
  HourCount,
  HourSum,
  RowsQuery,
  TableRange,
  TableRow,
} from "../copy/ledger-tables.ts";
import type {
  FinishedImport,
  GrowingBatch,
  ImportBatch,
  ImportEnd,
  ImportStart,
  ImportsQuery,
} from "../imports/import.ts";
import type {
  AppendResult,
  AttemptsQuery,
  LedgerBatch,
  LedgerExtent,
  LedgerStore,
  ReportName,
  Reports,
  ReratingStart,
  RevisionBatch,
  SpoolCursor,
} from "../store.ts";
import {
  BatchEncoder,
  batchBuffers,
  type EncodedBatch,
  encodeBatch,
} from "./imports/encode-batch.ts";
import type { LedgerProblem } from "./ledger-problem.ts";
import type { WorkerData } from "./protocol.ts";
import { type LedgerThread, startWorker, WorkerClient } from "./worker-client.ts";

export type DuckdbLedgerOptions = Readonly<{
  /** The ledger file; its directory is made when it is missing. */
  path: string;
  /** Memory that DuckDB may use before it spills to disk, e.g. `400MB`, which is the default. */
  memoryLimit?: string;
  /**
   * False for a file that is deleted when it was asked: it takes imports alone, one transaction each, and builds no sums by
   * day.
   */
  isKept?: boolean;
  /** Told of damage that was survived: a log or file that could not be read and was set aside. */
  onProblem?: (problem: LedgerProblem) => void;
  /**
   * Told once when the open ledger's thread has ended though nobody closed it. Every question fails from
   * then on; what was appended is in the file, and opening the ledger anew goes on from there.
   */
  onEnded?: (error: Error) => void;
}>;

/**
 * Files that this process has open. DuckDB's lock is one of the process, so it does not keep a second
 * worker out, and two in one file destroy it.
 */
const openPaths = new Set<string>();

/**
 * Opens the ledger in a DuckDB file, in a worker thread of its own.
 *
 * @throws HeadgateError `ledger_locked` when the file is open elsewhere, `data_dir_unusable` when it
 *   cannot be written, `ledger_corrupt` when it is from a newer Headgate. A damaged file is no error:
 *   it is set aside and reported to `onProblem`.
 */
export const openDuckdbLedger = (options: DuckdbLedgerOptions): Promise<LedgerStore> =>
  openLedgerIn(startWorker, options);

/** As {@link openDuckdbLedger}, in a place that is started so. */
export async function openLedgerIn(
  start: (data: WorkerData) => LedgerThread,
  options: DuckdbLedgerOptions,
): Promise<LedgerStore> {
  const path = resolve(options.path);
  if (openPaths.has(path)) {
    throw new HeadgateError("ledger_locked", `${path} is held by this process itself.`, {
      path,
      pid: process.pid,
    });
  }
  openPaths.add(path);
  const client = new WorkerClient(
    start({
      path,
      memoryLimit: options.memoryLimit ?? "400MB",
      isKept: options.isKept ?? true,
    }),
    options.onProblem ?? (() => undefined),
  );
  void client.exited().then(() => openPaths.delete(path));
  try {
    await client.request("open", undefined);
  } catch (error) {
    await client.terminate();
    throw error;
  }
  return new DuckdbLedger(client, options.onEnded ?? (() => undefined));
}

/** Passes every question on to the worker. */
class DuckdbLedger implements LedgerStore {
  readonly #client: WorkerClient;
  #closing: Promise<void> | undefined;

  constructor(client: WorkerClient, onEnded: (error: Error) => void) {
    this.#client = client;
    void client.exited().then((error) => {
      if (this.#closing === undefined) onEnded(error);
    });
  }

  append(batch: LedgerBatch): Promise<AppendResult> {
    return this.#client.request("append", batch);
  }

  cursors(): Promise<readonly SpoolCursor[]> {
    return this.#client.request("cursors", undefined);
  }

  forgetCursors(segments: readonly string[]): Promise<void> {
    return this.#client.request("forgetCursors", segments);
  }

  report<Name extends ReportName>(
    name: Name,
    query: Reports[Name]["query"],
  ): Promise<Reports[Name]["result"]> {
    return this.#client.request(`report:${name}`, query);
  }

  call(id: string): Promise<readonly LedgerRow[]> {
    return this.#client.request("call", id);
  }

  chargeRevisions(id: string): Promise<readonly ChargeRevision[]> {
    return this.#client.request("chargeRevisions", id);
  }

  attempts(query: AttemptsQuery): Promise<readonly RatedAttempt[]> {
    return this.#client.request("attempts", query);
  }

  history(query: AttemptsQuery): Promise<readonly HistoryRow[]> {
    return this.#client.request("history", query);
  }

  beginRerating(start: ReratingStart): Promise<number> {
    return this.#client.request("beginRerating", start);
  }

  addRevisions(batch: RevisionBatch): Promise<void> {
    return this.#client.request("addRevisions", batch);
  }

  finishRerating(end: Parameters<LedgerStore["finishRerating"]>[0]): Promise<void> {
    return this.#client.request("finishRerating", end);
  }

  reratings(): Promise<readonly Rerating[]> {
    return this.#client.request("reratings", undefined);
  }

  beginImport(start: ImportStart): Promise<number> {
    return this.#client.request("beginImport", start);
  }

  async addToImport(batch: ImportBatch): Promise<void> {
    await this.#addEncoded(encodeBatch(batch));
  }

  growBatch(): GrowingBatch {
    const encoder = new BatchEncoder();
    return {
      get size() {
        return encoder.size;
      },
      put: (records) => encoder.put(records),
      send: (batch) => this.#addEncoded(encoder.take(batch)),
    };
  }

  finishImport(end: ImportEnd): Promise<ImportSummary> {
    return this.#client.request("finishImport", end);
  }

  abandonImport(number: number): Promise<void> {
    return this.#client.request("abandonImport", number);
  }

  addOutcomes(sent: Parameters<LedgerStore["addOutcomes"]>[0]): Promise<AddedOutcomes> {
    return this.#client.request("addOutcomes", sent);
  }

  imports(query: ImportsQuery): Promise<readonly FinishedImport[]> {
    return this.#client.request("imports", query);
  }

  seenElsewhere(id: string): Promise<readonly SeenElsewhere[]> {
    return this.#client.request("seenElsewhere", id);
  }

  knownCalls(clientCallIds: readonly string[]): Promise<readonly string[]> {
    return this.#client.request("knownCalls", clientCallIds);
  }

  extent(): Promise<LedgerExtent> {
    return this.#client.request("extent", undefined);
  }

  buildSums(quietForMs?: number): Promise<number> {
    return this.#client.request("buildSums", quietForMs);
  }

  tableHours(table: CopiedTableName): Promise<readonly HourCount[]> {
    return this.#client.request("tableHours", table);
  }

  tableSums(range: TableRange): Promise<readonly HourSum[]> {
    return this.#client.request("tableSums", range);
  }

  tableRows(query: RowsQuery): Promise<readonly TableRow[]> {
    return this.#client.request("tableRows", query);
  }

  exportRows(asked: Parameters<LedgerStore["exportRows"]>[0]): Promise<ExportedRows> {
    return this.#client.request("exportRows", asked);
  }

  importRows(put: Parameters<LedgerStore["importRows"]>[0]): Promise<void> {
    return this.#client.request("importRows", put);
  }

  removeTableRows(removed: Parameters<LedgerStore["removeTableRows"]>[0]): Promise<void> {
    return this.#client.request("removeTableRows", removed);
  }

  checkpoint(): Promise<void> {
    return this.#client.request("checkpoint", undefined);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #addEncoded(batch: EncodedBatch): Promise<void> {
    return this.#client.request("addEncodedToImport", batch, batchBuffers(batch));
  }

  async #close(): Promise<void> {
    await this.#client.request("close", undefined);
    await this.#client.exited();
  }
}
