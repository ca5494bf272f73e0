import type { Migration } from "./migration.ts";

const columns = `
      outcome_id varchar not null,
      name varchar not null,
      occurred_at timestamp not null,
      accepted boolean not null,
      value_amount decimal(38,12),
      call_ids varchar,
      trace_id varchar,
      tags map(varchar, varchar) not null,
      window_from timestamp,
      window_to timestamp,
      organisation varchar,
      team varchar,
      project varchar,
      feature varchar,
      customer varchar,
      environment varchar,
      "user" varchar,
      session varchar,
      content_hash bigint not null`;

/** Business events, one row an id; what a later one of the same id replaced is kept apart. */
export const outcomes: Migration = {
  version: 8,
  name: "outcomes",
  statements: [
    `create table outcomes (${columns}
    )`,
    `create table replaced_outcomes (
      replaced_at timestamp not null,${columns}
    )`,
  ],
};
