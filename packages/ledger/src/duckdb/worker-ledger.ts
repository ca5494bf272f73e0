import {
  type AddedOutcomes,
  type ChargeRevision,
  HeadgateError,
  type HistoryRow,
  type ImportSummary,
  type RatedAttempt,
  type Rerating,
  type SeenElsewhere,
} from "@headgate/contract";
import { readChargeRevisions } from "../charge-revisions.ts";
import type { CopiedTableName } from "../copy/copied-tables.ts";
import type {
  ExportedRows,
  HourCount,
  HourSum,
  RowsQuery,
  TableRange,
  TableRow,
} from "../copy/ledger-tables.ts";
import { readHours, readRows, readSums } from "../copy/read-tables.ts";
import type { FinishedImport, ImportEnd, ImportStart, ImportsQuery } from "../imports/import.ts";
import { readSeenElsewhere } from "../imports/read-seen-elsewhere.ts";
import { extentOf, extentSql } from "../reports/extent.ts";
import { reports } from "../reports/reports.ts";
import { text } from "../reports/sql-values.ts";
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
import { addOutcomes } from "./add-outcomes.ts";
import { appendBatch } from "./append-batch.ts";
import { duckdbTables, exportRows, importRows, removeRows } from "./copy-tables.ts";
import { dropCursors, readCursors } from "./cursors.ts";
import type { Database } from "./database.ts";
import { databaseFailure, messageOf } from "./database-failure.ts";
import type { EncodedBatch } from "./imports/encode-batch.ts";
import { readImports } from "./imports/finish-import.ts";
import { onlyImport } from "./imports/only-import.ts";
import { importBesideOthers, type TakesImports } from "./imports/takes-imports.ts";
import { Lane } from "./lane.ts";
import type { LedgerProblem } from "./ledger-problem.ts";
import { query } from "./query.ts";
import { readAttempts, readHistory } from "./read-attempts.ts";
import { placesOfCall, readCall } from "./read-rows.ts";
import { addRevisions, beginRerating, finishRerating, readReratings } from "./reratings.ts";
import { buildNextDay, type DayOutcome } from "./rollups/build-day.ts";
import { RollupUpkeep } from "./rollups/rollup-upkeep.ts";
import { inTransaction } from "./transaction.ts";

/**
 * The ledger inside its worker thread. Writes run one after another, and so do reads, beside the
 * writes, and what is copied elsewhere, beside both. When DuckDB declares itself invalid (a commit or checkpoint failed, say for want of space),
 * the file is closed and opened again, so that one full disk does not end the process.
 */
export class WorkerLedger implements Omit<LedgerStore, "addToImport" | "growBatch"> {
  readonly #open: () => Promise<Database>;
  readonly #onProblem: (problem: LedgerProblem) => void;
  readonly #writes = new Lane();
  readonly #reads = new Lane();
  /** What is copied elsewhere: nobody's question waits behind it. */
  readonly #copies = new Lane();
  readonly #imports: TakesImports;
  /** Absent where nothing is kept: no day is asked about often enough to be summed up. */
  readonly #upkeep: RollupUpkeep | undefined;
  #database: Promise<Database> | undefined;

  /** @param isKept false for a file that takes an import and is deleted */
  constructor(
    open: () => Promise<Database>,
    onProblem: (problem: LedgerProblem) => void,
    isKept = true,
  ) {
    this.#open = open;
    this.#onProblem = onProblem;
    this.#imports = isKept ? importBesideOthers : onlyImport;
    if (isKept) this.#upkeep = new RollupUpkeep((before) => this.#buildNext(before), onProblem);
  }

  async open(): Promise<void> {
    await this.#opened();
    this.#upkeep?.wake();
  }

  append(batch: LedgerBatch): Promise<AppendResult> {
    return this.#write(({ writer }) => appendBatch(writer, batch));
  }

  cursors(): Promise<readonly SpoolCursor[]> {
    return this.#write(({ writer }) => readCursors(writer));
  }

  forgetCursors(segments: readonly string[]): Promise<void> {
    return this.#write(({ writer }) => inTransaction(writer, () => dropCursors(writer, segments)));
  }

