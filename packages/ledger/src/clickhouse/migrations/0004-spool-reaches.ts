import type { Migration } from "./migration.ts";

/** How far the rows of each spool segment may be in, whatever its cursor says: what lies behind that cannot be there yet. */
export const spoolReaches: Migration = {
  version: 4,
  name: "spool-reaches",
  tables: [
    {
      name: "spool_reaches",
      columns: "segment String, byte_offset Int64",
      orderBy: "segment",
      shardBy: "segment",
    },
  ],
};
