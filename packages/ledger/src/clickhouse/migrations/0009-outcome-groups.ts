import type { Migration } from "./migration.ts";

/**
 * Groups of outcomes by number, and pairs that know calls with several attempts: see `reports/outcomes/quiet-sums.ts`.
 * The tables of before held nothing: outcomes are not summed here.
 */
export const outcomeGroups: Migration = {
  version: 9,
  name: "outcome-groups",
  drops: ["rollup_shares", "rollup_outcome_group_sums"],
  tables: [
    {
      name: "rollup_shares",
      columns: `
    outcome_number Int64, call_number Int64, name_size Int64, name_place Int64,
    name_before Nullable(DateTime64(6, 'UTC')), all_size Int64, all_place Int64,
    all_before Nullable(DateTime64(6, 'UTC')), is_of_several Bool`,
      orderBy: "outcome_number, call_number",
      shardBy: "call_number",
    },
    {
      name: "rollup_outcome_groups",
      columns: `
    grouped_by LowCardinality(String), kept_group Int64, group_value LowCardinality(Nullable(String))`,
      orderBy: "grouped_by, kept_group",
      shardBy: "kept_group",
    },
    {
      name: "rollup_outcome_group_sums",
      columns: `
    event_number Int64, grouped_by LowCardinality(String), kept_group Int64,
    name_before_day Nullable(DateTime64(6, 'UTC')), all_before_day Nullable(DateTime64(6, 'UTC')), work_key Int64,
    is_name_shared Bool, is_all_shared Bool, share_count Int64, name_cost Nullable(Int128), all_cost Nullable(Int128),
    name_tokens Nullable(Int128), all_tokens Nullable(Int128)`,
      orderBy: "event_number, grouped_by, work_key",
      shardBy: "work_key",
    },
  ],
};
