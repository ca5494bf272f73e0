import type { DuckDBConnection } from "@duckdb/node-api";
import { type ImportSummary, importSummarySchema } from "@headgate/contract";
import type { ImportEnd } from "../../imports/import.ts";
import { joinSummaries } from "../../imports/join-summaries.ts";
import { integer, text } from "../../reports/sql-values.ts";
import { query } from "../query.ts";

const DAY_MS = 86_400_000;

/**
 * Tells an import that is being finished as one with the earlier ones of its day under the same names: it takes their
 * place, and what stands under their number goes to its own.
 *
 * @returns what is to be kept of it; undefined when it changed nothing, and is gone
 */
export async function joinDay(
  connection: DuckDBConnection,
  end: ImportEnd,
  made: ImportSummary,
): Promise<ImportSummary | undefined> {
  const number = { type: "integer", integer: end.import } as const;
  if (!(await isChange(connection, made))) {
    await query(connection, "delete from imports where number = $number", { number });
    return undefined;
  }
  const [last] = await query(
    connection,
    `select number, summary from imports
     where number <> $number and finished_at >= $from and finished_at < $to
       and named = (select named from imports where number = $number)
     order by number desc limit 1`,
    { number, ...dayOf(end.finishedAtMs) },
  );
  if (last === undefined) return joinSummaries(undefined, made);
  const before = importSummarySchema.parse(JSON.parse(text(last, "summary")));
  // Somebody's own import, of files that are called the same.
  if (before.joined === undefined) return joinSummaries(undefined, made);

  const earlier = { type: "integer", integer: integer(last, "number") } as const;
  for (const table of ["bill_statements", "replaced_attempts"]) {
    await query(connection, `update ${table} set import = $number where import = $earlier`, {
      number,
      earlier,
    });
  }
  await query(
    connection,
    `update imports set started_at = (select started_at from imports where number = $earlier)
     where number = $number`,
    { number, earlier },
  );
  await query(connection, "delete from imports where number = $earlier", { earlier });
  return joinSummaries(before, made);
}

/** Whether anything is in the ledger that was not, or is not any more. */
async function isChange(connection: DuckDBConnection, made: ImportSummary): Promise<boolean> {
  if (made.sources.some(({ added, replaced }) => added > 0 || replaced > 0)) return true;
  const [dropped] = await query(
    connection,
    "select 1 as is_any from dropped_bill_lines limit 1",
    {},
  );
  return dropped !== undefined;
}

function dayOf(ms: number) {
  const startMs = Math.floor(ms / DAY_MS) * DAY_MS;
  return {
    from: { type: "timestamp", ms: startMs },
    to: { type: "timestamp", ms: startMs + DAY_MS },
  } as const;
}
