import type { SourceName } from "@headgate/contract";

/** What was received from a source that sends by itself. Times are of its rows. */
export type ReceivedCounts = Readonly<{
  source: SourceName;
  payloads: number;
  rows: number;
  added: number;
  alreadyThere: number;
  rejected: number;
  /** Items about something else than a call. */
  leftOut: number;
  firstAtMs: number | undefined;
  lastAtMs: number | undefined;
  lastReceivedAtMs: number;
}>;

/** What was received over all time, by source. */
export interface ReceivedStore {
  /** Adds to what stands under each source. */
  addReceived(counts: readonly ReceivedCounts[]): Promise<void>;
  received(): Promise<readonly ReceivedCounts[]>;
}
