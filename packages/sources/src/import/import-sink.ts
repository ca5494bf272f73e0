import type {
  AttemptSource,
  BrokenBill,
  Gauge,
  ImportSummary,
  Outcome,
  SourceName,
} from "@headgate/contract";
import type { AttemptFacts, BillLineFacts, UsageTotalFacts } from "../source.ts";

/** Records of one import, as sources read them. */
export type ImportedRecords = Readonly<{
  attempts: readonly AttemptFacts[];
  billLines: readonly BillLineFacts[];
  usageTotals: readonly UsageTotalFacts[];
  gauges: readonly Gauge[];
  /** Absent where a source has none. */
  outcomes?: readonly Outcome[];
}>;

/** What is written down of an import before its first record. */
export type ImportBeginning = Readonly<{
  /** What the user named; without any secret. */
  named: readonly string[];
  /** Sources whose later row of an id takes the earlier one's place. */
  restating: readonly AttemptSource[];
}>;

/** What only the reader of the files knows. */
export type ImportEnding = Readonly<{
  read: readonly Readonly<{ source: SourceName; files: number; rows: number; skipped: number }>[];
  skips: ImportSummary["skips"];
  warnings: ImportSummary["warnings"];
  /** Sources of bills of which a file could not be read to its end: they replace no statement. Absent where all was read. */
  broken?: readonly BrokenBill[];
}>;

/**
 * Where an import goes: a ledger that is open, or a Headgate that runs. `begin`, then `add` as often as needed, with
 * some hundred records at a time, which the sink gathers as it needs them; then `finish`, which makes all of it hold at
 * once, or `abandon`, after which nothing of it is left. What `add` let go on behind it fails a later call.
 */
export interface ImportSink {
  begin(beginning: ImportBeginning): Promise<void>;
  add(records: ImportedRecords): Promise<void>;
  finish(ending: ImportEnding): Promise<ImportSummary>;
  abandon(): Promise<void>;
}
