import { counted, HeadgateError } from "@headgate/contract";
import type { SegmentLines } from "../spool/segment-lines.ts";
import { type FoundSegment, findWriters } from "./find-segments.ts";
import { InOrder } from "./in-order.ts";
import { LoadBatch } from "./load-batch.ts";
import type { Loader, LoaderOptions, LoaderStatus } from "./loader.ts";
import { PassSchedule } from "./pass-schedule.ts";
import { Quarantine } from "./quarantine.ts";
import { readBlock, type SpoolBlock } from "./read-block.ts";
import { readSegment } from "./read-segment.ts";
import { deleteSegments, removeWriterFolder } from "./retire-segments.ts";

const POLL_INTERVAL_MS = 200;
const BATCH_ROWS = 5_000;
const BATCH_BYTES = 8 * 1024 * 1024;
/** A block of lines, of which three are in memory at once. */
const BLOCK_BYTES = 32 * 1024 * 1024;
/** What a segment has behind a block goes with it where it is less than this part of one. */
const REST_OF_A_BLOCK = 1 / 4;
const BLOCKS_AT_ONCE = 2;
/** Less is not worth a block of its own. */
const LINES_FROM_BYTES = 128 * 1024;
const GATHER_MS = 2_000;
const CHECKPOINT_ROWS = 250_000;
const CHECKPOINT_INTERVAL_MS = 30_000;

