import type { Migration } from "./migration.ts";

/** In which arms of which experiments a call was, as JSON. */
export const experiments: Migration = {
  version: 16,
  name: "experiments",
  statements: ["attempts", "replaced_attempts"].map(
    (table) => `alter table ${table} add column experiments varchar`,
  ),
};
