import type { Migration } from "./migration.ts";

/**
 * Charges worked out again. `attempts` stays as it was written; a revision stands beside its row, and holds
 * once its re-rating is finished. Of several for one row, that of the highest re-rating holds.
 */
export const revisions: Migration = {
  version: 2,
  name: "revisions",
  statements: [
    `create table reratings (
      number bigint not null,
      range_from timestamp not null,
      range_to timestamp not null,
      provider varchar,
      model varchar,
      price_book varchar not null,
      next_sequence bigint not null,
      applied_at timestamp,
      difference varchar
    )`,
    `create table revisions (
      rerating bigint not null,
      row_id varchar not null,
      started_at timestamp not null,
      confidence varchar not null,
      list_cost decimal(38,12),
      contracted_cost decimal(38,12),
      effective_cost decimal(38,12),
      billed_cost decimal(38,12),
      charge_lines varchar not null,
      charge_reason varchar,
      baseline_cost decimal(38,12)
    )`,
  ],
};
