/**
 * Tables of the small state, one step after the other, as SQLite takes them; PostgreSQL gets the same list with its names of
 * types (`postgresText`). A step that has been released is never edited.
 */
export const migrations: readonly (readonly string[])[] = [
  [
    `create table virtual_keys (
      position integer primary key autoincrement,
      id text not null unique,
      name text not null,
      hash text not null unique,
      hint text not null,
      attribution text not null,
      tags text not null,
      created_at_ms integer not null,
      revoked_at_ms integer
    ) strict`,
    `create table meta (name text primary key, value integer not null) strict, without rowid`,
    `insert into meta (name, value) values ('keys_version', 0)`,
  ],
  [
    `create table alarm_standings (
      alarm text primary key,
      state text not null,
      since_ms integer not null,
      told_at_ms integer not null
    ) strict, without rowid`,
    `create table alarm_deliveries (
      position integer primary key autoincrement,
      id text not null unique,
      alarm text not null,
      notifier text not null,
      kind text not null,
      message text not null,
      state text not null,
      created_at_ms integer not null,
      attempts integer not null,
      next_attempt_at_ms integer,
      delivered_at_ms integer,
      last_error text
    ) strict`,
    `create index alarm_deliveries_of on alarm_deliveries (alarm, notifier, state)`,
  ],
  [
    `create table pull_standings (
      pull text primary key,
      subject text not null,
      finished_until_ms integer,
      last_started_at_ms integer,
      last_success_at_ms integer,
      last_result text,
      last_error text,
      last_error_at_ms integer,
      failures_in_a_row integer not null,
      next_run_at_ms integer
    ) strict, without rowid`,
    `create table received_counts (
      source text primary key,
      payloads integer not null,
      row_count integer not null,
      added integer not null,
      already_there integer not null,
      rejected integer not null,
      left_out integer not null,
      first_at_ms integer,
      last_at_ms integer,
      last_received_at_ms integer not null
    ) strict, without rowid`,
  ],
  [
    `create table alarm_events (
      position integer primary key autoincrement,
      id text not null unique,
      alarm text not null,
      kind text not null,
      at_ms integer not null,
      text text not null,
      link text,
      snoozed integer not null
    ) strict`,
    `create index alarm_events_of on alarm_events (alarm, position)`,
    `create table alarm_spans (
      alarm text not null,
      direction text not null,
      start_ms integer not null,
      end_ms integer not null,
      primary key (alarm, direction, start_ms)
    ) strict, without rowid`,
    `create table alarm_snoozes (
      alarm text primary key,
      until_ms integer not null
    ) strict, without rowid`,
  ],
  [
    `create table recommendations (
      id text primary key,
      first_step_at text not null,
      recommendation text not null
    ) strict, without rowid`,
    `create table recommendation_steps (
      id text not null references recommendations (id),
      position integer not null,
      step text not null,
      primary key (id, position)
    ) strict, without rowid`,
  ],
  [
    `create table feedback (
      call_id text primary key,
      key_id text not null,
      given_by text not null,
      policy text not null,
      model text not null,
      fingerprint text not null,
      quality real not null,
      at_ms integer not null
    ) strict, without rowid`,
    `create index feedback_of_key on feedback (key_id, at_ms)`,
    `create index feedback_at on feedback (at_ms)`,
  ],
  [
    // Two events of one time and side are told apart by their slices, which spans from before do not say.
    `create table alarm_told_spans (
      position integer primary key autoincrement,
      alarm text not null,
      direction text not null,
      slice text,
      start_ms integer not null,
      end_ms integer not null
    ) strict`,
    `create index alarm_told_spans_of on alarm_told_spans (alarm, start_ms)`,
    `insert into alarm_told_spans (alarm, direction, start_ms, end_ms)
      select alarm, direction, start_ms, end_ms from alarm_spans order by alarm, start_ms, direction`,
    `drop table alarm_spans`,
  ],
];
