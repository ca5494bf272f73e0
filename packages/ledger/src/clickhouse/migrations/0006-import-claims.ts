import type { Migration } from "./migration.ts";

/**
 * Which process is at which import, so that none drops or moves another's; and tables whose parts are on the disk before they are
 * answered for: the spool's rows are deleted behind that.
 */
export const importClaims: Migration = {
  version: 6,
  name: "import-claims",
  tables: [
    {
      name: "import_claims",
      columns: "number Int64, owner String, is_beside Bool, heard_at DateTime64(6, 'UTC')",
      orderBy: "number, owner",
      shardBy: "number",
      forgotten: { time: "heard_at", afterDays: 7 },
    },
  ],
  isSynced: true,
};
