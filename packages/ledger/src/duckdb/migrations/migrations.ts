import { attempts } from "./0001-attempts.ts";
import { revisions } from "./0002-revisions.ts";
import { toolUnits } from "./0003-tool-units.ts";
import type { Migration } from "./migration.ts";

/** All migrations, in the order of their versions. */
export const migrations: readonly Migration[] = [attempts, revisions, toolUnits];
