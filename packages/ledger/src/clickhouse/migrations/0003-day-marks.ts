import type { Migration } from "./migration.ts";

/**
 * Which days have sums. A row of `rollup_days` was one a day, and the later of two writers' counted, by their own clocks:
 * a Headgate whose clock is behind could not have said that a day changed. Marks and builds have an id each instead.
 */
export const dayMarks: Migration = {
  version: 3,
  name: "day marks",
  drops: ["rollup_days"],
  tables: [
    {
      name: "rollup_marks",
      columns: `
    ledger_day DateTime64(6, 'UTC'), mark_id String, is_settled Bool, marked_at DateTime64(6, 'UTC'),
    holds_until DateTime64(6, 'UTC')`,
      orderBy: "ledger_day, mark_id",
      shardBy: "ledger_day",
    },
    {
      name: "rollup_builds",
      columns: `
    ledger_day DateTime64(6, 'UTC'), build_id String, sums_version Int64, state LowCardinality(String),
    told_at DateTime64(6, 'UTC')`,
      orderBy: "ledger_day, build_id",
      shardBy: "ledger_day",
    },
  ],
};
