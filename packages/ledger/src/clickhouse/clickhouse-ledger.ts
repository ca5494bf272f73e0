import type {
  AddedOutcomes,
  ChargeRevision,
  ClickHouseConfig,
  HistoryRow,
  ImportSummary,
  LedgerRow,
  RatedAttempt,
  Rerating,
  SeenElsewhere,
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
import type { LedgerProblem } from "../duckdb/ledger-problem.ts";
import type {
  FinishedImport,
  ImportBatch,
  ImportEnd,
  ImportStart,
  ImportsQuery,
} from "../imports/import.ts";
import { readImportsWith } from "../imports/read-imports.ts";
import { readSeenElsewhere } from "../imports/read-seen-elsewhere.ts";
import { reports } from "../reports/reports.ts";
import { text } from "../reports/sql-values.ts";
import type { SegmentLines } from "../spool/segment-lines.ts";
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
import { appendBatch, type LoadingInto } from "./append-batch.ts";
import { appendLines } from "./append-lines.ts";
import type { Connection } from "./connection.ts";
import { clickHouseTables, exportRows, importRows, removeRows } from "./copy-tables.ts";
import { dropCursors, readCursors } from "./cursors.ts";
import { abandonImport, addToImport, beginImport } from "./imports/begin-import.ts";
import { finishImport, moveUnfinished } from "./imports/finish-import.ts";
import { HeldClaim } from "./imports/held-claim.ts";
import type { Owner } from "./imports/import-claims.ts";
import { RestOfImports } from "./imports/rest-of-imports.ts";
import { readClock } from "./read-clock.ts";
import { readExtent } from "./read-extent.ts";
import { readAttempts, readCall, readHistory } from "./read-rows.ts";
import { addRevisions, beginRerating, finishRerating, readReratings } from "./reratings.ts";
import { SumKeeper } from "./rollups/sum-keeper.ts";
import { SpoolReaches } from "./spool-reaches.ts";
import { WriteLane } from "./write-lane.ts";

/** A ledger in a database of ClickHouse. What this process writes goes one after another, but for blocks of lines. */
export class ClickHouseLedger implements LedgerStore {
  readonly #connection: Connection;
  readonly #writes = new WriteLane();
  readonly #reaches: SpoolReaches;
  readonly #sums: SumKeeper;
  /** Of an import that was cut off while it was moved: the next append or import moves it. */
  readonly #rest: RestOfImports;
  readonly #owner: Owner;
  /** The import that was begun here last, until it is over. */
  #held: HeldClaim | undefined;

  constructor(
    connection: Connection,
    config: ClickHouseConfig,
    onProblem: (problem: LedgerProblem) => void,
    { owner, isRestLeft }: Readonly<{ owner: Owner; isRestLeft: boolean }>,
  ) {
    this.#connection = connection;
    this.#reaches = new SpoolReaches(connection);
    this.#sums = new SumKeeper(connection, config, this.#writes);
    this.#owner = owner;
    this.#rest = new RestOfImports({
      move: async () => {
        const { moved, left } = await moveUnfinished(connection, owner);
        if (this.#held !== undefined && moved.includes(this.#held.claim.number)) {
          await this.#letGo();
        }
        return left;
      },
      onProblem,
      elapsedMs: () => performance.now(),
    });
    if (isRestLeft) this.#rest.look();
  }

  append(batch: LedgerBatch): Promise<AppendResult> {
    const append = () => appendBatch(this.#loadingInto, batch);
    // What ends a block waits for no other one that is on its way.
    const endsBlock = batch.rows.length === 0 || batch.isNew === true;
    if (endsBlock && !this.#rest.isDue) return this.#writes.runBeside(append);
    return this.#writes.run(async () => {
      await this.#rest.move();
      return append();
    });
  }

  /** Blocks run beside each other: the server works one out with one thread. */
  appendLines(lines: SegmentLines): Promise<boolean> {
    return this.#writes.runBeside(() => appendLines(this.#loadingInto, lines));
  }

  cursors(): Promise<readonly SpoolCursor[]> {
    return this.#writes.run(() => readCursors(this.#connection));
  }

  forgetCursors(segments: readonly string[]): Promise<void> {
    return this.#writes.run(async () => {
      await dropCursors(this.#connection, segments);
      this.#reaches.forget(segments);
    });
  }

  report<Name extends ReportName>(
    name: Name,
    question: Reports[Name]["query"],
  ): Promise<Reports[Name]["result"]> {
    return reports[name](question, this.#connection.ask);
  }

  call(id: string): Promise<readonly LedgerRow[]> {
    return readCall(this.#connection, id);
  }

  chargeRevisions(id: string): Promise<readonly ChargeRevision[]> {
    return readChargeRevisions(this.#connection.ask, "(call_id = $id or client_call_id = $id)", id);
  }

  attempts(query: AttemptsQuery): Promise<readonly RatedAttempt[]> {
    return readAttempts(this.#connection, query);
  }

  history(query: AttemptsQuery): Promise<readonly HistoryRow[]> {
    return readHistory(this.#connection, query);
  }

  beginRerating(start: ReratingStart): Promise<number> {
    return this.#writes.run(() => beginRerating(this.#connection, start));
  }

  addRevisions(batch: RevisionBatch): Promise<void> {
    return this.#writes.run(() => addRevisions(this.#connection, batch));
  }

  finishRerating(end: Parameters<LedgerStore["finishRerating"]>[0]): Promise<void> {
    return this.#writes.run(() => finishRerating(this.#connection, end));
  }

  reratings(): Promise<readonly Rerating[]> {
    return readReratings(this.#connection);
  }

  beginImport(start: ImportStart): Promise<number> {
    return this.#writes.run(async () => {
      this.#rest.look();
      await this.#rest.move();
      await this.#letGo();
      const claim = await beginImport(this.#connection, start, this.#owner);
      this.#held = new HeldClaim(this.#connection, this.#owner, claim);
      return claim.number;
    });
  }

  addToImport(batch: ImportBatch): Promise<void> {
    // What another opening of the ledger left is not gone on with: who reads its files begins anew.
    if (batch.import !== this.#held?.claim.number) {
      return Promise.reject(new RangeError(`import ${batch.import} is not under way`));
    }
    return this.#writes.run(() => addToImport(this.#connection, batch));
  }

  finishImport(end: ImportEnd): Promise<ImportSummary> {
    return this.#writes.run(async () => {
      const claim = this.#held?.claim;
      const isOwn = claim?.number === end.import;
      const written = isOwn && claim.isBeside ? { ...end, beside: this.#owner.id } : end;
      try {
        const summary = await this.#rest.watched(() => finishImport(this.#connection, written));
        if (isOwn) await this.#letGo();
        return summary;
      } catch (error) {
        // It is not under way any more: another process took it for nobody's.
        if (isOwn && error instanceof RangeError) await this.#letGo();
        throw error;
      }
    });
  }

  abandonImport(number: number): Promise<void> {
    return this.#writes.run(async () => {
      await abandonImport(this.#connection, number);
      if (this.#held?.claim.number === number) await this.#letGo();
    });
  }

  async #letGo(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await held?.release();
  }

  addOutcomes(sent: Parameters<LedgerStore["addOutcomes"]>[0]): Promise<AddedOutcomes> {
    return this.#writes.run(() => addOutcomes(this.#connection, sent));
  }

  imports(query: ImportsQuery): Promise<readonly FinishedImport[]> {
    return readImportsWith(this.#connection.ask, query);
  }

  seenElsewhere(id: string): Promise<readonly SeenElsewhere[]> {
    return readSeenElsewhere(this.#connection.ask, id);
  }

  async knownCalls(clientCallIds: readonly string[]): Promise<readonly string[]> {
    if (clientCallIds.length === 0) return [];
    const rows = await this.#connection.ask(
      `select distinct client_call_id from attempts
       where client_call_id in (select unnest($client_call_ids))`,
      { client_call_ids: { type: "texts", texts: clientCallIds } },
    );
    return rows.map((row) => text(row, "client_call_id"));
  }

  clockMs(): Promise<number> {
    return readClock(this.#connection);
  }

  extent(): Promise<LedgerExtent> {
    return readExtent(this.#connection);
  }

  /** Asked for by the process that leads: it moves what one that was killed left in the middle, too. */
  async buildSums(quietForMs = 0): Promise<number> {
    await this.#writes.run(() => {
      this.#rest.look();
      return this.#rest.move();
    });
    return this.#sums.build(quietForMs);
  }

  tableHours(table: CopiedTableName): Promise<readonly HourCount[]> {
    return readHours(clickHouseTables(this.#connection), table);
  }

  tableSums(range: TableRange): Promise<readonly HourSum[]> {
    return readSums(clickHouseTables(this.#connection), range);
  }

  tableRows(query: RowsQuery): Promise<readonly TableRow[]> {
    return readRows(clickHouseTables(this.#connection), query);
  }

  exportRows(asked: Parameters<LedgerStore["exportRows"]>[0]): Promise<ExportedRows> {
    return exportRows(this.#connection, asked);
  }

  importRows(put: Parameters<LedgerStore["importRows"]>[0]): Promise<void> {
    return this.#writes.run(() => importRows(this.#connection, put));
  }

  removeTableRows(removed: Parameters<LedgerStore["removeTableRows"]>[0]): Promise<void> {
    return this.#writes.run(() => removeRows(this.#connection, removed));
  }

  /** What ClickHouse answered for is in its parts on disk already: tables have `fsync_after_insert`. */
  checkpoint(): Promise<void> {
    return this.#writes.run(() => Promise.resolve());
  }

  get #loadingInto(): LoadingInto {
    return { connection: this.#connection, reaches: this.#reaches };
  }

  async close(): Promise<void> {
    await this.#sums.close();
    await this.#writes.run(async () => {
      await this.#letGo();
      await this.#connection.close();
    });
  }
}
