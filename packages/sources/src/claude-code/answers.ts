import { skipAt } from "../read/read-skip.ts";
import type { AttemptFacts, Found } from "../source.ts";
import type { KnownAnswers } from "./known-answers.ts";

/** More answers than these are never half written at once: one session writes one or a few. */
const MOST_OPEN = 4096;

/** What is known of an answer, and how much that counts against another line about it. */
export type AnswerRow = Readonly<{ attempt: AttemptFacts; prefer: number; place: string }>;

/**
 * A file's lines about the same answer as one row: the preferred line's, at the time of the earliest. Holds the
 * last few thousand answers. What another file of the import said as well or better is a copy.
 */
export class Answers {
  readonly #known: KnownAnswers;
  readonly #open = new Map<string, AnswerRow>();

  constructor(known: KnownAnswers) {
    this.#known = known;
  }

  /** Gives the answer that had to be let go, if one had. */
  add(row: AnswerRow): readonly Found[] {
    const { row_id: id } = row.attempt;
    const open = this.#open.get(id);
    if (open !== undefined) {
      const kept = row.prefer > open.prefer ? row : open;
      const earliest = Math.min(row.attempt.started_at_ms, open.attempt.started_at_ms);
      this.#open.set(id, { ...kept, attempt: { ...kept.attempt, started_at_ms: earliest } });
      return [];
    }
    this.#open.set(id, row);
    if (this.#open.size <= MOST_OPEN) return [];
    const [oldest] = this.#open.values();
    if (oldest === undefined) return [];
    this.#open.delete(oldest.attempt.row_id);
    return [this.#found(oldest)];
  }

  /** All that are left, at the end of the file. */
  end(): readonly Found[] {
    const rows = [...this.#open.values()].map((row) => this.#found(row));
    this.#open.clear();
    return rows;
  }

  #found({ attempt, prefer, place }: AnswerRow): Found {
    return this.#known.isPreferred(attempt.row_id, prefer)
      ? { kind: "attempt", attempt }
      : skipAt("rollup", place, "A copy of an answer that another line states as well or better.");
  }
}
