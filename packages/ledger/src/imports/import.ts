import type {
  AttemptSource,
  BillLine,
  BrokenBill,
  Gauge,
  ImportSummary,
  LedgerRow,
  Outcome,
  SourceName,
  UsageTotal,
} from "@headgate/contract";

/** What an import is about, written down before its first batch. */
export type ImportStart = Readonly<{
  startedAtMs: number;
  /** What the user named: files, folders, addresses; without any secret. */
  named: readonly string[];
  /**
   * Sources that write a call down before all of it is known (a trace's cost may come later): their later
   * row of an id takes the earlier one's place. Of all others the first row of an id stays.
   */
  restating?: readonly AttemptSource[];
  /**
   * It holds nothing but sums of usage and measurements, which replace each other by their ids: in a ledger of several processes it may
   * be under way beside what others import. All other imports are one at a time.
   */
  beside?: true;
}>;

/** A part of an import; `sequence` counts its batches from 0. A few thousand of each is a good size. */
export type ImportBatch = Readonly<{
  import: number;
  sequence: number;
  /** Priced and labelled. Of one id in one import, the first stays (or the last, of a restating source). */
  attempts?: readonly LedgerRow[];
  /** A statement replaces what the ledger has of it, so all of its lines are in one import. */
  billLines?: readonly BillLine[];
  usageTotals?: readonly UsageTotal[];
  gauges?: readonly Gauge[];
  /** A later one of an id takes the place of the one before it. */
  outcomes?: readonly Outcome[];
}>;

/** Records of an import, of all kinds. */
export type ImportRecords = Omit<ImportBatch, "import" | "sequence">;

/** A batch that grows record by record, in the form in which its store takes it: no record has to stay as an object. */
export interface GrowingBatch {
  /** How many records wait to be sent. */
  readonly size: number;
  /** @throws RangeError when an amount is none, or larger than a column can hold; the batch is of no use then */
  put(records: ImportRecords): void;
  /** Sends what was put, as {@link ImportBatch} is added; the next records are the next batch's. */
  send(batch: Pick<ImportBatch, "import" | "sequence">): Promise<void>;
}

/** What only the reader of the files knows of a source: the store counts the rest. */
export type SourceRead = Readonly<{
  source: SourceName;
  files: number;
  /** Rows that were read, skipped ones among them. */
  rows: number;
  skipped: number;
}>;

export type ImportEnd = Readonly<{
  import: number;
  finishedAtMs: number;
  read: readonly SourceRead[];
  /** Exact counts by source and reason, with a few examples each. */
  skips: ImportSummary["skips"];
  /** Contradictions that the readers met; the store adds its own. */
  warnings: ImportSummary["warnings"];
  /**
   * Sources of bills of which a file could not be read to its end, and that file. Their lines are a part of their statements: they do not
   * replace one that the ledger has, and are skips then. A statement that it has not is added as far as it was read.
   */
  broken?: readonly BrokenBill[] | undefined;
  /**
   * Told as one with the earlier imports of the day (UTC) under the same names that were joined too, and left out of
   * the list where it changed nothing: what comes in again and again must not make the list grow with it.
   */
  joins?: true;
}>;

/** Imports newest first, those behind the last one that was read. */
export type ImportsQuery = Readonly<{ before?: number; limit: number }>;

/** An import that holds. */
export type FinishedImport = Readonly<{
  import: number;
  startedAtMs: number;
  finishedAtMs: number;
  named: readonly string[];
  summary: ImportSummary;
}>;
