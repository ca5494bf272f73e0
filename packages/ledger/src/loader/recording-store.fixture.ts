import { isDeepStrictEqual } from "node:util";
import { type LedgerRow, ledgerRowSchema } from "@headgate/contract";
import type { SegmentLines } from "../spool/segment-lines.ts";
import type { AppendResult, LedgerBatch, LedgerStore, SpoolCursor } from "../store.ts";

type State = { rows: Map<string, LedgerRow>; cursors: Map<string, number> };

const copyOf = (state: State): State => ({
  rows: new Map(state.rows),
  cursors: new Map(state.cursors),
});

const noAnswer = (): Promise<never> =>
  Promise.reject(new Error("this ledger answers no reports, re-ratings or imports"));

/**
 * A ledger in memory that keeps the store's promises of atomicity and durability and no others, and
 * notes what was asked of it.
 */
export class RecordingStore implements LedgerStore {
  #state: State = { rows: new Map(), cursors: new Map() };
  #durable: State = copyOf(this.#state);
  readonly batches: LedgerBatch[] = [];
  checkpoints = 0;
  /** Called around each append; what they throw is what the append fails with. */
  beforeCommit: (batch: LedgerBatch) => void = () => undefined;
  afterCommit: (batch: LedgerBatch) => void = () => undefined;
  beforeCheckpoint: () => void = () => undefined;

  /** Rows in the order in which they came. */
  get rows(): LedgerRow[] {
    return [...this.#state.rows.values()];
  }
  get segments(): string[] {
    return [...this.#state.cursors.keys()].sort();
  }

  /** As after a crash that cost the ledger everything since its last checkpoint. */
  loseWhatIsNotDurable(): void {
    this.#state = copyOf(this.#durable);
  }

  async append(batch: LedgerBatch): Promise<AppendResult> {
    this.beforeCommit(batch);
    this.batches.push(batch);
    let [added, alreadyThere, conflicting] = [0, 0, 0];
    for (const row of batch.rows) {
      const known = this.#state.rows.get(row.row_id);
      if (known === undefined) {
        this.#state.rows.set(row.row_id, row);
        added += 1;
        continue;
      }
      alreadyThere += 1;
      if (!isDeepStrictEqual(known, row)) conflicting += 1;
    }
    for (const { segment, offset } of batch.cursors) this.#state.cursors.set(segment, offset);
    this.afterCommit(batch);
    return { added, alreadyThere, conflicting };
  }

  async cursors(): Promise<readonly SpoolCursor[]> {
    return [...this.#state.cursors].map(([segment, offset]) => ({ segment, offset }));
  }

  async forgetCursors(segments: readonly string[]): Promise<void> {
    for (const segment of segments) this.#state.cursors.delete(segment);
  }

  async checkpoint(): Promise<void> {
    this.beforeCheckpoint();
    this.checkpoints += 1;
    this.#durable = copyOf(this.#state);
  }

  async call(id: string): Promise<readonly LedgerRow[]> {
    return this.rows.filter((row) => row.call_id === id || row.client_call_id === id);
  }

  async knownCalls(clientCallIds: readonly string[]): Promise<readonly string[]> {
    const known = new Set(this.rows.map((row) => row.client_call_id));
    return clientCallIds.filter((id) => known.has(id));
  }

  async extent() {
    const moments = this.rows.map((row) => row.started_at_ms);
    return {
      rows: moments.length,
      firstRowAtMs: moments.length === 0 ? undefined : Math.min(...moments),
      lastRowAtMs: moments.length === 0 ? undefined : Math.max(...moments),
      billsFromMs: undefined,
      billsToMs: undefined,
      billsDailyToMs: undefined,
    };
  }

  report = noAnswer;
  chargeRevisions = noAnswer;
  attempts = noAnswer;
  history = noAnswer;
  beginRerating = noAnswer;
  addRevisions = noAnswer;
  finishRerating = noAnswer;
  reratings = noAnswer;
  beginImport = noAnswer;
  addToImport = noAnswer;
  finishImport = noAnswer;
  abandonImport = noAnswer;
  addOutcomes = noAnswer;
  imports = noAnswer;
  seenElsewhere = noAnswer;
  buildSums = noAnswer;
  tableHours = noAnswer;
  tableSums = noAnswer;
  tableRows = noAnswer;
  exportRows = noAnswer;
  importRows = noAnswer;
  removeTableRows = noAnswer;

  async close(): Promise<void> {
    await Promise.resolve();
  }
}

/** The same of a ledger that takes lines as they stand, as long as none of them can be in already. */
export class LineStore extends RecordingStore {
  /** How far rows of each segment may be in. Nothing forgets it. */
  readonly #reaches = new Map<string, number>();
  readonly blocks: SegmentLines[] = [];
  /** Called when a block is on its way; what it throws is what the block fails with. */
  beforeTaking: (lines: SegmentLines) => Promise<void> = () => Promise.resolve();

  async appendLines(lines: SegmentLines): Promise<boolean> {
    const { segment, from, to, json, rows: count } = lines;
    if ((this.#reaches.get(segment) ?? 0) > from) return false;
    this.#reaches.set(segment, to);
    this.blocks.push(lines);
    await this.beforeTaking(lines);
    const rows = Buffer.from(json)
      .toString("utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => ledgerRowSchema.parse(JSON.parse(line)));
    if (rows.length !== count) throw new Error(`${rows.length} rows were told as ${count}`);
    const { added } = await this.append({ rows, cursors: [] });
    if (added !== count) throw new Error("a row was there already");
    return true;
  }
}
