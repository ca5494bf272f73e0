import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";

/** Threads share a window's rows; where there are none at all, DuckDB 1.5.5 broke down once in some thirty times. */
const windowOverOneBranch = `
  with numbers as (select i as number from range(1) t(i)),
  either as (
    select * from numbers where number >= 5000
    union all
    select * from numbers where not exists (select 1 from numbers where number >= 5000)
  )
  select number, count() over () as all_numbers from either order by number limit 5`;

test("windows are answered however often they are asked", async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "4" });
  const connection = await instance.connect();
  try {
    for (let times = 0; times < 1_000; times += 1) {
      const answer = await connection.runAndReadAll(windowOverOneBranch);
      expect(answer.getRowsJson()).toEqual([["0", "1"]]);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});
