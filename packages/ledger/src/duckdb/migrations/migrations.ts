import { attempts } from "./0001-attempts.ts";
import { revisions } from "./0002-revisions.ts";
import { rowsFromElsewhere } from "./0003-rows-from-elsewhere.ts";
import { otherUsage } from "./0004-other-usage.ts";
import { toolUnits } from "./0005-tool-units.ts";
import { translation } from "./0006-translation.ts";
import { imports } from "./0007-imports.ts";
import { outcomes } from "./0008-outcomes.ts";
import { rollups } from "./0009-rollups.ts";
import { cacheUse } from "./0012-cache-use.ts";
import { promptParts } from "./0013-prompt-parts.ts";
import { requestFacts } from "./0014-request-facts.ts";
import { route } from "./0015-route.ts";
import { experiments } from "./0016-experiments.ts";
import type { Migration } from "./migration.ts";

/** All migrations, in the order of their versions. */
export const migrations: readonly Migration[] = [
  attempts,
  revisions,
  rowsFromElsewhere,
  otherUsage,
  toolUnits,
  translation,
  imports,
  outcomes,
  rollups,
  cacheUse,
  promptParts,
  requestFacts,
  route,
  experiments,
];
