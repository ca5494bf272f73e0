import type {
  AddedOutcomes,
  ChargeRevision,
  HistoryRow,
  ImportSummary,
  LedgerRow,
  Outcome,
  RatedAttempt,
  RerateDifference,
  Rerating,
  SeenElsewhere,
} from "@headgate/contract";
import type { LedgerTables } from "./copy/ledger-tables.ts";
import type {
  FinishedImport,
  GrowingBatch,
  ImportBatch,
  ImportEnd,
  ImportStart,
  ImportsQuery,
} from "./imports/import.ts";
import type { ReportName, Reports } from "./reports/questions.ts";
import type { ReratingStart, RevisionBatch } from "./revision-batch.ts";
import type { SegmentLines } from "./spool/segment-lines.ts";

/** How far a spool segment has been loaded: all bytes before `offset`. */
export type SpoolCursor = Readonly<{ segment: string; offset: number }>;

/** Rows of the spool with the cursors to move when they are in. */
export type LedgerBatch = Readonly<{
  rows: readonly LedgerRow[];
  cursors: readonly SpoolCursor[];
  /** Where the rows were read from in each segment, the first of them. A store may know that what lies behind is new. */
  begins?: readonly SpoolCursor[];
  /** True of the rows that are left of a block whose lines were taken just now: like those, none can be there. */
  isNew?: boolean;
}>;

export type AppendResult = Readonly<{
  added: number;
  /** Rows whose id was in the ledger already. */
  alreadyThere: number;
  /** Of these, rows that differ from the one in the ledger. */
  conflicting: number;
}>;

export type LedgerExtent = Readonly<{
  rows: number;
  firstRowAtMs: number | undefined;
  lastRowAtMs: number | undefined;
  /** First moment that a line of a bill is about, and the first behind the last: `[from, to)`. */
  billsFromMs: number | undefined;
  billsToMs: number | undefined;
  /**
   * The first moment behind the last line of a day or less: until when days are known. A tax or a fee of a month ends
   * with it, whatever of its days has been billed. Where there are longer lines alone, the same as `billsToMs`.
   */
  billsDailyToMs: number | undefined;
}>;

/** Attempts to price again: those that started in `[fromMs, toMs)`, behind the last one that was read. */
export type AttemptsQuery = Readonly<{
  fromMs: number;
  toMs: number;
  /** Only attempts at this configured provider. */
  provider?: string;
  /** Only attempts answered by this model. */
  model?: string;
  after?: Readonly<{ startedAtMs: number; rowId: string }>;
  limit: number;
}>;

export type {
  BilledDay,
  CostSubject,
  ExportedCalls,
  ReportName,
  Reports,
} from "./reports/questions.ts";
export type { ReratingStart, Revision, RevisionBatch } from "./revision-batch.ts";

/**
 * A ledger of attempts: append-only, one row an id. Every adapter passes the suite in
 * `store.conformance.ts`.
 */
export interface LedgerStore extends LedgerTables {
  /** Adds what is new and moves the cursors, both or neither. */
  append(batch: LedgerBatch): Promise<AppendResult>;
  /**
   * Adds the rows of lines that nobody has read yet; cursors move by the `append` that follows. Several may be under way at once,
   * those of a segment begun in its order. Absent where a ledger takes rows alone.
   * @returns false where they have to be read and appended as rows, which finds those that are in already
   */
  appendLines?(lines: SegmentLines): Promise<boolean>;
  cursors(): Promise<readonly SpoolCursor[]>;
  /** Drops the cursors of segments that no longer exist. */
  forgetCursors(segments: readonly string[]): Promise<void>;
  report<Name extends ReportName>(
    name: Name,
    query: Reports[Name]["query"],
  ): Promise<Reports[Name]["result"]>;
  /**
   * All attempts of a call in their order; empty when there is none. A client's own id finds the attempts
   * of every call that was sent under it.
   */
  call(id: string): Promise<readonly LedgerRow[]>;
  /** Every charge that the re-rated attempts of a call had, oldest first; empty when none was re-rated. */
  chargeRevisions(id: string): Promise<readonly ChargeRevision[]>;
  /** The next attempts of a range by time and id, with the charges that hold now; empty at the end. */
  attempts(query: AttemptsQuery): Promise<readonly RatedAttempt[]>;
  /** The same attempts in the same order, with what changes can be simulated from. */
  history(query: AttemptsQuery): Promise<readonly HistoryRow[]>;
  /**
   * Begins a re-rating and drops what an earlier one left that was never finished. Nothing of it holds
   * before {@link finishRerating}.
   * @returns its number, above that of every re-rating before it
   */
  beginRerating(start: ReratingStart): Promise<number>;
  /** Adds a batch of revisions; one that is there already changes nothing. */
  addRevisions(batch: RevisionBatch): Promise<void>;
  /**
   * Makes all revisions of a re-rating hold at once: reports and calls show them from now on, in place of
   * the charges before. Finishing again changes nothing.
   */
  finishRerating(
    end: Readonly<{ rerating: number; appliedAtMs: number; difference: RerateDifference }>,
  ): Promise<void>;
  /** Re-ratings that hold, oldest first. */
  reratings(): Promise<readonly Rerating[]>;
  /**
   * Begins an import and drops what an earlier one left that was never finished: one is under way at a
   * time, and who can have several at once lets them wait for each other. Nothing of it holds before
   * {@link finishImport}.
   * @returns its number, above that of every import before it
   */
  beginImport(start: ImportStart): Promise<number>;
  /** Adds a batch to an import; one that is there already changes nothing. */
  addToImport(batch: ImportBatch): Promise<void>;
  /** Absent where a batch's records are taken as they are; `growBatch` of `imports/grow-batch.ts` serves both. */
  growBatch?(): GrowingBatch;
  /**
   * Makes all of an import hold at once. Attempts are added where their id is new, statements of bills
   * and sums of usage replace those under the same name. Finishing again answers the same and changes
   * nothing.
   */
  finishImport(end: ImportEnd): Promise<ImportSummary>;
  /** Drops an import that is not finished; one that was dropped already changes nothing. */
  abandonImport(number: number): Promise<void>;
  /**
   * Adds outcomes, all or none. An id that is there already takes the later content, and the same content
   * changes nothing; what was replaced is kept.
   */
  addOutcomes(
    sent: Readonly<{ outcomes: readonly Outcome[]; atMs: number }>,
  ): Promise<AddedOutcomes>;
  /** Imports that hold, newest first, as many as were asked for. */
  imports(query: ImportsQuery): Promise<readonly FinishedImport[]>;
  /** Rows of a call that its own source and others wrote down; empty when one source alone saw it. */
  seenElsewhere(id: string): Promise<readonly SeenElsewhere[]>;
  /** Which of these ids, given by clients, the ledger holds calls of. */
  knownCalls(clientCallIds: readonly string[]): Promise<readonly string[]>;
  extent(): Promise<LedgerExtent>;
  /** The time of the server that it is on; absent where it is a file of this machine. */
  clockMs?(): Promise<number>;
  /**
   * Builds the sums by day that are out of date; until then reports read the rows, and answer the same. A ledger in a
   * file does so by itself, some time after a day was written to; for one that several processes write to, the one that
   * leads asks for it.
   * @param quietForMs only days that nothing was written to for so long; all of them unless said
   * @returns how many days were summed up
   */
  buildSums(quietForMs?: number): Promise<number>;
  /** Makes all that was appended durable in the ledger's own file, so that spool segments can go. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}
