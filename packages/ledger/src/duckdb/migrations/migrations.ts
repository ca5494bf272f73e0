import { attempts } from "./0001-attempts.ts";
import { revisions } from "./0002-revisions.ts";
import { translation } from "./0003-translation.ts";
import type { Migration } from "./migration.ts";

/** All migrations, in the order of their versions. */
export const migrations: readonly Migration[] = [attempts, revisions, translation];
