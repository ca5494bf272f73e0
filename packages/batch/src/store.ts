import type { LedgerRow } from "@headgate/contract";
import type { BatchFile, ClientBatch, ClientBatchKind, ItemCounts } from "./client-batch.ts";
import type { BatchItem, BatchTarget, ItemResult, ItemState, NewItem } from "./item.ts";
import type {
  ProviderBatch,
  ProviderBatchChange,
  ProviderBatchState,
  WaitingGroup,
} from "./provider-batch.ts";

import type { Webhook, WebhookState, WebhookTry } from "./webhook.ts";

/** A slice of a list, from the first on or after a place in it. */
export type Page = Readonly<{ after?: number; limit: number }>;

/** Which requests are asked for; what is absent does not narrow. */
export type ItemFilter = Readonly<{
  keyId?: string;
  clientBatchId?: string;
  batchMarker?: string;
  states?: readonly ItemState[];
}>;

/** Ends with something to show: an expired one has the error that says so. */
export type AnsweredState = Extract<ItemState, "answered" | "failed" | "expired">;

/** What becomes of a request. It holds only while the request is in the place that it names. */
export type Settlement = Readonly<{
  id: string;
  /** Where the request is thought to be; it has moved on otherwise, and nothing becomes of it. */
  from:
    | Readonly<{ state: "batched"; marker: string }>
    /** Asked in real time in vain, and a line of a batch yet, whose answer it takes. */
    | Readonly<{ state: "waiting"; marker: string }>
    | Readonly<{ state: "asking" | "copy" }>;
  becomes:
    | Readonly<{ state: AnsweredState; result: ItemResult }>
    /** As its leader ended: the result is the leader's, kept once. */
    | Readonly<{ state: AnsweredState; resultOf: string }>
    /** Once more: in a batch, or in real time from a moment on. After `asking` in real time alone, and not before that moment. */
    | Readonly<{ state: "waiting"; reason: string; realTimeAtMs?: number }>;
  /** Goes into the ledger together with it; absent where the money is told elsewhere or there is none. */
  row?: LedgerRow;
  atMs: number;
}>;

/** A copy that is to be answered as its leader was. */
export type EndedCopy = Readonly<{
  copy: BatchItem;
  leader: BatchItem;
  /** What the leader would have cost in real time, as its row says; absent where it has none here, or does not know. */
  leaderBaseline?: string;
}>;

/** A row on its way into the ledger. */
export type WaitingRow = Readonly<{ position: number; row: LedgerRow }>;

/** How requests and batches stand, for metrics. */
export type StoreStanding = Readonly<{
  items: ItemCounts;
  batches: Readonly<Partial<Record<ProviderBatchState, number>>>;
  /** When the oldest request that has not ended was admitted. */
  oldestOpenMs: number | undefined;
  waitingRows: number;
  webhooks: Readonly<Partial<Record<WebhookState, number>>>;
}>;

/**
 * What is deferred: requests, the providers' batches that they are in, and the batches and files of clients. What a call
 * changes holds whole or not at all, also when the process dies; several processes may have one open.
 * Everything that a client asks for names its key: no key sees another's.
 */
