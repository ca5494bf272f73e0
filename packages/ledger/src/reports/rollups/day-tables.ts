import { keptOfKeptSql, keptSql, measureNames } from "../measures.ts";
import { type KeptWidth, toKeptPicodollarsSql } from "../picodollars-sql.ts";
import { componentColumns, componentsSql } from "./components.ts";
import { dearestSql } from "./dearest.ts";
import { isOwnTokens, linesSql } from "./lines.ts";
import { onDay } from "./one-day.ts";
import { retriedColumns, retriedRowsSql } from "./retried.ts";
import { keyOfRows, lineRollups, type Rollup, rollups } from "./rollups.ts";
import { rowsSql } from "./stretches.ts";

/** A table and the query for its rows of one day, `$day_from` to `$day_to`. */
export type DayTable = Readonly<{ name: string; sql: string }>;

const theDay = "date_trunc('day', started_at) as started_at";

const countedRows = (reratings: number): string =>
  rowsSql(onDay, { reratings, isSuperseded: true });

const lineKeys = [
  ...new Set([...lineRollups.flatMap(({ keys }) => keys), ...componentColumns, "confidence"]),
].filter((key) => key !== "bucket");

/** The day's charges by their lines, read once for all sums of lines: a table of the connection's own. */
export const linesOfDay = (reratings: number): DayTable => ({
  name: "lines_of_day",
  sql: `select ${[
    theDay,
    ...lineKeys,
    "effective_cost is not null as is_costed",
    "line_model",
    "component",
    "count(*) as line_count",
    "sum(quantity) as quantity",
    "sum(line_effective_cost) as line_effective_cost",
    "sum(line_billed_cost) as line_billed_cost",
  ].join(", ")}
    from (${linesSql(countedRows(reratings), onDay, ["started_at", "effective_cost", ...lineKeys])})
    group by all`,
});

/**
 * The tables of sums in the order in which they are made: some are summed up from others.
 * @param width of the costs of sums
 */
export const rollupTables = (reratings: number, width: KeptWidth): readonly DayTable[] => [
  ...rollups.filter(({ of }) => of === undefined).map((rollup) => ofRows(rollup, reratings, width)),
  ...rollups.flatMap(({ of, ...rollup }) => (of === undefined ? [] : ofRollup(rollup, of, width))),
  ...lineRollups.map((rollup) => ofLines(rollup, width)),
  componentsOfDay(reratings),
  retriedOfDay(reratings),
  dearestOfDay(reratings),
];

const ofLines = ({ name, keys }: Rollup, width: KeptWidth): DayTable => ({
  name,
  sql: `select ${[
    "started_at",
    ...keys.map((key) => (key === "bucket" ? "component as bucket" : key)),
    "cast(sum(quantity) as bigint) as day_quantity",
    `${toKeptPicodollarsSql("sum(line_effective_cost)", width)} as day_cost`,
  ].join(", ")}
    from lines_of_day
    where ${onDay} and ${isOwnTokens}
    group by all`,
});

const ofRows = ({ name, keys }: Rollup, reratings: number, width: KeptWidth): DayTable => ({
  name,
  sql: `select ${[
    theDay,
    ...keys.map((key) => `${keyOfRows(key)} as ${key}`),
    ...measureNames.map((measure) => `${keptSql(measure, width)} as day_${measure}`),
  ].join(", ")}
  from ${countedRows(reratings)}
  where ${onDay}
  group by all`,
});

const ofRollup = ({ name, keys }: Rollup, of: string, width: KeptWidth): DayTable => ({
  name,
  sql: `select ${[
    "started_at",
    ...keys,
    ...measureNames.map(
      (measure) => `${keptOfKeptSql(measure, `day_${measure}`, width)} as day_${measure}`,
    ),
  ].join(", ")}
  from ${of}
  where ${onDay}
  group by all`,
});

const componentsOfDay = (reratings: number): DayTable => ({
  name: "rollup_components",
  sql: `select * from (${componentsSql(
    countedRows(reratings),
    onDay,
    `select * from lines_of_day where ${onDay} and is_costed`,
  )})`,
});

/** A call whose attempts are all there, the final one last, needs no look at other days. */
const retriedOfDay = (reratings: number): DayTable => ({
  name: "rollup_retried",
  sql: `select ${retriedColumns.join(", ")},
    not (count(case when final then 1 end) over of_call = 1
      and count(*) over of_call = max(attempt) over of_call + 1) as is_open
  from (${retriedRowsSql(onDay, reratings, "true")})
  window of_call as (partition by call_id)`,
});

const dearestOfDay = (reratings: number): DayTable => ({
  name: "rollup_dearest",
  sql: dearestSql(countedRows(reratings), onDay),
});
