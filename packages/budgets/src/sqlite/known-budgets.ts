import type Database from "libsql";
import { type Beginning, type Begun, gapBegins } from "../store.ts";
import type { Span } from "../window.ts";

/** What the file knows of budgets beside their accounts: since when, with which gaps, and which of them are closed. */
export class KnownBudgets {
  readonly #sqlite: Database.Database;
  readonly #readClosed: Database.Statement;
  /** Budgets that are closed, as the transaction under way has read them. */
  #closed: ReadonlySet<string> | undefined;

  constructor(sqlite: Database.Database) {
    this.#sqlite = sqlite;
    this.#readClosed = sqlite.prepare("select budget from closed");
  }

  /** The transaction is over: another process may open and close budgets. */
  ended(): void {
    this.#closed = undefined;
  }

  isClosed(budget: string): boolean {
    return this.#closedBudgets().has(budget);
  }

  /** Takes budgets on, as the store does. */
  begin(
    budgets: readonly string[],
    nowMs: number,
    { leftMs, awaiting }: Beginning = {},
  ): readonly Begun[] {
    const insert = this.#sqlite.prepare("insert or ignore into budgets values (?, ?, null)");
    const heldAt = this.#sqlite.prepare("select held_ms from held where budget = ?");
    for (const budget of budgets) {
      const isNew = insert.run(budget, nowMs).changes > 0;
      const held = heldAt.get(budget) as { held_ms: number } | undefined;
      const gap =
        isNew || held === undefined
          ? undefined
          : gapBegins(held.held_ms, leftMs?.get(budget), nowMs);
      if (gap !== undefined) this.#noteGap(budget, { startMs: gap, endMs: nowMs });
      if (awaiting === undefined) this.#openForGood(budget);
      else if (isNew || gap !== undefined) this.#close(budget, awaiting);
      // What a version before this one made known was held until now, as far as anybody can tell.
      this.#noteHeld(budget, nowMs);
    }
    return this.begun(budgets);
  }

  hold(budgets: readonly string[], nowMs: number): void {
    const known = this.#sqlite.prepare("select 1 from budgets where budget = ?");
    for (const budget of budgets) {
      if (known.get(budget) !== undefined) this.#noteHeld(budget, nowMs);
    }
  }

  #noteHeld(budget: string, nowMs: number): void {
    this.#sqlite
      .prepare(
        "insert into held values (?, ?) on conflict do update set held_ms = max(held_ms, excluded.held_ms)",
      )
      .run(budget, nowMs);
  }

  #noteGap(budget: string, { startMs, endMs }: Span): void {
    this.#sqlite
      .prepare("insert or replace into gaps values (?, ?, ?)")
      .run(budget, startMs, endMs);
    this.#sqlite.prepare("update budgets set opened_ms = null where budget = ?").run(budget);
  }

  /** Nobody is there who would open what an earlier start had closed. */
  #openForGood(budget: string): void {
    this.#sqlite.prepare("delete from closed where budget = ?").run(budget);
    this.#closed = undefined;
  }

  #close(budget: string, awaiting: ReadonlySet<string>): void {
    if (!awaiting.has(budget)) return;
    this.#sqlite.prepare("insert or ignore into closed values (?)").run(budget);
    this.#closed = undefined;
  }

  #closedBudgets(): ReadonlySet<string> {
    this.#closed ??= new Set(
      (this.#readClosed.all() as readonly { budget: string }[]).map(({ budget }) => budget),
    );
    return this.#closed;
  }

  begun(budgets: readonly string[]): readonly Begun[] {
    const read = this.#sqlite.prepare("select * from budgets where budget = ?");
    const readGaps = this.#sqlite.prepare(
      "select from_ms, to_ms from gaps where budget = ? order by from_ms",
    );
    return budgets.flatMap((budget) => {
      const row = read.get(budget) as { since_ms: number; opened_ms: number | null } | undefined;
      if (row === undefined) return [];
      const gaps = readGaps.all(budget) as readonly { from_ms: number; to_ms: number }[];
      return [
        {
          ...{ budget, sinceMs: row.since_ms, openedMs: row.opened_ms ?? undefined },
          gaps: gaps.map(({ from_ms, to_ms }) => ({ startMs: from_ms, endMs: to_ms })),
          awaitsOpening: this.#closedBudgets().has(budget),
        },
      ];
    });
  }

  opened(budget: string, nowMs: number): void {
    this.#sqlite.prepare("update budgets set opened_ms = ? where budget = ?").run(nowMs, budget);
    this.#sqlite.prepare("delete from closed where budget = ?").run(budget);
    this.#closed = undefined;
  }

  /** Drops gaps that ended before a moment. */
  forget(beforeMs: number): void {
    this.#sqlite.prepare("delete from gaps where to_ms < ?").run(beforeMs);
  }

  /** Whether what was spent of a budget at a moment is in no slot but in the ledger alone, from where it is opened. */
  ledgerTells(budget: string, atMs: number): boolean {
    const [known] = this.begun([budget]);
    if (known === undefined) return false;
    return (
      atMs < known.sinceMs ||
      known.gaps.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs)
    );
  }
}
