import type { LedgerRow } from "@headgate/contract";
import type { SpoolFileSystem } from "./spool-file-system.ts";

export type SpoolOptions = Readonly<{
  /** The folder that holds one folder a writer. */
  directory: string;
  /** The name of this writer's folder. Each start of a process takes a new one. */
  writerId: string;
  /** A segment that has reached this size is closed and a new one begun. */
  segmentBytes: number;
  /** With durability `process`: how long written rows may wait for their flush to the disk. */
  flushIntervalMs: number;
  /** What an append waits for: `process`, the write; `disk`, also its flush. */
  durability: "process" | "disk";
  fileSystem?: SpoolFileSystem;
}>;

export type SpoolStats = Readonly<{
  /** Rows whose append has resolved. */
  rowsAppended: number;
  /** Rows whose append waits. */
  rowsPending: number;
  bytesWritten: number;
  /** Why the spool is not healthy; undefined while it is. */
  lastError: string | undefined;
}>;

/** Where a gateway records its calls: checksummed lines in files that only it writes. */
export interface Spool {
  /**
   * Resolves when the row is written (durability `disk`: also flushed). Stays pending while the disk
   * refuses; the row is kept and retried in order.
   *
   * @throws HeadgateError `spool_unavailable` when the spool is closed, or was closed before the disk
   *   took the row
   */
  append(row: LedgerRow): Promise<void>;
  /** False while the last write failed: the gateway then refuses new calls. */
  readonly healthy: boolean;
  readonly stats: SpoolStats;
  /**
   * Writes and flushes what is pending, with one last try when the disk refuses.
   *
   * @throws HeadgateError `spool_unavailable` when rows could not be written
   */
  close(): Promise<void>;
}