export interface BatchStore {
  /**
   * Takes requests in. One whose id is there is left as it is. One that asks what another one of its scope asks, that has
   * not failed and is not older than `sinceMs`, becomes a copy of it: the other one is then needed by the earliest deadline of
   * all who share its answer, and keeps its own.
   */
  admit(
    items: readonly NewItem[],
    duplicatesSinceMs: number,
  ): Promise<Readonly<{ added: number; copies: number }>>;
  item(id: string, keyId: string): Promise<BatchItem | undefined>;
  /** By place, the earliest first. */
  items(filter: ItemFilter, page: Page): Promise<readonly BatchItem[]>;
  counts(clientBatchId: string): Promise<ItemCounts>;
  /** The bytes that requests were made of; of one that is unknown, none. */
  bodies(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** How requests ended; of one that has not, none. A copy has its leader's. */
  results(ids: readonly string[]): Promise<ReadonlyMap<string, ItemResult>>;
  /**
   * Cancels those of a key's requests that have not ended, and returns how many. Where one is waited for by copies, the first
   * of them takes its place. What is at a provider already is not undone by it.
   */
  cancel(
    keyId: string,
    which: Readonly<{ ids: readonly string[] }> | Readonly<{ clientBatchId: string }>,
    atMs: number,
  ): Promise<number>;
  /**
   * Cancelled requests for which a budget may still hold something, and that no provider can answer any more: those that none
   * had, at once; of a provider's batch, when its results were read.
   */
  cancelledHolds(limit: number): Promise<readonly BatchItem[]>;
  /** Told when nothing is held for them any more. */
  holdsGivenBack(ids: readonly string[]): Promise<void>;

  /** What waits for a batch; what was asked in real time in vain waits for none. */
  groups(): Promise<readonly WaitingGroup[]>;
  /**
   * Puts the waiting requests of a target into a new batch, the earliest deadlines first, as many as the limits allow, and
   * numbers its lines from 0. `undefined`: none was waiting.
   */
  openBatch(
    batch: Readonly<{
      marker: string;
      target: BatchTarget;
      mostRequests: number;
      mostBytes: number;
      atMs: number;
    }>,
  ): Promise<ProviderBatch | undefined>;
  providerBatch(marker: string): Promise<ProviderBatch | undefined>;
  /** Those that are to be looked at by now, the longest due first. */
  dueBatches(nowMs: number, limit: number): Promise<readonly ProviderBatch[]>;
  /** Those of a target, the latest first. */
  latestBatches(target: BatchTarget, limit: number): Promise<readonly ProviderBatch[]>;
  providerBatches(page: Page): Promise<readonly ProviderBatch[]>;
  changeBatch(marker: string, change: ProviderBatchChange): Promise<void>;
  /**
   * Ends a batch that never came to be: its requests wait again, for real time from a moment on where one is given, and the
   * attempt is not counted.
   */
  loseBatch(marker: string, problem: string, atMs: number, realTimeAtMs?: number): Promise<void>;
  /** The requests of lines of a batch, also those that have moved on since. */
  lines(marker: string, lines: readonly number[]): Promise<ReadonlyMap<number, BatchItem>>;
  /** How many requests of a batch are open in it, and how many of them are to be asked in real time by a moment. */
  openIn(marker: string, byMs: number): Promise<Readonly<{ open: number; due: number }>>;

  /** Takes requests that are to be asked in real time by now, the earliest deadlines first, and marks them as asked. */
  takeUrgent(nowMs: number, limit: number): Promise<readonly BatchItem[]>;
  /** Requests that were being asked when a process died: they are taken again, and their batches looked at first. Those
   * that are under way in this one stay. Returns how many. */
  takeUpAsked(underWay: readonly string[]): Promise<number>;
  /** Makes requests due in real time now. Returns how many were waiting. */
  makeUrgent(target: BatchTarget, reason: string, nowMs: number): Promise<number>;
  /**
   * Makes those of a target due in real time now whose time leaves no room for a batch any more: more than half of it is over,
   * and a window of so long does not fit into the rest. Returns how many.
   */
  makeRoomlessUrgent(
    target: BatchTarget,
    reason: string,
    times: Readonly<{ nowMs: number; windowMs: number }>,
  ): Promise<number>;
  /**
   * Makes waiting requests of a target due in real time now, the earliest deadlines first, so that with those of its model that
   * were made so for the same reason before, and have not ended before `endedSinceMs`, they have `mostBytes` at most. Returns how
   * many.
   */
  fillRealTime(
    about: Readonly<{
      target: BatchTarget;
      reason: string;
      mostBytes: number;
      /** What ended from then on counts as if it were under way: whoever measured the room has not seen it. */
      endedSinceMs: number;
      nowMs: number;
    }>,
  ): Promise<number>;
  /** Copies whose deadline has passed while their leader, whose own is later, has no answer. */
  lateCopies(nowMs: number, limit: number): Promise<readonly BatchItem[]>;
  /** Copies whose leader has ended, with how it ended. */
  endedCopies(limit: number): Promise<readonly EndedCopy[]>;
  /** Tells which of the settlements held, in their order. A copy that ends by itself hurries its leader no longer.
   * The webhook of a request waits together with its end. */
  settle(settlements: readonly Settlement[]): Promise<readonly boolean[]>;
  /** Rows beside any settlement: what a provider billed of a request that had moved on. Each id is taken once; returns how many were. */
  addRows(rows: readonly LedgerRow[]): Promise<number>;
  waitingRows(limit: number): Promise<readonly WaitingRow[]>;
  /** Told when rows are in the spool: they wait no more, and their ids are remembered. */
  rowsWritten(positions: readonly number[]): Promise<void>;

  /** Those that are to be told by now, the longest due first. */
  dueWebhooks(nowMs: number, limit: number): Promise<readonly Webhook[]>;
  /** That of a request or a client's batch that has ended, whose key it is. */
  webhook(id: string, keyId: string): Promise<Webhook | undefined>;
  /** Those that were tried in vain, the latest first. */
  failingWebhooks(limit: number): Promise<readonly Webhook[]>;
  webhookTried(id: string, came: WebhookTry): Promise<void>;

  /** `already_there`: one of that id is, and stays. */
  addClientBatch(batch: ClientBatch): Promise<"added" | "already_there">;
  clientBatch(id: string, keyId: string): Promise<ClientBatch | undefined>;
  /** The latest first; `after` is the id of the last one seen. */
  clientBatches(
    keyId: string,
    kind: ClientBatchKind,
    page: Readonly<{ after?: string; limit: number }>,
  ): Promise<readonly ClientBatch[]>;
  /** Those of all keys that have not ended, for the one that ends them. */
  openClientBatches(): Promise<readonly ClientBatch[]>;
  /** Changes one; the fields given stand beside those that are there. Its webhook waits together with its end. `false`: there is none of that id and key. */
  changeClientBatch(
    id: string,
    keyId: string,
    change: Partial<Pick<ClientBatch, "state" | "endedAtMs" | "fields">>,
  ): Promise<boolean>;
  deleteClientBatch(id: string, keyId: string): Promise<boolean>;

  addFile(file: BatchFile): Promise<void>;
  file(id: string, keyId: string): Promise<BatchFile | undefined>;
  files(
    keyId: string,
    page: Readonly<{
      after?: string;
      limit: number;
      purpose?: string;
      /** Files of purposes that begin so are left out. */
      hiddenPurposes?: string;
      /** Files that are gone by then are left out. */
      atMs?: number;
      isOldestFirst?: boolean;
    }>,
  ): Promise<readonly BatchFile[]>;
  /** Of all keys, oldest first. */
  fileIds(): Promise<readonly string[]>;
  deleteFile(id: string, keyId: string): Promise<boolean>;

  standing(): Promise<StoreStanding>;
  /**
   * Drops what ended before a moment: requests with their webhooks, batches, and rows' ids; files that expired by now. Returns the ids of the
   * files, whose bytes are the caller's to delete. Bounded: call again while `more`.
   */
  forget(
    beforeMs: number,
    nowMs: number,
  ): Promise<Readonly<{ items: number; files: readonly string[]; more: boolean }>>;
  close(): Promise<void>;
}
