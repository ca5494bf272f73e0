import type { Migration } from "./migration.ts";

/**
 * Usage of other models within an answer, as JSON. Rows from before have none: what their providers said
 * of it stands in `raw_usage` and `usage_violations`.
 */
export const otherUsage: Migration = {
  version: 4,
  name: "other usage",
  statements: [
    "alter table attempts add column other_usage varchar",
    "alter table attempts add column other_cache_read_tokens bigint",
    "alter table attempts add column other_reasoning_tokens bigint",
  ],
};
