import { expect, test } from "vitest";
import { compactTable, createTable, dropTable, syncTable } from "./create-table.ts";

const table = {
  name: "attempts",
  columns: "row_id String, started_at DateTime64(6, 'UTC')",
  orderBy: "started_at, row_id",
  time: "started_at",
  shardBy: "row_id",
} as const;
const alone = { database: "headgate", replicated: false } as const;

test("a table of one server replaces rows by their key", () => {
  expect(createTable(table, alone)).toEqual([
    `create table if not exists attempts (row_id String, started_at DateTime64(6, 'UTC'), row_version UInt64, is_gone UInt8) engine = ReplacingMergeTree(row_version, is_gone)
partition by toYYYYMM(started_at)
order by (started_at, row_id)
settings non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1`,
  ]);
});

test("on a cluster each shard has its own table, and one table stands for all", () => {
  const [local, all] = createTable(table, { ...alone, cluster: "many", replicated: true });

  expect(local).toContain("create table if not exists attempts_local on cluster many");
  expect(local).toContain(
    "ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/headgate/attempts_local', '{replica}', row_version, is_gone)",
  );
  expect(local).toContain("settings replicated_deduplication_window = 10000");
  expect(all).toContain("create table if not exists attempts on cluster many");
  expect(all).toContain(
    "engine = Distributed('many', 'headgate', 'attempts_local', cityHash64(row_id))",
  );
});

test("old rows move to the cold volume, and go", () => {
  const [sql] = createTable(table, {
    ...alone,
    cold_after_days: 30,
    keep_days: 400,
    storage_policy: "tiered",
  });

  expect(sql).toContain(
    "ttl toDateTime(started_at) + interval 30 day to volume 'cold', toDateTime(started_at) + interval 400 day delete",
  );
  expect(sql).toContain("storage_policy = 'tiered'");
});

test("sums have no versions: they are added and taken away by the day", () => {
  const sums = { ...table, holds: "sums" } as const;

  expect(createTable(sums, alone)[0]).toContain(
    "(row_id String, started_at DateTime64(6, 'UTC')) engine = MergeTree()",
  );
  expect(createTable(sums, { ...alone, replicated: true })[0]).toContain(
    "engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/headgate/attempts', '{replica}')\n",
  );
});

test("a table goes from every shard, the one that stands for all of them first", () => {
  expect(dropTable("attempts", {})).toEqual(["drop table if exists attempts"]);
  expect(dropTable("attempts", { cluster: "many" })).toEqual([
    "drop table if exists attempts on cluster many",
    "drop table if exists attempts_local on cluster many",
  ]);
});

test("a table that is there is told to have its parts on the disk before they are answered for, on each shard", () => {
  const set = "modify setting fsync_after_insert = 1, fsync_part_directory = 1";
  expect(syncTable("attempts", {})).toBe(`alter table attempts ${set}`);
  expect(syncTable("attempts_local", { cluster: "many" })).toBe(
    `alter table attempts_local on cluster many ${set}`,
  );
});

test("rows that nobody asks for any more go, wherever others are kept", () => {
  const { time: _, ...timeless } = table;
  const claims = { ...timeless, forgotten: { time: "heard_at", afterDays: 7 } };

  const [sql] = createTable(claims, { ...alone, cold_after_days: 30, keep_days: 400 });

  expect(sql).toContain("ttl toDateTime(heard_at) + interval 7 day delete\n");
});

test("a table's small parts are made one file, on a cluster each shard's own", () => {
  const small = { table: "attempts", belowBytes: 1_000 };

  expect(compactTable(small, {})).toBe(
    "alter table attempts modify setting min_bytes_for_wide_part = 1000",
  );
  expect(compactTable(small, { cluster: "many" })).toBe(
    "alter table attempts_local on cluster many modify setting min_bytes_for_wide_part = 1000",
  );
});
