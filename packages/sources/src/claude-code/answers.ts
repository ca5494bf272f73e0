import type { AttemptFacts, Found } from "../source.ts";

/** More answers than these are never half written at once: one session writes one or a few. */
const MOST_OPEN = 4096;

/** What is known of an answer, and how much that counts against another line about it. */
export type AnswerRow = Readonly<{ attempt: AttemptFacts; prefer: number }>;

/**
 * Lines about the same answer as one row: the preferred line's, at the time of the earliest. Holds the last
 * few thousand answers; a line about one that was let go makes a second row of the same id, of which the
 * import keeps the preferred.
 */
export class Answers {
  readonly #open = new Map<string, AnswerRow>();

  /** Gives the row that had to be let go, if one had. */
  add(row: AnswerRow): readonly Found[] {
    const { row_id: id } = row.attempt;
    const known = this.#open.get(id);
    if (known !== undefined) {
      const kept = row.prefer > known.prefer ? row : known;
      const earliest = Math.min(row.attempt.started_at_ms, known.attempt.started_at_ms);
      this.#open.set(id, { ...kept, attempt: { ...kept.attempt, started_at_ms: earliest } });
      return [];
    }
    this.#open.set(id, row);
    if (this.#open.size <= MOST_OPEN) return [];
    const [oldest] = this.#open;
    if (oldest === undefined) return [];
    this.#open.delete(oldest[0]);
    return [foundOf(oldest[1])];
  }

  /** All that are left, at the end of the file. */
  end(): readonly Found[] {
    const rows = [...this.#open.values()].map(foundOf);
    this.#open.clear();
    return rows;
  }
}

const foundOf = ({ attempt, prefer }: AnswerRow): Found => ({ kind: "attempt", attempt, prefer });
