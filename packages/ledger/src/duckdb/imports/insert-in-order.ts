import { availableParallelism } from "node:os";
import type { DuckDBConnection } from "@duckdb/node-api";
import { integer } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { stagedRange } from "./staged-range.ts";

const DAY_MS = 86_400_000;
/**
 * Up to so many processors one thread of DuckDB's moves rows that are in order. Two need twice the processor's time and
 * end no sooner: they gather what each read apart, then copy it together in its order.
 */
const ALONE_UP_TO = 2;
/** More passes over what is staged would take longer than they save. */
const MOST_PASSES = 400;

/** Rows that wait, where they go, and the column that says when they happened. */
export type Move = Readonly<{
  from: string;
  into: string;
  time: string;
  /** SQL that is true of the rows that go. */
  which: string;
}>;

/**
 * Moves staged rows into a table in the order of their times, within the connection's transaction. Rows of a log
 * mostly wait in that order already, and then they are passed on as they stand; else they are sorted a day at a
 * time: sorting all of them at once would take memory that grows with the import.
 */
export async function insertInOrder(connection: DuckDBConnection, move: Move): Promise<void> {
  const { from, into, time, which } = move;
  if (await isInOrder(connection, move)) {
    await alone(connection, `insert into ${into} select * from ${from} where ${which}`);
    return;
  }
  const range = await stagedRange(connection, { table: from, time, marginMs: 0 });
  if (range === undefined) return;
  const { fromMs, toMs } = range;
  const firstMs = Math.floor(fromMs / DAY_MS) * DAY_MS;
  const days = Math.ceil((toMs + 1 - firstMs) / DAY_MS);
  const stepMs = Math.ceil(days / MOST_PASSES) * DAY_MS;
  for (let startMs = firstMs; startMs <= toMs; startMs += stepMs) {
    await query(
      connection,
      `insert into ${into} select * from ${from}
       where ${time} >= $start and ${time} < $end and ${which}
       order by ${time}`,
      {
        start: { type: "timestamp", ms: startMs },
        end: { type: "timestamp", ms: startMs + stepMs },
      },
    );
  }
}

/** The threads are the database's: whatever becomes of the statement, they are as they were. */
async function alone(connection: DuckDBConnection, sql: string): Promise<void> {
  if (availableParallelism() > ALONE_UP_TO) {
    await connection.run(sql);
    return;
  }
  await connection.run("set threads = 1");
  try {
    await connection.run(sql);
  } finally {
    await connection.run("reset threads");
  }
}

/** Whether rows wait in the order of their times. */
export async function isInOrder(
  connection: DuckDBConnection,
  { from, time }: Pick<Move, "from" | "time">,
): Promise<boolean> {
  const [row] = await query(
    connection,
    `select count(*) as breaks from (
       select ${time} as happened_at, lag(${time}) over () as before from ${from}
     ) where happened_at < before`,
    {},
  );
  return row !== undefined && integer(row, "breaks") === 0;
}
