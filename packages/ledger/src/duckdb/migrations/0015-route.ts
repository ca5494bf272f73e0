import type { Migration } from "./migration.ts";

const columns = [
  "route varchar",
  "route_reason varchar",
  "route_task varchar",
  "route_fingerprint varchar",
];

/** Which model was chosen for a call, and why: as JSON, and what is asked for often beside it. */
export const route: Migration = {
  version: 15,
  name: "route",
  statements: ["attempts", "replaced_attempts"].flatMap((table) =>
    columns.map((column) => `alter table ${table} add column ${column}`),
  ),
};
