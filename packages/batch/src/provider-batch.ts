import type { BatchTarget } from "./item.ts";

/**
 * Where a provider's batch stands. `submitting`: meant to be sent, and perhaps sent. `submitted`: the provider has it.
 * `ended`: the provider is done with it and its results are being read. `settled`: every request of it is accounted for.
 * `lost`: it never came to be at the provider; its requests went back.
 */
const providerBatchStates = ["submitting", "submitted", "ended", "settled", "lost"] as const;
export type ProviderBatchState = (typeof providerBatchStates)[number];

/** One batch at a provider. */
export type ProviderBatch = Readonly<{
  /** Ours and unique: by it the batch is found again at the provider. */
  marker: string;
  target: BatchTarget;
  state: ProviderBatchState;
  requests: number;
  bytes: number;
  openedAtMs: number;
  /** How many times it was tried to be sent. */
  tries: number;
  /** The provider's id of it, once it is known. */
  providerId?: string;
  submittedAtMs?: number;
  /** How many of its requests were sent then: some may have left it since it was opened. */
  sentRequests?: number;
  /** What the provider last said of it. */
  standing?: Readonly<{
    state: string;
    createdAtMs?: number;
    total?: number;
    succeeded?: number;
    failed?: number;
    reason?: string;
    /** It failed for nothing that is wrong with it. */
    isPassing?: true;
    raw?: unknown;
  }>;
  /** When it was asked to be cancelled, because deadlines came near. */
  cancelAskedAtMs?: number;
  endedAtMs?: number;
  /** When it is looked at next. */
  nextLookAtMs: number;
  /** How many times looking failed in a row, and the last reason. */
  failures: number;
  problem?: string;
}>;

/** What changes of a batch when it is looked at. */
export type ProviderBatchChange = Partial<
  Omit<ProviderBatch, "marker" | "target" | "requests" | "bytes" | "openedAtMs">
>;

/** Requests that could go together: of one target, none of them in a batch yet. */
export type WaitingGroup = Readonly<{
  target: BatchTarget;
  requests: number;
  bytes: number;
  oldestMs: number;
  earliestDeadlineMs: number;
  /** The earliest moment at which one of them is asked in real time, and the earliest half-way between taking one in and that. */
  earliestRealTimeMs: number;
  earliestHalfwayMs: number;
}>;
