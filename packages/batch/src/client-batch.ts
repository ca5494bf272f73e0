import type { ItemState } from "./item.ts";

/** Whose objects a client's batch is told as. */
const clientBatchKinds = ["openai", "anthropic"] as const;
export type ClientBatchKind = (typeof clientBatchKinds)[number];

/**
 * `validating`: its lines are being read. `in_progress`, `finalizing`: as OpenAI has them. Ends: `completed`, `failed` (it
 * could not be read), `expired`, `cancelled`.
 */
const clientBatchStates = [
  "validating",
  "in_progress",
  "finalizing",
  "cancelling",
  "completed",
  "failed",
  "expired",
  "cancelled",
] as const;
export type ClientBatchState = (typeof clientBatchStates)[number];

/** A batch as a client made it, in front of whichever providers. */
export type ClientBatch = Readonly<{
  id: string;
  keyId: string;
  kind: ClientBatchKind;
  state: ClientBatchState;
  createdAtMs: number;
  deadlineMs: number;
  endedAtMs?: number;
  /** Where its end is told. */
  webhook?: string;
  /** The face's own fields of it, kept as they are given: file ids, metadata, times, errors. */
  fields: Readonly<Record<string, unknown>>;
}>;

/** How many requests of a client's batch stand where. A state that none is in is absent. */
export type ItemCounts = Readonly<Partial<Record<ItemState, number>>>;

/** A file that a client sent, or that was made for it. Its bytes lie beside the store, under its id. */
export type BatchFile = Readonly<{
  id: string;
  keyId: string;
  name: string;
  purpose: string;
  bytes: number;
  createdAtMs: number;
  expiresAtMs?: number;
  fields: Readonly<Record<string, unknown>>;
}>;
