import type { Migration } from "./migration.ts";

/** What stands beside the rows for speed; nothing of it is the only place that something is in. */
export const sums: Migration = {
  version: 2,
  name: "sums",
  tables: [
    {
      name: "rollup_days",
      columns: `
    ledger_day DateTime64(6, 'UTC'), is_built Bool, touched_at DateTime64(6, 'UTC')`,
      orderBy: "ledger_day",
      shardBy: "ledger_day",
    },
    {
      name: "rollup_outcomes",
      columns: `
    outcome_id String, outcome_number Int64, name String, occurred_at DateTime64(6, 'UTC'),
    is_wide Bool, is_settled Bool, join_state LowCardinality(Nullable(String)),
    call_count Nullable(Int64)`,
      orderBy: "outcome_id",
      shardBy: "outcome_id",
    },
    {
      name: "rollup_outcome_calls",
      columns: `
    started_at DateTime64(6, 'UTC'), outcome_id String, joined_by LowCardinality(String), call_id String`,
      orderBy: "started_at, outcome_id, joined_by, call_id",
      shardBy: "call_id",
    },
    {
      name: "rollup_outcome_attempts",
      columns: `
    row_id String, call_id Nullable(String), attempt Nullable(Int64), final Nullable(Bool),
    started_at DateTime64(6, 'UTC'), duration_ms Nullable(Float64),
    time_to_first_token_ms Nullable(Float64), status Nullable(Int64),
    cache_status LowCardinality(Nullable(String)), usage_origin LowCardinality(Nullable(String)),
    stream Nullable(Bool), input_tokens Nullable(Int64), output_tokens Nullable(Int64),
    effective_cost Nullable(Decimal(38, 12)), confidence LowCardinality(Nullable(String)),
    superseded Nullable(Bool), simulated Nullable(Bool), account_id LowCardinality(Nullable(String)),
    tags Map(String, Nullable(String)), savings Nullable(String), changes Nullable(String),
    prompt_system_tokens Nullable(Int64), prompt_tools_tokens Nullable(Int64),
    prompt_history_tokens Nullable(Int64), prompt_tool_results_tokens Nullable(Int64),
    prompt_documents_tokens Nullable(Int64), prompt_user_tokens Nullable(Int64),
    organisation LowCardinality(Nullable(String)), team LowCardinality(Nullable(String)),
    project LowCardinality(Nullable(String)), feature LowCardinality(Nullable(String)),
    customer Nullable(String), environment LowCardinality(Nullable(String)), "user" Nullable(String),
    session Nullable(String), provider LowCardinality(Nullable(String)),
    model LowCardinality(Nullable(String)), operation LowCardinality(Nullable(String)),
    outcome LowCardinality(Nullable(String)), service_tier LowCardinality(Nullable(String)),
    key_id Nullable(String), source LowCardinality(Nullable(String))`,
      orderBy: "started_at, row_id",
      shardBy: "row_id",
    },
    {
      name: "rollup_shares",
      columns: `
    outcome_number Int64, call_number Int64, name_size Int64, name_place Int64,
    name_before Nullable(DateTime64(6, 'UTC')), all_size Int64, all_place Int64,
    all_before Nullable(DateTime64(6, 'UTC'))`,
      orderBy: "outcome_number, call_number",
      shardBy: "call_number",
    },
    {
      name: "rollup_shared_calls",
      columns: `
    call_number Int64, call_id String`,
      orderBy: "call_number",
      shardBy: "call_number",
    },
    {
      name: "rollup_shared_attempts",
      columns: `
    call_number Int64, small_cost Nullable(Int64), call_id Nullable(String), attempt Int64,
    final Nullable(Bool), started_at DateTime64(6, 'UTC'), duration_ms Nullable(Float64),
    time_to_first_token_ms Nullable(Float64), status Nullable(Int64),
    cache_status LowCardinality(Nullable(String)), usage_origin LowCardinality(Nullable(String)),
    stream Nullable(Bool), input_tokens Nullable(Int64), output_tokens Nullable(Int64),
    effective_cost Nullable(Decimal(38, 12)), confidence LowCardinality(Nullable(String)),
    superseded Nullable(Bool), simulated Nullable(Bool), account_id LowCardinality(Nullable(String)),
    tags Map(String, Nullable(String)), savings Nullable(String), changes Nullable(String),
    prompt_system_tokens Nullable(Int64), prompt_tools_tokens Nullable(Int64),
    prompt_history_tokens Nullable(Int64), prompt_tool_results_tokens Nullable(Int64),
    prompt_documents_tokens Nullable(Int64), prompt_user_tokens Nullable(Int64),
    organisation LowCardinality(Nullable(String)), team LowCardinality(Nullable(String)),
    project LowCardinality(Nullable(String)), feature LowCardinality(Nullable(String)),
    customer Nullable(String), environment LowCardinality(Nullable(String)), "user" Nullable(String),
    session Nullable(String), provider LowCardinality(Nullable(String)),
    model LowCardinality(Nullable(String)), operation LowCardinality(Nullable(String)),
    outcome LowCardinality(Nullable(String)), service_tier LowCardinality(Nullable(String)),
    key_id Nullable(String), source LowCardinality(Nullable(String))`,
      orderBy: "call_number, attempt",
      shardBy: "attempt",
    },
    {
      name: "rollup_outcome_sums",
      columns: `
    event_number Int64, name_before_day Nullable(DateTime64(6, 'UTC')),
    all_before_day Nullable(DateTime64(6, 'UTC')), work_key Int64, is_name_shared Bool,
    is_all_shared Bool, share_count Int64, name_cost Nullable(Int128), all_cost Nullable(Int128),
    name_tokens Nullable(Int128), all_tokens Nullable(Int128)`,
      orderBy: "event_number, work_key",
      shardBy: "work_key",
    },
  ],
};
