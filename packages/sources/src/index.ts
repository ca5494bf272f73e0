export { allSources } from "./all-sources.ts";
export { applyRules } from "./attribution/apply-rules.ts";
export { fieldsOfShared, type SharedGroup, splitShared } from "./attribution/split-shared.ts";
export {
  type AttributionSubject,
  subjectOfAttempt,
  subjectOfBillLine,
  subjectOfUsageTotal,
} from "./attribution/subject.ts";
export { type FocusExport, focusCsv, focusRows } from "./focus/export/export-focus.ts";
export { summariseFocusExport } from "./focus/export/summarise-export.ts";
export { writeFocusParquet } from "./focus/export/write-parquet.ts";
export { importMemoryLimit } from "./import/import-memory.ts";
export type {
  ImportBeginning,
  ImportEnding,
  ImportedRecords,
  ImportSink,
} from "./import/import-sink.ts";
export { isUnreadable } from "./import/import-tally.ts";
export { inLargeBatches } from "./import/in-large-batches.ts";
export { createLedgerSink } from "./import/ledger-sink.ts";
export { createPreparation, type PreparedRecords } from "./import/prepare-records.ts";
export {
  type ImportOptions,
  type ImportOutcome,
  type ImportProgress,
  runImport,
} from "./import/run-import.ts";
export { openTemporaryLedger, type TemporaryLedger } from "./import/temporary-ledger.ts";
export type { TimeRange } from "./import/time-range.ts";
export { createOtlpReader, type OtlpReader } from "./otlp/otlp-reader.ts";
export { encodeOtlp, encodeOtlpAnswer, type OtlpSignal } from "./otlp/protobuf.ts";
export { isOutcomeField, type OutcomeMapping, outcomeFields } from "./outcomes/columns.ts";
export { outcomesTable } from "./outcomes/source.ts";
export { createPromptReader, type PromptReader } from "./prompts/prompt-reader.ts";
export type { Asking } from "./pull/ask-provider.ts";
export { askedDelayMs } from "./pull/patiently.ts";
export { pullPlan, pullSubject } from "./pull/pull-plan.ts";
export { runPull } from "./pull/run-pull.ts";
export { openFile } from "./read/open-file.ts";
export type {
  AttemptFacts,
  BillLineFacts,
  Detection,
  Found,
  ReadContext,
  Sample,
  Source,
  SourceFile,
  UsageTotalFacts,
} from "./source.ts";
