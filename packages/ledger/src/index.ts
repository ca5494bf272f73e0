export type { CopiedDay, CopiedTableResult, LedgerCopy } from "./copy/copy-ledger.ts";
export { copyLedger } from "./copy/copy-ledger.ts";
export { type DataDirectory, dataDirectory } from "./data-directory.ts";
export type { LedgerProblem } from "./duckdb/ledger-problem.ts";
export { type DuckdbLedgerOptions, openDuckdbLedger } from "./duckdb/open-duckdb-ledger.ts";
export { readHistorySalt } from "./history-salt.ts";
export { growBatch } from "./imports/grow-batch.ts";
export type {
  FinishedImport,
  GrowingBatch,
  ImportBatch,
  ImportEnd,
  ImportStart,
  SourceRead,
} from "./imports/import.ts";
export type { Loader, LoaderOptions, LoaderProblem, LoaderStatus } from "./loader/loader.ts";
export { startLoader } from "./loader/start-loader.ts";
export { lookAtLedger, openLedger } from "./open-ledger.ts";
export { cutSides } from "./reconcile/cut-sides.ts";
export type { ListPrice, ListPrices } from "./reconcile/name-rate.ts";
export type { PriceNames } from "./reconcile/price-names.ts";
export { reconcile } from "./reconcile/reconcile.ts";
export type { CallsByScope } from "./reports/calls-by-scope.ts";
export type { ExperimentDay, Moments } from "./reports/experiments.ts";
export { openSpool } from "./spool/open-spool.ts";
export type { Spool, SpoolOptions, SpoolStats } from "./spool/spool.ts";
export type { SpoolFileSystem } from "./spool/spool-file-system.ts";
export { readLine as readSpoolLine } from "./spool/spool-line.ts";
export { startThread } from "./start-thread.ts";
export type {
  AlarmChange,
  AlarmSlice,
  AlarmSpan,
  AlarmStanding,
  AlarmStore,
  DeliveryAttempt,
  WaitingDelivery,
} from "./state/alarms.ts";
export { copyState } from "./state/copy-state.ts";
export type { FeedbackOfKey, FeedbackRecord, FeedbackStore, RatedCall } from "./state/feedback.ts";
export { hashVirtualKey } from "./state/hash-virtual-key.ts";
export { readKeySnapshot } from "./state/key-snapshot-file.ts";
export { openPostgresState } from "./state/open-postgres-state.ts";
export { openSqliteState } from "./state/open-sqlite-state.ts";
export { openState } from "./state/open-state.ts";
export type { PullStanding, PullStore } from "./state/pulls.ts";
export type { ReceivedCounts, ReceivedStore } from "./state/received.ts";
export type { FollowedRecommendation, RecommendationStore } from "./state/recommendations.ts";
export type { NewKey, StateStore } from "./state/store.ts";
export type {
  AppendResult,
  AttemptsQuery,
  BilledDay,
  CostSubject,
  ExportedCalls,
  LedgerBatch,
  LedgerExtent,
  LedgerStore,
  ReportName,
  Reports,
  ReratingStart,
  Revision,
  RevisionBatch,
  SpoolCursor,
} from "./store.ts";
