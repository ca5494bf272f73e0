import type { Attribution, KeySnapshot, Tags, VirtualKey } from "@headgate/contract";
import type { AlarmStore } from "./alarms.ts";
import type { FeedbackStore } from "./feedback.ts";
import type { PullStore } from "./pulls.ts";
import type { ReceivedStore } from "./received.ts";
import type { RecommendationStore } from "./recommendations.ts";

export type NewKey = Readonly<{
  name: string;
  attribution: Attribution;
  tags: Tags;
  nowMs: number;
}>;

/**
 * Small state that must survive: keys, alarms, how pulls stand, what was received, what became of recommendations, and what
 * people thought of answers. One suite for every adapter.
 */
export interface StateStore
  extends AlarmStore,
    FeedbackStore,
    PullStore,
    ReceivedStore,
    RecommendationStore {
  /** Makes a key. The secret is returned this once and stored nowhere. */
  createKey(key: NewKey): Promise<Readonly<{ key: VirtualKey; secret: string }>>;
  /** All keys, revoked ones included, oldest first. */
  listKeys(): Promise<readonly VirtualKey[]>;
  /** @throws HeadgateError `not_found` when there is no such key; revoking twice changes nothing. */
  revokeKey(id: string, nowMs: number): Promise<VirtualKey>;
  /** How often keys were changed: equal where nothing changed since. */
  keysVersion(): Promise<number>;
  /** The live keys with a version that grows with every change. */
  keySnapshot(): Promise<KeySnapshot>;
  /** Writes the snapshot to `file`, whole or not at all; a later publication is never overtaken by an earlier one. */
  publishKeys(file: string): Promise<void>;
  close(): Promise<void>;
}
