import { counted, HeadgateError, type LedgerRow } from "@headgate/contract";
import { RowGroup } from "./row-group.ts";
import type { SegmentFile } from "./segment-file.ts";
import type { SegmentSequence } from "./segment-sequence.ts";
import type { Spool, SpoolStats } from "./spool.ts";
import type { WriterPresence } from "./writer-presence.ts";

const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 2_000;
/** A larger group is written by the thread pool: its copy would hold everybody up. */
const MAX_BYTES_AT_ONCE = 262_144;

type Options = Readonly<{
  segments: SegmentSequence;
  presence: WriterPresence;
  segmentBytes: number;
  flushIntervalMs: number;
  durability: "process" | "disk";
}>;

/**
 * Group commit: rows that arrive while a write is under way go together in the next one. One loop
 * writes, so rows reach the disk in the order in which they were appended.
 */
export class SegmentedSpool implements Spool {
  readonly #options: Options;
  /** Rows come into `#filling`; `#writing` is what the loop has in hand, until the disk took it. */
  #filling = new RowGroup();
  #writing = new RowGroup();
  #segment: SegmentFile | undefined;
  #loop: Promise<void> | undefined;
  /** The disk did not take a flush: try it with a new segment, even when no row waits. */
  #probeDue = false;
  #flushTimer: NodeJS.Timeout | undefined;
  /** Flushes and closings under way beside the loop. */
  readonly #background = new Set<Promise<void>>();
  #wakeUp: (() => void) | undefined;
  #closing = false;
  #closed: Promise<void> | undefined;
  /** Rows that were given up at the close. */
  #rowsRefused = 0;
  #rowsAppended = 0;
  #bytesWritten = 0;
  #lastError: string | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get healthy(): boolean {
    return this.#lastError === undefined;
  }

  get stats(): SpoolStats {
    return {
      rowsAppended: this.#rowsAppended,
      rowsPending: this.#filling.rows + this.#writing.rows,
      bytesWritten: this.#bytesWritten,
      lastError: this.#lastError,
    };
  }

  append(row: LedgerRow): Promise<void> {
    if (this.#closing) {
      return Promise.reject(new HeadgateError("spool_unavailable", "the spool is closed"));
    }
    let written: Promise<void>;
    try {
      written = this.#filling.add(row);
    } catch (error) {
      return Promise.reject(error as Error);
    }
    this.#startLoop();
    return written;
  }

  close(): Promise<void> {
    this.#closed ??= this.#closeOnce();
    return this.#closed;
  }

  #startLoop(): void {
    // After this turn's I/O callbacks, so that calls which end in the same turn share a write.
    this.#loop ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
      this.#writeUntilIdle(),
    );
  }

  async #writeUntilIdle(): Promise<void> {
    while (this.#filling.rows > 0 || this.#probeDue) {
      const group = this.#filling;
      this.#filling = this.#writing;
      this.#writing = group;
      await this.#writeGroup(group);
    }
    this.#loop = undefined;
  }

  async #writeGroup(group: RowGroup): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      const lastTry = this.#closing;
      try {
        await this.#tryGroup(group);
        break;
      } catch (error) {
        this.#lastError = (error as Error).message;
        if (lastTry) {
          this.#probeDue = false;
          this.#rowsRefused += group.rows;
          group.settle(new HeadgateError("spool_unavailable", this.#lastError));
          return;
        }
        await this.#pause(Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
      }
    }
    // A flush that failed meanwhile keeps the spool unhealthy until the probe.
    if (!this.#probeDue) this.#lastError = undefined;
    this.#rowsAppended += group.rows;
    this.#bytesWritten += group.length;
    group.settle();
  }

  async #tryGroup(group: RowGroup): Promise<void> {
    const probing = this.#probeDue;
    const segment = await this.#segmentFor(group.length);
    try {
      await this.#write(segment, group);
    } catch (error) {
      await this.#takeBack(segment);
      throw error;
    }
    if (probing || this.#options.durability === "disk") {
      try {
        await segment.flush();
      } catch (error) {
        // The segment is not trusted again.
        this.#probeDue = true;
        await this.#takeBack(segment);
        throw error;
      }
      this.#probeDue = false;
    }
    segment.commit(group.length);
    if (segment.needsFlush) this.#scheduleFlush();
  }

  /**
   * A short group for the kernel's memory is copied there in this turn, which takes microseconds; to hand
   * it to the thread pool and hear of its end costs several times that.
   */
  #write(segment: SegmentFile, { bytes, length }: RowGroup): Promise<void> | undefined {
    const atOnce = this.#options.durability === "process" && length <= MAX_BYTES_AT_ONCE;
    return atOnce && segment.writeNow(bytes, length) ? undefined : segment.write(bytes, length);
  }

  async #segmentFor(length: number): Promise<SegmentFile> {
    const { presence } = this.#options;
    const lapsed = presence.lapsed;
    if (lapsed) await presence.renew();
    const current = this.#segment;
    if (current !== undefined) {
      const full = current.committed > 0 && current.committed + length > this.#options.segmentBytes;
      if (!lapsed && !full && !this.#probeDue) return current;
      this.#segment = undefined;
      this.#inBackground(this.#retire(current));
    }
    const segment = await this.#options.segments.begin();
    this.#segment = segment;
    return segment;
  }

  /** After a failed write: the file ends again where its whole lines end, or is left alone for good. */
  async #takeBack(segment: SegmentFile): Promise<void> {
    try {
      await segment.truncateToCommitted();
    } catch (error) {
      this.#lastError = (error as Error).message;
      this.#segment = undefined;
      this.#inBackground(segment.close());
    }
  }

  /** Flushes what the flush interval has not, and closes. */
  async #retire(segment: SegmentFile): Promise<void> {
    try {
      if (segment.needsFlush) await segment.flush();
    } finally {
      await segment.close();
    }
  }

  #scheduleFlush(): void {
    if (this.#flushTimer !== undefined || this.#closing) return;
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = undefined;
      const segment = this.#segment;
      if (segment?.needsFlush) this.#inBackground(segment.flush());
    }, this.#options.flushIntervalMs);
    this.#flushTimer.unref();
  }

  /** A failed flush makes the spool unhealthy until a new segment has taken one. */
  #inBackground(work: Promise<void>): void {
    const tracked = work
      .catch((error: Error) => {
        this.#lastError = error.message;
        if (this.#closing) return;
        this.#probeDue = true;
        this.#startLoop();
      })
      .finally(() => this.#background.delete(tracked));
    this.#background.add(tracked);
  }

  async #pause(delayMs: number): Promise<void> {
    if (this.#closing) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wakeUp = undefined;
  }

  async #closeOnce(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#flushTimer);
    this.#wakeUp?.();
    await this.#loop;
    if (this.#segment !== undefined) this.#inBackground(this.#retire(this.#segment));
    this.#segment = undefined;
    await Promise.all(this.#background);
    await this.#options.presence.end();
    if (this.#rowsRefused > 0) {
      const detail = `${counted(this.#rowsRefused, "row")} could not be written: ${this.#lastError}`;
      throw new HeadgateError("spool_unavailable", detail, { rows: this.#rowsRefused });
    }
    if (this.#lastError !== undefined) {
      throw new HeadgateError("spool_unavailable", `the last flush failed: ${this.#lastError}`);
    }
  }
}
