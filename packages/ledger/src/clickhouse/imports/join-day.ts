import { type ImportSummary, importSummarySchema } from "@headgate/contract";
import type { ImportEnd } from "../../imports/import.ts";
import { joinSummaries } from "../../imports/join-summaries.ts";
import { dayOf } from "../../reports/rollups/day-plan.ts";
import { integer, text } from "../../reports/sql-values.ts";
import { changeRows } from "../change-rows.ts";
import type { Connection } from "../connection.ts";
import { nextVersion } from "../row-version.ts";
import { askOfImport } from "./import-sql.ts";

const DAY_MS = 86_400_000;

/**
 * Tells an import that is being moved as one with the earlier ones of its day under the same names: it takes their
 * place, and what stands under their number goes to its own.
 *
 * @returns what is to be kept of it; undefined when it changed nothing, and is gone
 */
export async function joinDay(
  connection: Connection,
  end: ImportEnd,
  made: ImportSummary,
): Promise<ImportSummary | undefined> {
  const number = { type: "integer", integer: end.import } as const;
  if (!(await isChange(connection, end.import, made))) {
    await goes(connection, "number = $number", number);
    return undefined;
  }
  const startMs = dayOf(end.finishedAtMs);
  const [last] = await connection.query(
    `select number, summary, toUnixTimestamp64Milli(started_at) as started_ms from imports
     where number <> $number and finished_at >= $from and finished_at < $to
       and named = (select named from imports where number = $number)
     order by number desc limit 1`,
    {
      number,
      from: { type: "timestamp", ms: startMs },
      to: { type: "timestamp", ms: startMs + DAY_MS },
    },
  );
  if (last === undefined) return joinSummaries(undefined, made);
  const before = importSummarySchema.parse(JSON.parse(text(last, "summary")));
  // Somebody's own import, of files that are called the same.
  if (before.joined === undefined) return joinSummaries(undefined, made);

  const earlier = { type: "integer", integer: integer(last, "number") } as const;
  await changeRows(connection, "bill_statements", {
    set: { import: "$number" },
    where: "import = $earlier",
    parameters: { number, earlier },
    version: nextVersion(),
  });
  // The number is part of what such a row is found by.
  await connection.run(
    `insert into replaced_attempts select * replace ($number as import) from (select * from replaced_attempts where import = $earlier)`,
    { number, earlier },
  );
  await changeRows(connection, "replaced_attempts", {
    set: { is_gone: "1" },
    where: "import = $earlier",
    parameters: { earlier },
  });
  await changeRows(connection, "imports", {
    set: { started_at: "$started_at" },
    where: "number = $number",
    parameters: { number, started_at: { type: "timestamp", ms: integer(last, "started_ms") } },
    version: nextVersion(),
  });
  await goes(connection, "number = $number", earlier);
  return joinSummaries(before, made);
}

const goes = (
  connection: Connection,
  where: string,
  number: Readonly<{ type: "integer"; integer: number }>,
): Promise<void> =>
  changeRows(connection, "imports", {
    set: { is_gone: "1" },
    where,
    parameters: { number },
    version: nextVersion(),
  });

/** Whether anything is in the ledger that was not, or is not any more. */
async function isChange(
  connection: Connection,
  number: number,
  made: ImportSummary,
): Promise<boolean> {
  if (made.sources.some(({ added, replaced }) => added > 0 || replaced > 0)) return true;
  const [dropped] = await askOfImport(connection, number)(
    "select 1 as is_any from dropped_bill_lines limit 1",
    {},
  );
  return dropped !== undefined;
}
