import { randomUUID } from "node:crypto";
import { dayOf } from "../../reports/rollups/day-plan.ts";
import type { Connection } from "../connection.ts";
import { microsOf } from "../encode-line.ts";

/** A day under steady writing is marked anew this often at most. */
const REUSE_MS = 10_000;
/** As many statements stand behind a mark at most before the next one; the server ends each after the time limit. */
const STATEMENTS_BEHIND_A_MARK = 10;

type Mark = Readonly<{
  dayMs: number;
  id: string;
  age: () => number;
  /** Resolves when it is at the server. */
  written: Promise<void>;
}>;

/**
 * What this process says of days whose rows it is about to change. A mark is open while what it was made for may be
 * under way, and settled behind it; a process that ends leaves it open, until its time is over by the server's clock.
 */
export class DayMarks {
  readonly #connection: Connection;
  readonly #holdsMs: number;
  readonly #open = new Map<number, Mark>();
  /** Those that are too old for another write, and not settled yet. */
  #past: readonly Mark[] = [];
  #whenMarked: () => void = () => undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#holdsMs = REUSE_MS + STATEMENTS_BEHIND_A_MARK * connection.requestTimeoutMs;
  }

  /** Is called when there is something to settle, to do so between writes. */
  onMarked(whenMarked: () => void): void {
    this.#whenMarked = whenMarked;
    if (this.#open.size > 0) whenMarked();
  }

  /** Resolves when the days of these moments are marked. */
  async mark(moments: readonly number[]): Promise<void> {
    const days = [...new Set(moments.map(dayOf))];
    const lacking = days.filter((day) => (this.#open.get(day)?.age() ?? Infinity) >= REUSE_MS);
    if (lacking.length > 0) {
      const id = randomUUID();
      const age = clock();
      const written = this.#write(
        lacking.map((dayMs) => ({ dayMs, id })),
        { isSettled: false, version: 1 },
      );
      for (const dayMs of lacking) {
        const before = this.#open.get(dayMs);
        if (before !== undefined) this.#past = [...this.#past, before];
        this.#open.set(dayMs, { dayMs, id, age, written });
      }
      this.#whenMarked();
    }
    const marks = [...this.#open.values()].filter(({ dayMs }) => days.includes(dayMs));
    try {
      await Promise.all(marks.map(({ written }) => written));
    } catch (error) {
      // A mark that may not be there is none: the write that is tried again marks anew.
      for (const mark of marks) {
        if (this.#open.get(mark.dayMs) !== mark) continue;
        this.#open.delete(mark.dayMs);
        this.#past = [...this.#past, mark];
      }
      throw error;
    }
  }

  /**
   * Says that what the marks of this process were made for is done: called between its writes. Where that took longer
   * than they hold, the day may have been summed up meanwhile, and is marked once more.
   */
  async settle(): Promise<void> {
    const marks = [...this.#past, ...this.#open.values()];
    this.#open.clear();
    this.#past = marks;
    if (marks.length === 0) return;
    const late = marks.filter(({ age }) => age() >= this.#holdsMs);
    if (late.length > 0) {
      const id = randomUUID();
      await this.#write(
        late.map(({ dayMs }) => ({ dayMs, id })),
        { isSettled: true, version: 1 },
      );
    }
    await this.#write(marks, { isSettled: true, version: 2 });
    this.#past = this.#past.filter((mark) => !marks.includes(mark));
  }

  async #write(
    marks: readonly Pick<Mark, "dayMs" | "id">[],
    { isSettled, version }: Readonly<{ isSettled: boolean; version: 1 | 2 }>,
  ): Promise<void> {
    const listed = marks.map(({ dayMs, id }) => `(toInt64(${microsOf(dayMs)}), '${id}')`);
    await this.#connection.run(
      `insert into rollup_marks
         (ledger_day, mark_id, is_settled, marked_at, holds_until, row_version, is_gone)
       select fromUnixTimestamp64Micro(mark.1, 'UTC'), mark.2, ${isSettled}, now64(6, 'UTC'),
         now64(6, 'UTC') + toIntervalMillisecond(${this.#holdsMs}), ${version}, 0
       from (select arrayJoin([${listed.join(", ")}]) as mark)`,
    );
  }
}

/** How long ago it was called: by the longer of two clocks, of which one may stand while the machine sleeps. */
function clock(): () => number {
  const [wall, steady] = [Date.now(), performance.now()];
  return () => Math.max(Date.now() - wall, performance.now() - steady);
}
