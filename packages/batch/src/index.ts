export type {
  BatchFile,
  ClientBatch,
  ClientBatchKind,
  ClientBatchState,
  ItemCounts,
} from "./client-batch.ts";
export type { BatchItem, BatchTarget, ItemResult, ItemState, NewItem } from "./item.ts";
export type { ProviderBatch } from "./provider-batch.ts";
export { openBatchStore } from "./sqlite/open-batch-store.ts";
export type { BatchStore } from "./store.ts";
