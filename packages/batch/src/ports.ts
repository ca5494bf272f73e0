import type { LedgerRow, ProviderConfig } from "@headgate/contract";
import type { Overlays, OwnNames, PriceBook } from "@headgate/pricing";
import type { BatchSupport } from "@headgate/providers";
import type { BatchItem, BatchTarget, ItemResult } from "./item.ts";
import type { BatchSettings } from "./settings.ts";
import type { BatchStore } from "./store.ts";

/** A configured provider as a runner knows it. */
export type BatchProvider = Readonly<{
  name: string;
  config: ProviderConfig;
  /** Under whose name its prices stand in the price book, and what names of the operator's stand for. */
  priceProvider: string;
  region: string | undefined;
  ownNames: OwnNames | undefined;
  batches: BatchSupport;
}>;

/** By which prices rows are written. */
export type BatchPrices = Readonly<{ book: PriceBook; overlays: Overlays }>;

/** An answer in real time, or that there was none. */
export type RealTimeAnswer =
  | Readonly<{ kind: "answered"; result: ItemResult }>
  /** Another try may succeed, not before a moment. */
  | Readonly<{ kind: "failed"; reason: string; notBeforeMs: number }>;

/** Room of capacity that is paid for. */
export type CommittedRoom = Readonly<{
  tokens: number;
  /** What was answered from then on may not have been seen when the room was measured. */
  seenUntilMs: number;
}>;

/** What happened beside the plan, counted and told. */
export const batchProblems = [
  /** A provider did not say whether it took a batch, or none could be sent. */
  "not_submitted",
  "not_looked_at",
  "results_broke_off",
  "missing_line",
  "doubled_line",
  "unreadable_line",
  "failed_line",
  /** A provider billed a request that had been answered in another way. */
  "billed_twice",
  "expired",
  /** A request was not asked before its deadline passed. */
  "deadline_passed",
  "cancelled",
  "lost",
  "asked_in_vain",
  "not_translated",
] as const;
export type BatchProblem = (typeof batchProblems)[number];

/** What a runner asks of the world. */
export type BatchPorts = Readonly<{
  store: BatchStore;
  settings: () => BatchSettings;
  /** `undefined`: none of that name is configured any more. */
  provider: (name: string) => BatchProvider | undefined;
  prices: () => BatchPrices;
  /** Asks through the gateway, which counts, prices and records the call as any other. */
  ask: (item: BatchItem, body: Uint8Array) => Promise<RealTimeAnswer>;
  /** What capacity that is paid for in advance has room for; `undefined`: none is committed for the target. */
  room: (target: BatchTarget) => Promise<CommittedRoom | undefined>;
  /** Told how many requests were put there. */
  filled: (requests: number) => void;
  /** Resolves when the row is in the spool, and budgets know what the request came to. */
  record: (row: LedgerRow) => Promise<void>;
  /** What a budget holds for a request is given back: it is asked in real time, or was cancelled. */
  release: (item: Pick<BatchItem, "callId" | "keyId" | "attribution" | "tags">) => Promise<void>;
  /**
   * Holds the worst case of a request again: it was asked in real time in vain. What is held already stays.
   * @throws HeadgateError where a budget has no room
   */
  hold: (item: BatchItem, body: Uint8Array) => Promise<void>;
  /** Told of each request that ended; tells its webhook. Never throws. */
  ended: (items: readonly BatchItem[]) => void;
  /** Told of what was survived. */
  problem: (problem: BatchProblem, about: Readonly<{ marker?: string; text: string }>) => void;
  nowMs: () => number;
  /** Letters, digits and single hyphens, up to 60, and never the same again. */
  newMarker: () => string;
}>;
