import type { ClickHouseConfig } from "@headgate/contract";
import type { Table } from "./migrations/migration.ts";

export type Placement = Pick<
  ClickHouseConfig,
  "database" | "cluster" | "replicated" | "keep_days" | "cold_after_days" | "storage_policy"
>;

/**
 * The statements that make a table, each safe to repeat. On a cluster every shard has a table of its own, `…_local`,
 * and the table of the name reads and writes all of them.
 *
 * Rows of one key are replaced by the one of the highest `row_version`, and go where its `is_gone` is 1
 * (https://clickhouse.com/docs/engines/table-engines/mergetree-family/replacingmergetree, read 2026-11-29).
 */
export function createTable(table: Table, placement: Placement): readonly string[] {
  const { name, columns, shardBy, lookedUpBy = [], holds = "rows" } = table;
  const { cluster, database } = placement;
  const all = holds === "sums" ? columns : `${columns}, row_version UInt64, is_gone UInt8`;
  const indices = lookedUpBy.map((column) => `, index by_${column} ${column} type bloom_filter`);
  const own = `(${all}${indices.join("")})`;
  if (cluster === undefined) {
    return [`create table if not exists ${name} ${own} ${engineOf(table, name, placement)}`];
  }
  const local = localName(name);
  return [
    `create table if not exists ${local} on cluster ${cluster} ${own} ${engineOf(table, local, placement)}`,
    `create table if not exists ${name} on cluster ${cluster} (${all})
engine = Distributed('${cluster}', '${database}', '${local}', cityHash64(${shardBy}))`,
  ];
}

/**
 * Parts are on the disk before they are answered for: by ClickHouse's defaults a machine that loses its power loses what it wrote within
 * half a minute (https://clickhouse.com/docs/reference/settings/merge-tree-settings/fsync, read 2026-11-30), and the spool's rows are
 * deleted by then. Each file of a part waits for the disk by itself: see {@link compactTable}.
 */
const SYNCED = ["fsync_after_insert = 1", "fsync_part_directory = 1"] as const;

/** The statement that gives a table which is there those settings, safe to repeat. On a cluster it is a shard's own. */
export const syncTable = (name: string, { cluster }: Pick<Placement, "cluster">): string =>
  `alter table ${name}${cluster === undefined ? "" : ` on cluster ${cluster}`} modify setting ${SYNCED.join(", ")}`;

/**
 * The statement after which a table writes parts of fewer bytes as one file, safe to repeat. On a cluster it is a shard's own.
 * (https://clickhouse.com/docs/operations/settings/merge-tree-settings, `min_bytes_for_wide_part`; its default is 10 MiB.)
 */
export const compactTable = (
  { table, belowBytes }: Readonly<{ table: string; belowBytes: number }>,
  { cluster }: Pick<Placement, "cluster">,
): string =>
  `alter table ${cluster === undefined ? table : `${localName(table)} on cluster ${cluster}`} modify setting min_bytes_for_wide_part = ${belowBytes}`;

/** The statements that take a table away, each safe to repeat. */
export const dropTable = (
  name: string,
  { cluster }: Pick<Placement, "cluster">,
): readonly string[] =>
  cluster === undefined
    ? [`drop table if exists ${name}`]
    : [name, localName(name)].map((table) => `drop table if exists ${table} on cluster ${cluster}`);

/** Where a shard keeps its own rows of a table. */
export const localName = (name: string): string => `${name}_local`;

function engineOf(table: Table, name: string, placement: Placement): string {
  const { orderBy, time, partBy, holds = "rows", forgotten } = table;
  const kind = holds === "sums" ? "MergeTree" : "ReplacingMergeTree";
  const told = [
    ...(placement.replicated
      ? [`'/clickhouse/tables/{shard}/${placement.database}/${name}', '{replica}'`]
      : []),
    ...(holds === "sums" ? [] : ["row_version, is_gone"]),
  ].join(", ");
  const engine = `${placement.replicated ? "Replicated" : ""}${kind}(${told})`;
  const settings = [
    // A block that was sent twice is known by its token.
    placement.replicated
      ? "replicated_deduplication_window = 10000"
      : "non_replicated_deduplication_window = 10000",
    ...SYNCED,
    ...(placement.storage_policy === undefined
      ? []
      : [`storage_policy = '${placement.storage_policy}'`]),
  ];
  return [
    `engine = ${engine}`,
    ...(time === undefined ? [] : [`partition by toYYYYMM(${time})`]),
    ...(partBy === undefined ? [] : [`partition by ${partBy}`]),
    `order by (${orderBy})`,
    ...(time === undefined ? [] : ttlOf(time, placement)),
    ...(forgotten === undefined
      ? []
      : ttlOf(forgotten.time, { ...placement, ...NEVER_COLD, keep_days: forgotten.afterDays })),
    `settings ${settings.join(", ")}`,
  ].join("\n");
}

const NEVER_COLD = { cold_after_days: undefined } as const;

/** When rows move to the cold volume and when they go. */
export function ttlOf(time: string, { keep_days, cold_after_days }: Placement): readonly string[] {
  const rules = [
    ...(cold_after_days === undefined
      ? []
      : [`toDateTime(${time}) + interval ${cold_after_days} day to volume 'cold'`]),
    ...(keep_days === undefined ? [] : [`toDateTime(${time}) + interval ${keep_days} day delete`]),
  ];
  return rules.length === 0 ? [] : [`ttl ${rules.join(", ")}`];
}
