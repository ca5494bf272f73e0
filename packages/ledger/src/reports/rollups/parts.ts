import type { Dimension, TimeGrain } from "@headgate/contract";
import type { Ask, SqlParameters } from "../ask.ts";
import { type Measure, mergeSql, summedSql, sumOfRowsSql } from "../measures.ts";
import { filterOf, rangeOf, type ScopedQuery } from "../scope.ts";
import { describesUnfinishedCall, retriedSql, unfinishedSql } from "./retried.ts";
import { columnOfDimension, dimensionColumns, keyOfRows, type Rollup, rollups } from "./rollups.ts";
import { rowsSql, stretchesOf, stretchWhere } from "./stretches.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";

/** What parts are told apart by: a name, an expression, and the columns that it reads beside the time. */
export type PartKey = Readonly<{
  name: string;
  sql: string;
  needs: readonly string[];
  /** What stands behind the source that is read, for the expression to read it, and its parameters. */
  join?: Readonly<{ sql: string; parameters: SqlParameters }>;
}>;

export const dimensionKey = (name: string, dimension: Dimension): PartKey => ({
  name,
  sql: dimensionColumns[dimension],
  needs: [columnOfDimension(dimension)],
});
export const columnKey = (name: string, column: string): PartKey => ({
  name,
  sql: column,
  needs: [column],
});
export const noKey = (name: string, type: string): PartKey => ({
  name,
  sql: `cast(null as ${type})`,
  needs: [],
});
const grainsOfDays: readonly TimeGrain[] = ["day", "week", "month"];
/** What sums by day do not know: there is no column of that name in a rollup. */
export const TIME_OF_DAY = "time of day";

export const timeKey = (grain: TimeGrain): PartKey => ({
  name: "bucket",
  sql: `date_trunc('${grain}', started_at)`,
  needs: grainsOfDays.includes(grain) ? [] : [TIME_OF_DAY],
});

type Question = Readonly<{
  keys: readonly PartKey[];
  measures: readonly Measure[];
  /** Whether `part_unfinished_calls` is wanted: calls that never ended, beside those that did. */
  unfinished: boolean;
  /** What costs are told in: dollars are decimals, which take DuckDB several times longer where parts are many. */
  unit?: "dollars" | "picodollars";
  /** Where one statement has several such parts: what their names and parameters end in. */
  named?: string;
}>;

/** Common table expressions that end in `parts`, to stand behind `with`, and their parameters. */
export type Parts = Readonly<{
  ctes: string;
  parameters: SqlParameters;
  surroundings: Surroundings;
}>;

/**
 * `parts`: sums of the attempts that a question is about, one row for each combination of its keys, as
 * `part_…`. They are read from the smallest rollup that has all columns in question, and from the rows where
 * it is not built, or where there is none.
 *
 * @param known what an earlier statement of the same question found out about its range: asked once, it costs two trips less
 */
export async function partsOf(
  query: ScopedQuery,
  { keys, measures, unfinished, unit = "dollars", named = "" }: Question,
  ask: Ask,
  known?: Surroundings,
): Promise<Parts> {
  const range = rangeOf(query);
  const surroundings = known ?? (await surroundingsOf(query, range, ask));
  const filters = filterOf(query);
  const grouped = keys.flatMap(({ needs }) => needs);
  const rollup = rollupFor(rollups, [...grouped, ...filters.needs]);
  // Days of one key, say a session's, are few: they are added up once, when all stretches are together.
  const isGroupedAlready = rollup?.keys.every((key) => grouped.includes(key)) === true;
  const joined = joinsOf(keys);
  let parameters: SqlParameters = { ...filters.parameters, ...joined.parameters };
  const groups = keys.map(({ name, sql }) => `${sql} as ${name}`);
  const grouping = keys.length === 0 ? "" : `group by ${keys.map(({ name }) => name).join(", ")}`;

  const selects = stretchesOf(range, surroundings, rollup !== undefined).map((stretch, index) => {
    const { where, parameters: own } = stretchWhere(stretch, `at${named}_${index}`);
    parameters = { ...parameters, ...own };
    const isSummed = stretch.from === "rollups" && rollup !== undefined;
    const isGrouped = isSummed && isGroupedAlready;
    const sums = measures.map((name) => {
      const kept = `day_${name}`;
      const sum = isGrouped ? kept : isSummed ? mergeSql(name, kept) : sumOfRowsSql(name);
      return `${sum} as stretch_${name}`;
    });
    const source = isSummed ? rollup.name : withKeys(keys, rowsSql(where, surroundings));
    return `select ${[...groups, ...sums, ...(unfinished ? ["null as stretch_unfinished_calls"] : [])].join(", ")}
    from ${source} ${joined.sql}
    where ${[where, ...filters.conditions].join(" and ")}
    ${isGrouped ? "" : grouping}`;
  });
  const ctes: string[] = [];
  if (unfinished) {
    const retried = retriedSql(range, surroundings);
    const { where, parameters: own } = stretchWhere(range, "range");
    parameters = { ...parameters, ...retried.parameters, ...own };
    ctes.push(`retried as (${retried.sql})`, `unfinished as (${unfinishedSql})`);
    selects.push(`select ${[
      ...groups,
      ...measures.map((name) => `null as stretch_${name}`),
      "count(*) as stretch_unfinished_calls",
    ].join(", ")}
    from ${withKeys(keys, "retried")} ${joined.sql}
    where ${[where, "not superseded", ...filters.conditions, "is_open", describesUnfinishedCall].join(" and ")}
    ${grouping}`);
  }
  const merged = [
    ...keys.map(({ name }) => name),
    ...measures.map((name) => {
      const kept = `stretch_${name}`;
      return `${unit === "dollars" ? summedSql(name, kept) : mergeSql(name, kept)} as part_${name}`;
    }),
    ...(unfinished ? ["sum(stretch_unfinished_calls) as part_unfinished_calls"] : []),
  ];
  ctes.push(
    `stretches${named} as (${selects.join("\nunion all\n")})`,
    `parts${named} as (select ${merged.join(", ")} from stretches${named} ${grouping})`,
  );
  return { ctes: ctes.join(",\n"), parameters, surroundings };
}

/** The smallest of the rollups that have these columns. */
export const rollupFor = (
  candidates: readonly Rollup[],
  columns: readonly string[],
): Rollup | undefined =>
  candidates.find(({ keys }) => columns.every((column) => keys.includes(column)));

/** What stands behind a source for these keys. */
export const joinsOf = (
  keys: readonly PartKey[],
): Readonly<{ sql: string; parameters: SqlParameters }> => ({
  sql: keys.map(({ join }) => join?.sql ?? "").join(" "),
  parameters: Object.assign({}, ...keys.map(({ join }) => join?.parameters ?? {})) as SqlParameters,
});

/** Rows with those keys beside them that are no columns of theirs. */
function withKeys(keys: readonly PartKey[], source: string): string {
  const worked = keys.flatMap(({ needs }) => needs).filter((need) => keyOfRows(need) !== need);
  if (worked.length === 0 || source === "retried") return source;
  return `(select *, ${worked.map((key) => `${keyOfRows(key)} as ${key}`).join(", ")} from ${source}) as attempts`;
}