  report<Name extends ReportName>(
    name: Name,
    question: Reports[Name]["query"],
  ): Promise<Reports[Name]["result"]> {
    return this.#read(({ reader }) =>
      inTransaction(reader, () =>
        reports[name](question, (sql, parameters) => query(reader, sql, parameters)),
      ),
    );
  }

  call(id: string) {
    return this.#read(({ reader }) => readCall(reader, id));
  }

  chargeRevisions(id: string): Promise<readonly ChargeRevision[]> {
    return this.#read(({ reader }) =>
      readChargeRevisions(
        (sql, parameters) => query(reader, sql, parameters),
        `rowid in (${placesOfCall})`,
        id,
      ),
    );
  }

  attempts(query: AttemptsQuery): Promise<readonly RatedAttempt[]> {
    return this.#read(({ reader }) => readAttempts(reader, query));
  }

  history(query: AttemptsQuery): Promise<readonly HistoryRow[]> {
    return this.#read(({ reader }) => readHistory(reader, query));
  }

  beginRerating(start: ReratingStart): Promise<number> {
    return this.#write(({ writer }) => beginRerating(writer, start));
  }

  addRevisions(batch: RevisionBatch): Promise<void> {
    return this.#write(({ writer }) => addRevisions(writer, batch));
  }

  finishRerating(end: Parameters<LedgerStore["finishRerating"]>[0]): Promise<void> {
    return this.#write(({ writer }) => finishRerating(writer, end));
  }

  reratings(): Promise<readonly Rerating[]> {
    return this.#read(({ reader }) => readReratings(reader));
  }

  beginImport(start: ImportStart): Promise<number> {
    return this.#write(({ writer }) => this.#imports.begin(writer, start));
  }

  addEncodedToImport(batch: EncodedBatch): Promise<void> {
    return this.#write(({ writer }) => this.#imports.add(writer, batch));
  }

  finishImport(end: ImportEnd): Promise<ImportSummary> {
    return this.#write(({ writer }) => this.#imports.finish(writer, end));
  }

  abandonImport(number: number): Promise<void> {
    return this.#write(({ writer }) => this.#imports.abandon(writer, number));
  }

  addOutcomes(sent: Parameters<LedgerStore["addOutcomes"]>[0]): Promise<AddedOutcomes> {
    return this.#write(({ writer }) => addOutcomes(writer, sent));
  }

  imports(query: ImportsQuery): Promise<readonly FinishedImport[]> {
    return this.#read(({ reader }) => readImports(reader, query));
  }

  seenElsewhere(id: string): Promise<readonly SeenElsewhere[]> {
    return this.#read(({ reader }) =>
      readSeenElsewhere((sql, parameters) => query(reader, sql, parameters), id),
    );
  }

  async knownCalls(clientCallIds: readonly string[]): Promise<readonly string[]> {
    if (clientCallIds.length === 0) return [];
    const rows = await this.#read(({ reader }) =>
      query(
        reader,
        `select distinct client_call_id from attempts
         where client_call_id in (select unnest($client_call_ids))`,
        { client_call_ids: { type: "texts", texts: clientCallIds } },
      ),
    );
    return rows.map((row) => text(row, "client_call_id"));
  }

  async extent(): Promise<LedgerExtent> {
    return extentOf(await this.#read(({ reader }) => query(reader, extentSql, {})));
  }

  async buildSums(quietForMs = 0): Promise<number> {
    let built = 0;
    for (;;) {
      const outcome = await this.#buildNext(Date.now() - quietForMs);
      if (outcome === "none") return built;
      if (outcome === "built") built += 1;
    }
  }

  tableHours(table: CopiedTableName): Promise<readonly HourCount[]> {
    return this.#copy(({ copier }) => readHours(duckdbTables(copier), table));
  }

  tableSums(range: TableRange): Promise<readonly HourSum[]> {
    return this.#copy(({ copier }) => readSums(duckdbTables(copier), range));
  }

  tableRows(asked: RowsQuery): Promise<readonly TableRow[]> {
    return this.#copy(({ copier }) => readRows(duckdbTables(copier), asked));
  }

  exportRows(asked: Parameters<LedgerStore["exportRows"]>[0]): Promise<ExportedRows> {
    return this.#copy(({ copier }) => exportRows(copier, asked));
  }

  importRows(put: Parameters<LedgerStore["importRows"]>[0]): Promise<void> {
    return this.#write(({ writer }) => importRows(writer, put));
  }

  removeTableRows(removed: Parameters<LedgerStore["removeTableRows"]>[0]): Promise<void> {
    return this.#write(({ writer }) => removeRows(writer, removed));
  }

  checkpoint(): Promise<void> {
    return this.#write(async ({ writer }) => {
      await writer.run("checkpoint");
    });
  }

  async close(): Promise<void> {
    this.#upkeep?.stop();
    await this.#shut();
  }

  #buildNext(touchedBeforeMs: number): Promise<DayOutcome> {
    return this.#write(({ writer }) => buildNextDay(writer, touchedBeforeMs));
  }

  #write<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    return this.#writes.run(() => this.#watched(work));
  }

  #read<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    return this.#reads.run(() => this.#watched(work));
  }

  #copy<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    return this.#copies.run(() => this.#watched(work));
  }

  async #watched<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    const opening = this.#opened();
    const database = await opening;
    try {
      return await work(database);
    } catch (error) {
      if (error instanceof HeadgateError) throw error;
      const failure = databaseFailure(error);
      if (failure.kind === "invalidated" && this.#database === opening) {
        // Not awaited: this very task holds one of the lanes that have to run empty first.
        this.#shut().catch((problem: unknown) => {
          this.#onProblem({ code: "internal", message: messageOf(problem) });
        });
      }
      const code =
        failure.kind === "damaged"
          ? "ledger_corrupt"
          : failure.kind === "refused"
            ? "data_dir_unusable"
            : "internal";
      throw new HeadgateError(code, messageOf(error), {}, { cause: error });
    }
  }

  #opened(): Promise<Database> {
    if (this.#database !== undefined) return this.#database;
    const opening = this.#open();
    this.#database = opening;
    opening.catch(() => {
      if (this.#database === opening) this.#database = undefined;
    });
    return opening;
  }

  /** Closes the file once all lanes stand still; what comes later opens it again. */
  async #shut(): Promise<void> {
    const closing = this.#database;
    await this.#writes.run(() =>
      this.#reads.run(() =>
        this.#copies.run(async () => {
          if (closing === undefined || this.#database !== closing) return;
          this.#database = undefined;
          (await closing).close();
        }),
      ),
    );
  }
}
