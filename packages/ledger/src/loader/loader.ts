import type { ErrorCode, loaderStatusSchema } from "@headgate/contract";
import type { z } from "zod";
import type { LedgerStore } from "../store.ts";

/** How the loader is doing; the counts are of this process. */
export type LoaderStatus = z.output<typeof loaderStatusSchema>;

export type LoaderProblem = Readonly<{ code: ErrorCode; message: string }>;

export type LoaderOptions = Readonly<{
  /** The folder that holds one folder a writer. */
  spoolDirectory: string;
  /** Where lines that cannot be read are set aside, one file a segment. */
  quarantineDirectory: string;
  store: LedgerStore;
  /** Whether loaders of other spools keep their cursors in the store as well: what is not of this spool is left to them. */
  isShared?: boolean;
  /** How often it looks for new rows; 200 unless said. */
  pollIntervalMs?: number;
  /** Called when rows have come into the ledger. */
  onLoaded?: (added: number) => void;
  /** Called once for each set of lines set aside, and once when loading begins to fail. */
  onProblem?: (problem: LoaderProblem) => void;
  nowMs?: () => number;
  /**
   * A batch goes to the store when it has so many rows or bytes; 5,000 rows or 8 MiB unless said. Where a
   * block goes as lines, those of it that have to be read are one batch: the cursor passes the block as a whole.
   */
  batchRows?: number;
  batchBytes?: number;
  /**
   * Where a store takes lines as they stand: so many bytes of a segment go at once, 32 MiB unless said, when at least this many
   * wait, 128 KiB unless said. So many blocks go in beside each other, two unless said, and one more is in memory.
   */
  blockBytes?: number;
  linesFromBytes?: number;
  blocksAtOnce?: number;
  /**
   * There, what comes in is let gather until it makes a block, or for so long, 2 s unless said: each write is a part that the
   * store merges later. Whoever asks for a load does not wait.
   */
  gatherMs?: number;
  /** The store makes its rows durable after so many, or after this time; 250,000 or 30 s unless said. */
  checkpointRows?: number;
  checkpointIntervalMs?: number;
}>;

/** Moves rows from the spool into the ledger, each exactly once. */
export interface Loader {
  status(): LoaderStatus;
  /**
   * Loads all that is complete in the spool now.
   *
   * @throws what kept it from that; the rows stay in the spool and are tried again
   */
  loadNow(): Promise<void>;
  /**
   * Loads all that can be read of what is complete in the spool now.
   *
   * @returns why a file of it cannot be read; the others are loaded
   * @throws what else kept them from that
   */
  loadReadable(): Promise<Error | undefined>;
  /** Begins no new batch, makes the ledger durable and deletes what the spool no longer needs to keep. */
  stop(): Promise<void>;
}
