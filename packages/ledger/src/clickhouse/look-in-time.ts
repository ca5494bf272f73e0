import { HeadgateError } from "@headgate/contract";
import type { SqlRow } from "../reports/ask.ts";
import type { around } from "./around.ts";
import { clickHouseSql } from "./clickhouse-sql.ts";
import type { Connection } from "./connection.ts";

type Range = ReturnType<typeof around>;
type Look = Readonly<{ sql: string; parameters: Parameters<Connection["query"]>[1] }>;

/** What takes too long for less is no matter of how much is read. */
const LEAST_MS = 900_000;
/** Of the time that a look may take: what takes less is let be twice as wide the next time. */
const EASY = 1 / 4;

/** How much time of the ledger a server was last asked about at once, where all of it was too much. */
const widths = new WeakMap<Connection, number>();

/**
 * Asks about a range of time, both ends meant, in as many looks as the server's own limit for one of them makes necessary: what nobody could
 * answer in one look would else never be answered. A row at the end of a look is among those of the next one too.
 */
export async function lookInTime(
  connection: Connection,
  range: Range,
  { sql, parameters }: Look,
): Promise<readonly SqlRow[]> {
  // The server gives up before the connection does: its word is what tells that it was too much.
  const mostMs = Math.max(1_000, connection.requestTimeoutMs / 2);
  const settings = { max_execution_time: Math.floor(mostMs / 1_000) };
  const found: SqlRow[] = [];
  let longestMs = 0;
  for (let from = range.from.ms; ; ) {
    const width = Math.min(widths.get(connection) ?? Infinity, range.to.ms - from);
    const to = from + width;
    const startedAtMs = performance.now();
    try {
      const window = {
        from: { type: "timestamp", ms: from },
        to: { type: "timestamp", ms: to },
      } as const;
      found.push(
        ...(await connection.query(clickHouseSql(sql), { ...parameters, ...window }, settings)),
      );
    } catch (error) {
      if (width <= LEAST_MS || !isOutOfTime(error)) throw error;
      widths.set(connection, Math.max(LEAST_MS, Math.ceil(width / 2)));
      longestMs = mostMs;
      continue;
    }
    longestMs = Math.max(longestMs, performance.now() - startedAtMs);
    if (to >= range.to.ms) break;
    from = to;
  }
  const width = widths.get(connection);
  if (width !== undefined && longestMs < mostMs * EASY) widths.set(connection, width * 2);
  return found;
}

const isOutOfTime = (error: unknown): boolean =>
  error instanceof HeadgateError && error.details.type === "TIMEOUT_EXCEEDED";
