import type { Migration } from "./migration.ts";

/** Runs of a provider's own tools that are billed by the piece; see `countedUnits` of the contract. */
export const toolUnits: Migration = {
  version: 5,
  name: "tool-units",
  statements: [
    "file_searches",
    "code_sessions",
    "maps_requests",
    "web_search_previews",
    "x_searches",
  ].map((unit) => `alter table attempts add column usage_${unit} bigint`),
};
