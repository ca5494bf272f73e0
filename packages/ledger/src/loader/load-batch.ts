import type { LedgerRow } from "@headgate/contract";
import type { SpoolCursor } from "../store.ts";
import type { BadLine } from "./quarantine.ts";
import type { SegmentLine } from "./read-segment.ts";

/** What is on its way from the spool into the ledger: rows, damage, and how far that takes each segment. */
export class LoadBatch {
  readonly rows: LedgerRow[] = [];
  readonly badLines = new Map<string, BadLine[]>();
  readonly #offsets = new Map<string, number>();
  readonly #begins = new Map<string, number>();
  tornTails = 0;
  bytes = 0;
  /** When the oldest row was settled, milliseconds since the epoch. */
  oldestRowAtMs: number | undefined;

  get empty(): boolean {
    return this.#offsets.size === 0;
  }

  add(segment: string, line: SegmentLine): void {
    this.bytes += line.end - line.start;
    if (!this.#begins.has(segment)) this.#begins.set(segment, line.start);
    this.#offsets.set(segment, line.end);
    switch (line.kind) {
      case "row":
        this.rows.push(line.row);
        this.settledBy(line.row);
        return;
      case "bad": {
        const { start, raw, reason } = line;
        const lines = this.badLines.get(segment);
        if (lines === undefined) this.badLines.set(segment, [{ start, raw, reason }]);
        else lines.push({ start, raw, reason });
        return;
      }
      case "torn":
        this.tornTails += 1;
        return;
      default:
        line satisfies never;
    }
  }

  /** The batch reaches over all of a block, whose other lines the store took as they stand. */
  passOver(segment: string, { from, to }: Readonly<{ from: number; to: number }>): void {
    this.bytes = to - from;
    this.#offsets.set(segment, to);
  }

  settledBy({ started_at_ms, duration_ms = 0 }: LedgerRow): void {
    const settledAtMs = started_at_ms + duration_ms;
    if (this.oldestRowAtMs === undefined || settledAtMs < this.oldestRowAtMs) {
      this.oldestRowAtMs = settledAtMs;
    }
  }

  cursors(): SpoolCursor[] {
    return cursorsOf(this.#offsets);
  }

  /** Where the lines of each segment begin. */
  begins(): SpoolCursor[] {
    return cursorsOf(this.#begins);
  }
}

const cursorsOf = (offsets: ReadonlyMap<string, number>): SpoolCursor[] =>
  [...offsets].map(([segment, offset]) => ({ segment, offset }));
