/**
 * All of the file. Amounts are decimal texts of whole units, so that no sum has a bound. `held`, `gaps`, `counted` and `closed` came
 * later: older versions leave them alone, and what they did not hold then is a gap.
 */
export const SCHEMA = `
create table if not exists budgets (
  budget text primary key,
  since_ms integer not null,
  opened_ms integer
) without rowid;
create table if not exists slots (
  budget text not null,
  subject text not null,
  slot integer not null,
  spent text not null,
  leased text not null,
  at_worst_case text not null,
  opening text not null,
  simulated integer not null,
  primary key (budget, subject, slot)
) without rowid;
create table if not exists leases (
  lease text not null,
  budget text not null,
  subject text not null,
  slot integer not null,
  amount text not null,
  at_expiry text not null,
  expires_at_ms integer not null,
  ended_ms integer,
  held_at_ms integer not null,
  primary key (lease, budget, subject)
) without rowid;
create table if not exists held (
  budget text primary key,
  held_ms integer not null
) without rowid;
create table if not exists gaps (
  budget text not null,
  from_ms integer not null,
  to_ms integer not null,
  primary key (budget, from_ms)
) without rowid;
create table if not exists counted (
  name text primary key,
  at_ms integer not null
) without rowid;
create table if not exists closed (
  budget text primary key
) without rowid;
create index if not exists leases_under_way on leases (expires_at_ms, held_at_ms) where ended_ms is null;
create index if not exists leases_ended on leases (ended_ms) where ended_ms is not null;
`;

/** Raised with every change of the schema that older versions cannot read. */
export const SCHEMA_VERSION = 2;

/** Version 1 told the end of leases by the time of day: those under way are over, and the ledger puts them right. */
export const FROM_VERSION_1 = `
alter table leases add column held_at_ms integer not null default ${Number.MAX_SAFE_INTEGER};
drop index leases_under_way;
`;
