/**
 * All tables, as SQLite takes them; PostgreSQL gets the same list with its names of types. Targets stand as columns, so that
 * groups are found by an index.
 */
export const SCHEMA = `
create table if not exists items (
  position integer primary key autoincrement,
  id text not null unique,
  call_id text not null,
  key_id text not null,
  attribution text not null,
  tags text not null,
  client_call_id text,
  custom_id text,
  client_batch_id text,
  format text not null,
  path text not null,
  model text not null,
  body_bytes integer not null,
  provider text not null,
  target_model text not null,
  target_format text not null,
  endpoint text not null,
  scope text,
  digest text,
  deadline_ms integer not null,
  real_time_at_ms integer not null,
  own_deadline_ms integer,
  own_real_time_at_ms integer,
  not_before_ms integer,
  webhook text,
  admitted_at_ms integer not null,
  state text not null,
  leader text,
  batch text,
  line integer,
  batch_attempt integer,
  attempts integer not null,
  reason text,
  ended_at_ms integer,
  status integer,
  settled_by text
) strict;
create index if not exists items_waiting
  on items (provider, target_model, target_format, endpoint, deadline_ms) where state = 'waiting';
create index if not exists items_asked on items (scope, digest)
  where digest is not null and state in ('waiting', 'batched', 'asking', 'answered');
create index if not exists items_of_batch on items (batch, line) where batch is not null;
create index if not exists items_of_client_batch
  on items (client_batch_id, position) where client_batch_id is not null;
create index if not exists items_of_client_batch_by_state
  on items (client_batch_id, state) where client_batch_id is not null;
create index if not exists items_copies on items (leader) where state = 'copy';
create index if not exists items_late_copies on items (deadline_ms) where state = 'copy';
create index if not exists items_urgent
  on items (real_time_at_ms) where state in ('waiting', 'batched');
create index if not exists items_by_deadline
  on items (deadline_ms, real_time_at_ms, not_before_ms) where state in ('waiting', 'batched');
create index if not exists items_asking on items (position) where state = 'asking';
create index if not exists items_open on items (admitted_at_ms) where ended_at_ms is null;
create index if not exists items_ended on items (ended_at_ms) where ended_at_ms is not null;
create table if not exists cancelled_holds (id text primary key, batch text) strict;
create table if not exists ended_leaders (leader text primary key) strict, without rowid;
create table if not exists bodies (id text primary key, body blob not null) strict;
create table if not exists results (
  id text primary key, status integer not null, body blob, result_of text, baseline text
) strict;
create index if not exists results_lent on results (result_of) where result_of is not null;
create table if not exists webhooks (
  position integer primary key autoincrement,
  item text not null unique,
  about text not null default 'request',
  key_id text not null,
  url text not null,
  status text not null,
  ended_at_ms integer not null,
  state text not null,
  tries integer not null,
  next_at_ms integer,
  delivered_at_ms integer,
  problem text
) strict;
create index if not exists webhooks_due on webhooks (next_at_ms) where state = 'waiting';
create table if not exists provider_batches (
  position integer primary key autoincrement,
  marker text not null unique,
  provider text not null,
  target_model text not null,
  target_format text not null,
  endpoint text not null,
  state text not null,
  requests integer not null,
  bytes integer not null,
  opened_at_ms integer not null,
  next_look_at_ms integer not null,
  ended_at_ms integer,
  rest text not null
) strict;
create index if not exists batches_due
  on provider_batches (next_look_at_ms) where state in ('submitting', 'submitted', 'ended');
create index if not exists batches_ended on provider_batches (ended_at_ms) where ended_at_ms is not null;
create table if not exists rows_out (
  position integer primary key autoincrement,
  row_id text not null unique,
  row text,
  added_at_ms integer not null
) strict;
create index if not exists rows_waiting on rows_out (position) where row is not null;
create index if not exists rows_gone on rows_out (added_at_ms) where row is null;
create table if not exists client_batches (
  position integer primary key autoincrement,
  id text not null unique,
  key_id text not null,
  kind text not null,
  state text not null,
  created_at_ms integer not null,
  deadline_ms integer not null,
  ended_at_ms integer,
  fields text not null,
  webhook text
) strict;
create index if not exists client_batches_of on client_batches (key_id, kind, position);
create index if not exists client_batches_open on client_batches (position) where ended_at_ms is null;
create table if not exists files (
  position integer primary key autoincrement,
  id text not null unique,
  key_id text not null,
  name text not null,
  purpose text not null,
  bytes integer not null,
  created_at_ms integer not null,
  expires_at_ms integer,
  fields text not null
) strict;
create index if not exists files_of on files (key_id, position);
create index if not exists files_expiring on files (expires_at_ms) where expires_at_ms is not null;
`;

/** Raised with every change of the schema that older versions cannot read. */
export const SCHEMA_VERSION = 3;

/** What takes a file of an older version to the next one, by the version that it has. */
export const UPGRADES: Readonly<Record<number, string>> = {
  1: `
alter table items add column own_deadline_ms integer;
alter table items add column own_real_time_at_ms integer;
alter table webhooks add column about text not null default 'request';
alter table client_batches add column webhook text;
`,
  2: `
alter table items add column not_before_ms integer;
`,
};
