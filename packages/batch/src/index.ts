export { type AdmissionPorts, admitWork, type WorkRequest } from "./admit-work.ts";
export type {
  BatchFile,
  ClientBatch,
  ClientBatchKind,
  ClientBatchState,
  ItemCounts,
} from "./client-batch.ts";
export { copyBatchStore } from "./copy-batch-store.ts";
export type { BatchItem, BatchTarget, ItemResult, ItemState, NewItem } from "./item.ts";
export {
  type BatchPorts,
  type BatchPrices,
  type BatchProblem,
  type BatchProvider,
  batchProblems,
  type CommittedRoom,
  type RealTimeAnswer,
} from "./ports.ts";
export { openPostgresBatchStore } from "./postgres/open-postgres-batch-store.ts";
export type { ProviderBatch } from "./provider-batch.ts";
export { isMoved } from "./row-of.ts";
export { type BatchRunner, createBatchRunner } from "./run/batch-runner.ts";
export { type BatchSettings, defaultBatchSettings } from "./settings.ts";
export { type DuplicateTerms, sharingOf } from "./sharing-of.ts";
export { openBatchStore } from "./sqlite/open-batch-store.ts";
export type { BatchStore, StoreStanding } from "./store.ts";
export { tierPriceOf } from "./tier-price.ts";
export type { Webhook, WebhookTry } from "./webhook.ts";
