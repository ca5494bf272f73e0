import { Lane } from "../duckdb/lane.ts";
import { integer, text } from "../reports/sql-values.ts";
import type { SpoolCursor } from "../store.ts";
import type { Connection } from "./connection.ts";

/**
 * So much further than what is sent is said: less often than every second at any rate, and what a loader that starts anew
 * has to look for is no more than it looks through in seconds.
 */
const AHEAD_BYTES = 8 * 1024 * 1024;

/** A stretch of a segment. */
type Stretch = Readonly<{ segment: string; from: number; to: number }>;

type Reach = {
  /** How far this process has sent rows, or may have; of another's, how far it said that it would. */
  sent: number;
  /** What the server was told. */
  told: number;
};

/**
 * How far rows of segments may come to be in, which is said before they are sent. Nothing that is said is forgotten by the
 * server, not even by what forgets a cursor, so that a segment which is loaded anew is known. What this process has sent
 * itself it knows to the byte.
 */
export class SpoolReaches {
  readonly #connection: Connection;
  readonly #known = new Map<string, Reach>();
  /** Of two stretches of a segment the earlier is looked at first. */
  readonly #lane = new Lane();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Takes a stretch to send the rows of, where none of them can be in yet.
   * @returns whether it is so
   */
  claim({ segment, from, to }: Stretch): Promise<boolean> {
    return this.#lane.run(async () => {
      const [reach] = await this.#reachesOf([segment]);
      if (reach === undefined || reach.sent > from) return false;
      await this.#send([{ segment, offset: to }]);
      return true;
    });
  }

  /** Whether no row behind any of these offsets can be in. */
  areNew(begins: readonly SpoolCursor[]): Promise<boolean> {
    return this.#lane.run(async () => {
      const reaches = await this.#reachesOf(begins.map(({ segment }) => segment));
      return reaches.every(({ sent }, index) => sent <= (begins[index]?.offset ?? -1));
    });
  }

  /** Says that rows of segments before these offsets are about to be sent. */
  send(cursors: readonly SpoolCursor[]): Promise<void> {
    return this.#lane.run(async () => {
      await this.#reachesOf(cursors.map(({ segment }) => segment));
      await this.#send(cursors);
    });
  }

  /** What is known of segments that are done with need not be kept in memory. */
  forget(segments: readonly string[]): void {
    for (const segment of segments) this.#known.delete(segment);
  }

  /** One for each segment. What a server said that knows nothing of a segment is 0. */
  async #reachesOf(segments: readonly string[]): Promise<readonly Reach[]> {
    const unknown = segments.filter((segment) => !this.#known.has(segment));
    if (unknown.length > 0) {
      const found = await this.#connection.query(
        `select segment, max(byte_offset) as reached from spool_reaches
         where segment in (select arrayJoin($segments)) group by segment`,
        { segments: { type: "texts", texts: unknown } },
      );
      for (const segment of unknown) this.#known.set(segment, { sent: 0, told: 0 });
      for (const row of found) {
        const reached = integer(row, "reached");
        this.#known.set(text(row, "segment"), { sent: reached, told: reached });
      }
    }
    return segments.map((segment) => {
      const reach = this.#known.get(segment);
      if (reach === undefined) throw new TypeError(`nothing is known of ${segment}`);
      return reach;
    });
  }

  async #send(cursors: readonly SpoolCursor[]): Promise<void> {
    const untold = new Map<string, Reach>();
    for (const { segment, offset } of cursors) {
      const reach = this.#known.get(segment);
      if (reach === undefined) throw new TypeError(`nothing is known of ${segment}`);
      // Also where the server does not come to know it: what was meant to be sent is not new.
      reach.sent = Math.max(reach.sent, offset);
      if (reach.told < reach.sent) untold.set(segment, reach);
    }
    const said = [...untold].map(
      ([segment, reach]) => [segment, reach, reach.sent + AHEAD_BYTES] as const,
    );
    await this.#connection.insert(
      "spool_reaches",
      ["segment", "byte_offset", "row_version", "is_gone"],
      // Of several the furthest holds, not the last: who loads a segment anew begins at its start.
      said.map(([segment, , offset]) => `[${JSON.stringify(segment)},${offset},${offset},0]`),
    );
    for (const [, reach, offset] of said) reach.told = offset;
  }
}
