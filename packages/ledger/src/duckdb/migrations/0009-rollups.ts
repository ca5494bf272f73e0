import type { Migration } from "./migration.ts";

/**
 * Which days have rows, and whether the sums that stand beside the rows are made of them as they are now. The
 * tables of the sums are no part of the schema: they are made anew where their version is another one.
 */
export const rollups: Migration = {
  version: 9,
  name: "rollups",
  statements: [
    `create table rollup_days (
      ledger_day timestamp not null,
      is_built boolean not null,
      touched_at timestamp not null
    )`,
    "create table rollup_version (version bigint not null)",
  ],
};