/** Each pass looks through the spool, loads what is new, and now and then lets go of what is done with. */
export class SpoolLoader implements Loader {
  readonly #options: LoaderOptions;
  readonly #nowMs: () => number;
  readonly #quarantine: Quarantine;
  readonly #linesFromBytes: number;
  readonly #blockBytes: number;
  /** Where a store takes lines, since when something waits to become a block. */
  #gatheringSinceMs: number | undefined;
  /** The store's cursors; undefined when they have to be read from it (again). */
  #cursors: Map<string, number> | undefined;
  /** Segments as the last pass found them. */
  #segments: readonly FoundSegment[] = [];
  /** Segments that were in the spool while this loader ran, until their cursors are forgotten. */
  readonly #found = new Set<string>();
  /** Segments that are done with but could not be deleted. */
  readonly #undeletable = new Map<string, FoundSegment>();
  readonly #schedule: PassSchedule;
  #stopped: Promise<void> | undefined;
  #changed = false;
  #rowsSinceCheckpoint = 0;
  #checkpointAtMs: number;
  #rowsAdded = 0;
  #rowsAlreadyThere = 0;
  #rowsConflicting = 0;
  #linesQuarantined = 0;
  #tornTails = 0;
  #bytesWaiting = 0;
  #oldestWaitingAtMs: number | undefined;
  #lastError: string | undefined;
  /** Why a file cannot be read, where the last pass failed by that alone. */
  #unreadable: Error | undefined;

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
    this.#quarantine = new Quarantine(options.quarantineDirectory);
    this.#linesFromBytes =
      options.store.appendLines === undefined
        ? Number.POSITIVE_INFINITY
        : (options.linesFromBytes ?? LINES_FROM_BYTES);
    this.#blockBytes = options.blockBytes ?? BLOCK_BYTES;
    this.#checkpointAtMs = this.#nowMs();
    this.#schedule = new PassSchedule({
      pass: (isAsked) => this.#pass(isAsked),
      intervalMs: options.pollIntervalMs ?? POLL_INTERVAL_MS,
      onFailure: (error, failures) => this.#recordFailure(error, failures === 1),
      onSuccess: () => {
        this.#lastError = undefined;
      },
    });
  }

  status(): LoaderStatus {
    const oldestAtMs = this.#oldestWaitingAtMs;
    return {
      rows_added: this.#rowsAdded,
      rows_already_there: this.#rowsAlreadyThere,
      rows_conflicting: this.#rowsConflicting,
      lines_quarantined: this.#linesQuarantined,
      torn_tails: this.#tornTails,
      bytes_waiting: this.#bytesWaiting,
      lag_ms: oldestAtMs === undefined ? null : Math.max(0, this.#nowMs() - oldestAtMs),
      last_error: this.#lastError ?? null,
    };
  }

  loadNow(): Promise<void> {
    return this.#schedule.runNow();
  }

  async loadReadable(): Promise<Error | undefined> {
    try {
      await this.loadNow();
      return undefined;
    } catch (error) {
      if (this.#unreadable === undefined || error !== this.#unreadable) throw error;
      return this.#unreadable;
    }
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stopOnce();
    return this.#stopped;
  }

  async #stopOnce(): Promise<void> {
    await this.#schedule.stop();
    try {
      await this.#checkpoint();
    } catch (error) {
      // Nothing is lost by it: the spool keeps what the ledger has not made durable.
      this.#recordFailure(error as Error, true);
    }
  }

  /** A failure that goes on is reported when it begins. */
  #recordFailure(error: Error, begins: boolean): void {
    this.#lastError = error.message;
    if (!begins) return;
    const code = error instanceof HeadgateError ? error.code : "internal";
    this.#options.onProblem?.({ code, message: `loading the spool: ${error.message}` });
  }

  async #pass(isAsked: boolean): Promise<boolean> {
    this.#cursors ??= await this.#storedCursors();
    const writers = await findWriters(this.#options.spoolDirectory, this.#nowMs());
    this.#segments = writers
      .flatMap((writer) => writer.segments)
      .filter((segment) => !this.#undeletable.has(segment.name));
    this.#bytesWaiting = 0;
    for (const segment of this.#segments) {
      this.#found.add(segment.name);
      this.#bytesWaiting += this.#unread(segment);
    }

    const complete = (!isAsked && this.#gathers()) || (await this.#loadSegments());
    if (complete) this.#oldestWaitingAtMs = this.#gatheringSinceMs;
    await this.#checkpointWhenDue();
    for (const writer of writers) {
      if (writer.gone && writer.segments.length === 0) {
        await removeWriterFolder(writer, this.#nowMs());
      }
    }
    return complete;
  }

  /** Whether what waits is let gather until the next look. */
  #gathers(): boolean {
    const { store, gatherMs = GATHER_MS } = this.#options;
    if (store.appendLines === undefined || this.#bytesWaiting === 0) return false;
    const nowMs = this.#nowMs();
    this.#gatheringSinceMs ??= nowMs;
    // Of a clock that was set back nothing is waited for.
    const gatheredMs = nowMs - this.#gatheringSinceMs;
    return this.#bytesWaiting < this.#blockBytes && gatheredMs >= 0 && gatheredMs < gatherMs;
  }

  async #loadSegments(): Promise<boolean> {
    await this.#loadBlocks();
    if (this.#schedule.stopping) return false;
    const open = { batch: new LoadBatch() };
    let unreadable: Error | undefined;
    for (const segment of this.#segments) {
      if (!this.#isThere(segment) || this.#unread(segment) === 0) continue;
      const failure = await this.#loadRows(segment, open);
      // One file that cannot be read keeps no other from being loaded.
      unreadable ??= failure;
      if (this.#schedule.stopping) return false;
    }
    if (!open.batch.empty) await this.#commit(open.batch);
    this.#gatheringSinceMs = undefined;
    this.#unreadable = unreadable;
    if (unreadable !== undefined) throw unreadable;
    return true;
  }

  /**
   * Reads what is left of a segment behind the rows that wait for their batch, and commits batches that are full.
   * @returns why the segment cannot be read
   */
  async #loadRows(segment: FoundSegment, open: { batch: LoadBatch }): Promise<Error | undefined> {
    const { batchRows = BATCH_ROWS, batchBytes = BATCH_BYTES } = this.#options;
    const lines = readSegment(segment, this.#offset(segment));
    for (;;) {
      let piece: Awaited<ReturnType<typeof lines.next>>;
      try {
        piece = await lines.next();
      } catch (error) {
        return error as Error;
      }
      if (piece.done === true) return undefined;
      for (const line of piece.value) open.batch.add(segment.name, line);
      if (open.batch.rows.length >= batchRows || open.batch.bytes >= batchBytes) {
        await this.#commit(open.batch);
        open.batch = new LoadBatch();
        await this.#checkpointWhenDue();
      }
      if (this.#schedule.stopping) {
        await lines.return(undefined);
        return undefined;
      }
    }
  }

  /**
   * Moves whole blocks of segments as they stand, the next one looked through while the store takes the last. What is less
   * than a block worth it, or cannot be read, is left.
   */
  async #loadBlocks(): Promise<void> {
    const underWay = new InOrder(this.#options.blocksAtOnce ?? BLOCKS_AT_ONCE);
    try {
      try {
        for (const segment of this.#segments) {
          if (this.#isThere(segment)) await this.#beginBlocks(segment, underWay);
        }
      } finally {
        await underWay.ended();
      }
    } catch (error) {
      // The store may have taken blocks behind the one that failed, whose cursors did not move: only it knows.
      this.#cursors = undefined;
      throw error;
    }
  }

  async #beginBlocks(segment: FoundSegment, underWay: InOrder): Promise<void> {
    let from = this.#offset(segment);
    while (segment.size - from >= this.#linesFromBytes && !this.#schedule.stopping) {
      const block = await readBlock(segment, from, this.#bytesOfBlock(segment.size - from)).catch(
        () => undefined,
      );
      if (block === undefined || this.#schedule.stopping) return;
      await this.#checkpointWhenDue();
      await underWay.begin(
        () => this.#takeLines(block.lines),
        (taken) => this.#endBlock(segment, block, taken),
      );
      from = block.to;
    }
  }

  #bytesOfBlock(unread: number): number {
    return unread <= this.#blockBytes * (1 + REST_OF_A_BLOCK) ? unread : this.#blockBytes;
  }

  /** Moves the cursor behind a block whose lines were taken, or reads it. */
  async #endBlock(segment: FoundSegment, block: SpoolBlock, taken: boolean): Promise<void> {
    // A block that was broken off leaves its cursor before its end: nothing may pass over the rest of it.
    if (this.#offset(segment) !== block.from) return;
    const { lines, others, first, hasRepeats, to } = block;
    if (!taken) {
      // As if there were no blocks: the ledger tells which of these rows it has.
      const open = { batch: new LoadBatch() };
      const unreadable = await this.#loadRows({ ...segment, size: to, final: false }, open);
      if (unreadable !== undefined) throw unreadable;
      if (!open.batch.empty) await this.#commit(open.batch);
      return;
    }
    const batch = new LoadBatch();
    for (const line of others) batch.add(segment.name, line);
    batch.passOver(segment.name, block);
    if (first.kind === "row") batch.settledBy(first.row);
    await this.#commit(batch, lines && { rows: lines.rows, restIsNew: !hasRepeats });
  }

  /** False where a block's lines have to be read; what has none needs nothing taken. */
  async #takeLines(lines: SegmentLines | undefined): Promise<boolean> {
    return lines === undefined || (await this.#options.store.appendLines?.(lines)) === true;
  }

  /**
   * Damage is set aside first, then rows and cursors move together: a repetition changes nothing.
   * @param taken lines that the store took just now, which the batch's cursors pass as well
   */
  async #commit(
    batch: LoadBatch,
    taken?: Readonly<{ rows: number; restIsNew: boolean }>,
  ): Promise<void> {
    if (batch.oldestRowAtMs !== undefined) this.#oldestWaitingAtMs = batch.oldestRowAtMs;
    const cursors = batch.cursors();
    try {
      for (const segment of batch.badLines.keys()) await this.#setAside(segment, batch);
      const result = await this.#options.store.append({
        ...{ rows: batch.rows, cursors },
        // Of rows beside lines that were taken, the store could only say that they may be there.
        ...(taken === undefined ? { begins: batch.begins() } : { isNew: taken.restIsNew }),
      });
      const added = result.added + (taken?.rows ?? 0);
      this.#rowsAdded += added;
      this.#rowsAlreadyThere += result.alreadyThere;
      this.#rowsConflicting += result.conflicting;
      this.#rowsSinceCheckpoint += added;
      this.#changed = true;
      for (const { segment, offset } of cursors) this.#cursors?.set(segment, offset);
      this.#tornTails += batch.tornTails;
      this.#bytesWaiting -= batch.bytes;
      if (added > 0) this.#options.onLoaded?.(added);
    } catch (error) {
      // The store may have taken the batch before it failed: only it knows.
      this.#cursors = undefined;
      throw error;
    }
  }

  async #setAside(segment: string, batch: LoadBatch): Promise<void> {
    const lines = await this.#quarantine.add(segment, batch.badLines.get(segment) ?? []);
    this.#linesQuarantined += lines.length;
    const [first] = lines;
    if (first === undefined) return;
    const others =
      lines.length > 1 ? ` and ${counted(lines.length - 1, "more line")} behind it` : "";
    this.#options.onProblem?.({
      code: "spool_row_corrupt",
      message: `${segment}: the line at byte ${first.start}${others} went to ${this.#quarantine.fileOf(segment)}: ${first.reason}`,
    });
  }

  async #checkpointWhenDue(): Promise<void> {
    const { checkpointRows = CHECKPOINT_ROWS, checkpointIntervalMs = CHECKPOINT_INTERVAL_MS } =
      this.#options;
    if (
      this.#rowsSinceCheckpoint >= checkpointRows ||
      this.#nowMs() - this.#checkpointAtMs >= checkpointIntervalMs
    ) {
      await this.#checkpoint();
    }
  }

  /**
   * A segment goes when nothing more will be written to it, all of it is loaded, and the store has made
   * that durable in its own file. Its cursor goes first: if the process dies in between, the segment is
   * loaded again, which changes nothing; a cursor that outlived its segment could hide a later one.
   */
  async #checkpoint(): Promise<void> {
    const done = this.#segments.filter((segment) => segment.final && this.#unread(segment) === 0);
    this.#checkpointAtMs = this.#nowMs();
    if (!this.#changed && done.length === 0 && this.#undeletable.size === 0) return;
    await this.#options.store.checkpoint();
    this.#changed = false;
    this.#rowsSinceCheckpoint = 0;

    const kept = new Set(this.#segments.map((segment) => segment.name));
    for (const { name } of done) kept.delete(name);
    const forgotten = [...(this.#cursors?.keys() ?? [])].filter(
      (name) => !kept.has(name) && this.#isOwn(name),
    );
    if (forgotten.length > 0) await this.#options.store.forgetCursors(forgotten);
    for (const name of forgotten) {
      this.#cursors?.delete(name);
      this.#found.delete(name);
    }
    this.#segments = this.#segments.filter((segment) => kept.has(segment.name));

    for (const segment of done) this.#undeletable.set(segment.name, segment);
    const failures = await deleteSegments([...this.#undeletable.values()]);
    const failed = new Set(failures.map((failure) => failure.name));
    for (const name of [...this.#undeletable.keys()]) {
      if (!failed.has(name)) this.#undeletable.delete(name);
    }
    if (failures[0] !== undefined) throw failures[0].error;
  }

  /** A checkpoint in the middle of a pass takes segments away that the pass found: without a cursor they would seem unread. */
  #isThere(segment: FoundSegment): boolean {
    return this.#found.has(segment.name);
  }

  /** Cursors of segments that this loader never found may be those of other nodes' spools. */
  #isOwn(segment: string): boolean {
    return this.#options.isShared !== true || this.#found.has(segment);
  }

  async #storedCursors(): Promise<Map<string, number>> {
    const cursors = await this.#options.store.cursors();
    return new Map(cursors.map(({ segment, offset }) => [segment, offset]));
  }

  /** Where to read on. A cursor behind the end belongs to a file that was cut or replaced: from the start. */
  #offset(segment: FoundSegment): number {
    const offset = this.#cursors?.get(segment.name);
    return offset === undefined || offset > segment.size ? 0 : offset;
  }

  #unread(segment: FoundSegment): number {
    return segment.size - this.#offset(segment);
  }
}
