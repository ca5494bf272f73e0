import { ROLLUPS_VERSION } from "../../reports/rollups/rollups.ts";
import { sumTableName, sumTables } from "./sum-tables.ts";

/** What stands for a table of sums in a text; undefined where the name is no such table's. */
export type SumsSource = (name: string) => string | undefined;

const rollupNames = new Set(sumTables.map(({ rollup }) => rollup));

/** A build that holds or, as long as its sums are there, held: questions that began before it was replaced end by it. */
const currentBuilds = `select argMax(build_id, (state = 'built', told_at))
  from rollup_builds
  where state in ('built', 'replaced') and sums_version = ${ROLLUPS_VERSION}
  group by ledger_day`;

/** A day is built where one build of it holds, and nothing was marked since that build looked. */
const days = `select ledger_day, CAST(
    ledger_day in (
      select ledger_day from rollup_builds where state = 'built' and sums_version = ${ROLLUPS_VERSION}
    ) and ledger_day not in (select ledger_day from rollup_marks), 'Bool') as is_built
  from (select distinct ledger_day from source_days)`;

/**
 * The sums that hold, in the place of the names that DuckDB's tables have: put into the text and not on the server, where
 * two Headgates of different versions would change each other's.
 */
export const currentSums: SumsSource = (name) => {
  if (name === "rollup_days") return `(${days}) as rollup_days`;
  return rollupNames.has(name) ? sumsOf(name, `build_id in (${currentBuilds})`) : undefined;
};

/** The sums of one build, which holds or not. */
export const sumsOfBuild =
  (buildId: string): SumsSource =>
  (name) =>
    rollupNames.has(name) ? sumsOf(name, `build_id = '${buildId}'`) : undefined;

const sumsOf = (name: string, where: string): string =>
  `(select * except (build_id) from ${sumTableName(name)} where ${where}) as ${name}`;
