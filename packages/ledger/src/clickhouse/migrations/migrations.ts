import { tables } from "./0001-tables.ts";
import { sums } from "./0002-sums.ts";
import { dayMarks } from "./0003-day-marks.ts";
import { spoolReaches } from "./0004-spool-reaches.ts";
import { outcomeGroupSums } from "./0005-outcome-group-sums.ts";
import { importClaims } from "./0006-import-claims.ts";
import { compactBlocks } from "./0007-compact-blocks.ts";
import { outcomeGroups } from "./0009-outcome-groups.ts";
import type { Migration } from "./migration.ts";

/** All migrations, in the order of their versions. */
export const migrations: readonly Migration[] = [
  tables,
  sums,
  dayMarks,
  spoolReaches,
  outcomeGroupSums,
  importClaims,
  compactBlocks,
  outcomeGroups,
];
