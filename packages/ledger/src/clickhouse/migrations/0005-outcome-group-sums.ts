import type { Migration } from "./migration.ts";

/** What outcomes come to by model and by team: see `reports/outcomes/quiet-sums.ts`. */
export const outcomeGroupSums: Migration = {
  version: 5,
  name: "outcome-group-sums",
  tables: [
    {
      name: "rollup_outcome_group_sums",
      columns: `
    event_number Int64, grouped_by LowCardinality(String), group_value LowCardinality(Nullable(String)),
    name_before_day Nullable(DateTime64(6, 'UTC')), all_before_day Nullable(DateTime64(6, 'UTC')), work_key Int64,
    is_name_shared Bool, is_all_shared Bool, share_count Int64, name_cost Nullable(Int128), all_cost Nullable(Int128),
    name_tokens Nullable(Int128), all_tokens Nullable(Int128)`,
      orderBy: "event_number, grouped_by, work_key",
      shardBy: "work_key",
    },
  ],
};
