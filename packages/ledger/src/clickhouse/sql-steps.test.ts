import { expect, test } from "vitest";
import { stepsOf } from "./sql-steps.ts";

test("a text that numbers no rows as they come is one step, as it is", () => {
  const sql = "with a as materialized (select 1 as x) select x from a";

  expect(stepsOf(sql)).toEqual({ tables: [], sql });
});

test("what is materialised becomes a table, in order, and what is not stays with whatever reads it", () => {
  const { tables, sql } = stepsOf(`with
    numbered as materialized (select *, row_number() over () as place from sent),
    named as not materialized (select place, ')' as bracket from numbered),
    kept as materialized (select place from named)
    select count(*) from kept join named on true`);

  expect(tables.map(({ table }) => table)).toEqual(["numbered", "kept"]);
  expect(tables[0]?.sql).toBe("select *, row_number() over () as place from sent");
  expect(tables[1]?.sql).toBe(
    "with named as (select place, ')' as bracket from numbered)\nselect place from named",
  );
  expect(sql.replace(/\s+/g, " ")).toBe(
    "with named as (select place, ')' as bracket from numbered) select count(*) from kept join named on true",
  );
});

test("a table whose query has expressions of its own keeps them in a bracket", () => {
  const { tables } = stepsOf(
    "with a as (select 1 as x), b as materialized (with c as (select row_number() over () as y) select y from c) select y from b",
  );

  expect(tables[0]?.sql).toBe(
    "with a as (select 1 as x)\nselect * from (with c as (select row_number() over () as y) select y from c) as nested",
  );
});
