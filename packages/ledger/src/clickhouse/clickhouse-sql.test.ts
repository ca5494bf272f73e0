import { expect, test } from "vitest";
import { bindParameters } from "./bind-parameters.ts";
import { clickHouseSql } from "./clickhouse-sql.ts";
import { sumsOfBuild } from "./rollups/current-sums.ts";

/** Blanks between pieces mean nothing. */
const asOneLine = (sql: string): string => clickHouseSql(sql).replaceAll(/\s+/g, " ");

test("texts and names are left as they are, and a backslash stays one", () => {
  expect(clickHouseSql(`select 'epoch_ms(x) // $a' as "unnest(", '\\d' as digits`)).toBe(
    `select 'epoch_ms(x) // $a' as "unnest(", '\\\\d' as digits`,
  );
});

test("functions, casts and types are ClickHouse's", () => {
  expect(clickHouseSql("select epoch_ms(min(started_at)), cast(null as varchar)")).toBe(
    "select toUnixTimestamp64Milli(min(started_at)), CAST(null , 'String')",
  );
  expect(asOneLine("select contains(changes, 'a'), b // 2, tags::varchar")).toBe(
    "select (position(changes, 'a') > 0), b div 2, tags::String",
  );
  expect(clickHouseSql("with a as not materialized (select * exclude (b) from c)")).toBe(
    "with a as (select * except (b) from c)",
  );
});

test("the digits of an amount are those of all its places", () => {
  expect(asOneLine("cast(replace(cast(cost as varchar), '.', '') as hugeint)")).toBe(
    "CAST(replaceAll(toDecimalString(cost , 12), '.', '') , 'Int128')",
  );
});

test("lists that are unnested side by side stay side by side", () => {
  const sql = clickHouseSql("select unnest(map_keys(tags)) as k, unnest(map_values(tags)) as v");

  expect(sql).toBe(
    "select tupleElement(arrayJoin(arrayZip(mapKeys(tags), mapValues(tags))) as pair_of_k, 1) as k, tupleElement(pair_of_k, 2) as v",
  );
});

test("structs of JSON and of lists have the types of their members", () => {
  expect(clickHouseSql(`from_json(a, '[{"lever":"VARCHAR","count":"BIGINT"}]')`)).toBe(
    "JSONExtract(ifNull(a, ''), 'Array(Tuple(lever Nullable(String), count Nullable(Int64)))')",
  );
  expect(clickHouseSql("[{'component': 'input', 'quantity': usage_input}]")).toBe(
    "CAST([('input', usage_input)], 'Array(Tuple(component Nullable(String), quantity Nullable(Int64)))')",
  );
});

test("a parameter stands beside the text, and a long list within it, quoted", () => {
  const long = Array.from({ length: 500 }, (_, index) => `it's \\ ${index}`);
  const bound = bindParameters(
    "a > $from and b = $name and c in (select arrayJoin($ids)) and '$x'",
    {
      from: { type: "timestamp", ms: 1 },
      name: { type: "text", text: "'; drop table attempts" },
      ids: { type: "texts", texts: [...long, null] },
    },
  );

  expect(bound.query_params).toEqual({ from: "1000", name: "'; drop table attempts" });
  expect(bound.query).toContain(
    "a > fromUnixTimestamp64Micro({from:Int64}, 'UTC') and b = {name:String}",
  );
  expect(bound.query).toContain(String.raw`'it\'s \\ 499', null], 'Array(Nullable(String))')`);
  expect(bound.query).toContain("'$x'");
});

test("a parameter that is not given is an error", () => {
  expect(() => bindParameters("select $missing", {})).toThrow("$missing");
});

test("sums by day are those of the builds that hold, and those of one build while it is made of others", () => {
  expect(asOneLine("select a from rollup_teams where b")).toMatch(
    /^select a from \(select \* except \(build_id\) from rollup_teams_v\d+ where build_id in \(select .* from rollup_builds .*\)\) as rollup_teams where b$/,
  );
  expect(clickHouseSql("select a from rollup_wide", sumsOfBuild("one"))).toMatch(
    /^select a from \(select \* except \(build_id\) from rollup_wide_v\d+ where build_id = 'one'\) as rollup_wide$/,
  );
});
