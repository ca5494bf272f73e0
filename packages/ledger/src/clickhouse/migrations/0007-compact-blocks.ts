import type { Migration } from "./migration.ts";

/**
 * A block of a loader's is one file of the table of attempts, and not one for each of its 130 columns and what they are made of: see
 * `decisions/0105-a-steady-stream-goes-as-lines.md`. Parts that were merged of several are wide as ever.
 */
export const compactBlocks: Migration = {
  version: 7,
  name: "compact-blocks",
  tables: [],
  compacts: [{ table: "attempts", belowBytes: 128 * 1024 * 1024 }],
};
