import type { Attribution, ExperimentPlace, RouteUse, Tags, WireFormat } from "@headgate/contract";

/**
 * Where a request stands. `waiting`: in no batch yet. `copy`: another one asks the same, and its answer will be this one's
 * too. `batched`: in a provider's batch. `asking`: asked in real time. `answered`, `failed`, `expired` (its deadline passed) and
 * `cancelled` are ends.
 */
const itemStates = [
  "waiting",
  "copy",
  "batched",
  "asking",
  "answered",
  "failed",
  "expired",
  "cancelled",
] as const;
export type ItemState = (typeof itemStates)[number];

/** Who is to answer: what requests of one provider's batch have in common. */
export type BatchTarget = Readonly<{
  /** The configured provider's name. */
  provider: string;
  /** As the provider is asked for it. */
  model: string;
  /** The format that the provider speaks: the client's, or what it is translated to. */
  format: WireFormat;
  /** The provider's path, as its batch API wants it (`/v1/chat/completions`). */
  endpoint: string;
}>;

/** One request that can wait, as it was admitted. */
export type NewItem = Readonly<{
  /** Names the request to its client: an id of our own, of a kind that nobody guesses. */
  id: string;
  /** Of its rows in the ledger (`<call_id>:<attempt>`). */
  callId: string;
  keyId: string;
  attribution: Attribution;
  tags: Tags;
  /** The client's own id of the call, and of the line of its batch. */
  clientCallId?: string;
  customId?: string;
  /** The client's batch that it belongs to; absent: a single call with a deadline. */
  clientBatchId?: string;
  /** What the client speaks, its path and its bytes. */
  format: WireFormat;
  path: string;
  model: string;
  body: Uint8Array;
  target: BatchTarget;
  /** Which model was chosen for it, and instead of which; absent: no policy chose. */
  route?: RouteUse;
  /** What the model was chosen from, as the gateway names it; absent where it goes where it would have gone. */
  pool?: string;
  /** In which arm of which experiments that was; absent: in none. */
  experiments?: readonly ExperimentPlace[];
  /**
   * What is asked, canonically, with everything that its answer depends on, and among whom its answer may be shared:
   * requests with the same of both are asked once. Absent: this one is never shared.
   */
  shared?: Readonly<{ digest: string; scope: string }>;
  /** When its answer must be there, and from when on it is asked in real time to make that sure. */
  deadlineMs: number;
  realTimeAtMs: number;
  webhook?: string;
  admittedAtMs: number;
  /** Why it is asked in real time though it could wait. */
  reason?: string;
}>;

/** A request as it stands; without its bytes, which are read when they are needed. */
export type BatchItem = Omit<NewItem, "body" | "shared" | "reason"> &
  Readonly<{
    /** Its place among all: later ones are greater. */
    position: number;
    /** The earliest deadline of all who share its answer; its own is `deadlineMs`. */
    neededByMs: number;
    bodyBytes: number;
    state: ItemState;
    /** Whose answer a copy gets. */
    leaderId?: string;
    /** The provider's batch that it is or was last in, and which line of it. */
    batchMarker?: string;
    line?: number;
    /** Which of its attempts that batch is, from 0. */
    batchAttempt?: number;
    /** How many times it was given to a batch or asked in real time. */
    attempts: number;
    /** Why it was given to a batch again, or is asked in real time. */
    reason?: string;
    endedAtMs?: number;
    /** HTTP status of its answer. */
    status?: number;
    /** What ended it: the marker of a batch, `real_time`, or its leader's id. */
    settledBy?: string;
  }>;

/** How a request ended, as its client gets it. */
export type ItemResult = Readonly<{ status: number; body: Uint8Array }>;
