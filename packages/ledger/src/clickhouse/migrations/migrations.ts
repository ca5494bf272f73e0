import { tables } from "./0001-tables.ts";
import { sums } from "./0002-sums.ts";
import type { Migration } from "./migration.ts";

/** All migrations, in the order of their versions. */
export const migrations: readonly Migration[] = [tables, sums];
