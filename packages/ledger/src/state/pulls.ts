import type { PullResult } from "@headgate/contract";

/** How a pull stands: how far it has come, how the last one went, and when the next one is due. */
export type PullStanding = Readonly<{
  /** Its name in the configuration. */
  pull: string;
  /** What its periods are of; where it is another, they say nothing. */
  subject: string;
  /** All before it has been pulled once. */
  finishedUntilMs: number | undefined;
  lastStartedAtMs: number | undefined;
  lastSuccessAtMs: number | undefined;
  lastResult: PullResult | undefined;
  /** Why the last one failed; undefined when it did not. */
  lastError: string | undefined;
  lastErrorAtMs: number | undefined;
  failuresInARow: number;
  /** Kept, so that a restart asks no provider before its time. */
  nextRunAtMs: number | undefined;
}>;

/** How pulls stand, by name. */
export interface PullStore {
  pullStandings(): Promise<readonly PullStanding[]>;
  /** In place of the one under its name. */
  savePull(standing: PullStanding): Promise<void>;
  /** Forgets pulls of other names. */
  keepPulls(names: readonly string[]): Promise<void>;
}
