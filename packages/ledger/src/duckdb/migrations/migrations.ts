import { attempts } from "./0001-attempts.ts";
import { revisions } from "./0002-revisions.ts";
import { rowsFromElsewhere } from "./0003-rows-from-elsewhere.ts";
import { imports } from "./0004-imports.ts";
import type { Migration } from "./migration.ts";

/** All migrations, in the order of their versions. */
export const migrations: readonly Migration[] = [attempts, revisions, rowsFromElsewhere, imports];
