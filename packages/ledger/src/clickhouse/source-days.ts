import type { LedgerRow } from "@headgate/contract";
import { dayOf } from "../reports/rollups/day-plan.ts";
import type { Connection } from "./connection.ts";
import { microsOf } from "./encode-line.ts";

/** What a process has written down it writes down again after so long: the server may have come back from a backup. */
const REUSE_MS = 3_600_000;

type Written = Readonly<{ atMs: number; done: Promise<void> }>;

/** Which days this process has written down for which sources: the same pair comes with every batch of a day. */
export class SourceDays {
  readonly #connection: Connection;
  readonly #elapsedMs: () => number;
  readonly #written = new Map<string, Written>();

  constructor(connection: Connection, elapsedMs: () => number = () => performance.now()) {
    this.#connection = connection;
    this.#elapsedMs = elapsedMs;
  }

  /** Resolves when the days of these rows are written down. */
  async mark(rows: readonly Pick<LedgerRow, "source" | "started_at_ms">[]): Promise<void> {
    const nowMs = this.#elapsedMs();
    const cells = [
      ...new Set(
        rows.map(
          ({ source, started_at_ms }) =>
            `[${microsOf(dayOf(started_at_ms))},${JSON.stringify(source)},0,0]`,
        ),
      ),
    ];
    for (const [cell, { atMs }] of this.#written) {
      if (nowMs - atMs >= REUSE_MS) this.#written.delete(cell);
    }
    const lacking = cells.filter((cell) => !this.#written.has(cell));
    if (lacking.length > 0) {
      const done = this.#write(lacking);
      for (const cell of lacking) this.#written.set(cell, { atMs: nowMs, done });
    }
    // Those that another batch is just writing down too.
    await Promise.all(cells.flatMap((cell) => this.#written.get(cell)?.done ?? []));
  }

  async #write(cells: readonly string[]): Promise<void> {
    try {
      await this.#connection.insert(
        "source_days",
        ["ledger_day", "source", "row_version", "is_gone"],
        cells,
      );
    } catch (error) {
      for (const cell of cells) this.#written.delete(cell);
      throw error;
    }
  }
}
