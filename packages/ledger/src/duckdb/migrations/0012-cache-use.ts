import type { Migration } from "./migration.ts";

const columns = [
  "cache varchar",
  "cache_status varchar",
  "avoided_input_tokens bigint",
  "avoided_output_tokens bigint",
];

/** What Headgate's own cache had to do with a call, as JSON, and what reports add up of it. */
export const cacheUse: Migration = {
  version: 12,
  name: "cache use",
  statements: ["attempts", "replaced_attempts"].flatMap((table) =>
    columns.map((column) => `alter table ${table} add column ${column}`),
  ),
};
