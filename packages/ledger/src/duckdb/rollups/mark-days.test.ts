import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { query } from "../query.ts";
import { markDays } from "./mark-days.ts";

/** The table of days alone, with one as it stands, and what a write to that day makes of it. */
async function afterAWrite(isBuilt: boolean, touchedAt: string): Promise<[boolean, boolean]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(
      "create table rollup_days (ledger_day timestamp primary key, is_built boolean, touched_at timestamp)",
    );
    await connection.run(
      `insert into rollup_days values ('2026-10-01', ${isBuilt}, timestamp '${touchedAt}')`,
    );
    await markDays(connection, "select timestamp '2026-10-01 12:00:00' as started_at", {});
    const [row] = await query(
      connection,
      "select is_built, touched_at > now()::timestamp - interval 1 minute and touched_at <= now()::timestamp as is_due from rollup_days",
      {},
    );
    return [row?.is_built === true, row?.is_due === true];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test.each([
  ["summed up", true, "2026-10-02 00:00:00"],
  ["touched long ago", false, "2026-10-02 00:00:00"],
  ["put off until it changes", false, "9999-01-01 00:00:00"],
])("a day that was %s is due again when it is written to", async (_, isBuilt, touchedAt) => {
  expect(await afterAWrite(isBuilt, touchedAt)).toEqual([false, true]);
});
