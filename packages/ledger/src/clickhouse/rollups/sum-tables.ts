import { isCost, measureNames } from "../../reports/measures.ts";
import { DEAREST_CUT, dearestColumns } from "../../reports/rollups/dearest.ts";
import { retriedColumns } from "../../reports/rollups/retried.ts";
import { lineRollups, ROLLUPS_VERSION, rollups } from "../../reports/rollups/rollups.ts";
import { tables } from "../migrations/0001-tables.ts";
import type { Table } from "../migrations/migration.ts";

/** The columns of a table of sums by their names, beside `build_id`. */
export type SumColumns = Readonly<{ rollup: string; columns: readonly string[]; table: Table }>;

const MOMENT = "DateTime64(6, 'UTC')";
/** Costs are added up in the width that they are kept in: in 64 bits, more than $9.2 million would turn over. */
const PICODOLLARS = "Nullable(Int128)";
const COUNT = "Nullable(Int64)";

/** The table of a rollup's sums: another version has other tables, so that two Headgates do not change each other's. */
export const sumTableName = (rollup: string): string => `${rollup}_v${ROLLUPS_VERSION}`;

const attemptTypes = typesOf(tables.tables.find(({ name }) => name === "attempts")?.columns ?? "");
const workedTypes: Readonly<Record<string, string>> = {
  bucket: "LowCardinality(Nullable(String))",
  price_record: "LowCardinality(Nullable(String))",
};

const typeOfKey = (key: string): string => {
  const type = attemptTypes.get(key.replaceAll('"', "")) ?? workedTypes[key];
  if (type === undefined) throw new TypeError(`no column of attempts is named ${key}`);
  return type;
};

const day = ["started_at", MOMENT] as const;
const keysOf = (keys: readonly string[]) => keys.map((key) => [key, typeOfKey(key)] as const);

const definitions: Readonly<Record<string, readonly (readonly [name: string, type: string])[]>> = {
  ...Object.fromEntries(
    rollups.map(({ name, keys }) => [
      name,
      [
        day,
        ...keysOf(keys),
        ...measureNames.map(
          (measure) =>
            [
              `day_${measure}`,
              measure === "last_started_at"
                ? `Nullable(${MOMENT})`
                : isCost(measure)
                  ? PICODOLLARS
                  : COUNT,
            ] as const,
        ),
      ],
    ]),
  ),
  ...Object.fromEntries(
    lineRollups.map(({ name, keys }) => [
      name,
      [day, ...keysOf(keys), ["day_quantity", COUNT], ["day_cost", PICODOLLARS]],
    ]),
  ),
  rollup_components: [
    ...keysOf(["provider", "account_id"]),
    day,
    ...keysOf(["service_tier", "scope", "region"]),
    ["model", "LowCardinality(Nullable(String))"],
    ["component", "LowCardinality(Nullable(String))"],
    ["is_rest", "Bool"],
    ["day_quantity", COUNT],
    ["day_effective_cost", "Nullable(Decimal(38, 12))"],
    ["day_billed_cost", "Nullable(Decimal(38, 12))"],
    ["attempt_count", COUNT],
  ],
  rollup_retried: [...keysOf(retriedColumns), ["is_open", "Bool"]],
  rollup_dearest: [...keysOf(dearestColumns), [DEAREST_CUT, "LowCardinality(Nullable(String))"]],
};

/** All tables of sums. They are no part of the schema: they are made where they are missing, and hold nothing else. */
export const sumTables: readonly SumColumns[] = Object.entries(definitions).map(
  ([rollup, columns]) => ({
    rollup,
    columns: columns.map(([name]) => name),
    table: {
      name: sumTableName(rollup),
      columns: [...columns, ["build_id", "LowCardinality(String)"] as const]
        .map(([name, type]) => `${name} ${type}`)
        .join(", "),
      orderBy: "started_at",
      time: "started_at",
      shardBy: "started_at",
      holds: "sums",
    },
  }),
);

/** The types of columns by their names, out of a definition of them. */
function typesOf(columns: string): ReadonlyMap<string, string> {
  const parts: string[] = [""];
  let depth = 0;
  for (const letter of columns) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return new Map(
    parts.map((part) => {
      const [name = "", ...type] = part.trim().split(/\s+/);
      return [name.replaceAll('"', ""), type.join(" ")];
    }),
  );
}
