import type { Migration } from "./migration.ts";

/** Digests, places and counts of requests, as JSON: what changes are simulated from. */
export const requestFacts: Migration = {
  version: 14,
  name: "request facts",
  statements: ["attempts", "replaced_attempts"].map(
    (table) => `alter table ${table} add column request_facts varchar`,
  ),
};
