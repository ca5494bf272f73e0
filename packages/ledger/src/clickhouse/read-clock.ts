import { integer } from "../reports/sql-values.ts";
import type { Connection } from "./connection.ts";

/** The server's own time, in milliseconds since 1970. */
export async function readClock(connection: Connection): Promise<number> {
  const [row] = await connection.query("select toUnixTimestamp64Milli(now64(3)) as clock_ms");
  if (row === undefined) throw new TypeError("a constant answered no row");
  return integer(row, "clock_ms");
}
