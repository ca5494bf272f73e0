import { type ImportSummary, importSummarySchema } from "@headgate/contract";
import { joinSummaries } from "../../imports/join-summaries.ts";
import { dayOf } from "../../reports/rollups/day-plan.ts";
import { integer, text, textOrNull } from "../../reports/sql-values.ts";
import { changeRows } from "../change-rows.ts";
import type { Connection } from "../connection.ts";
import { laterVersion } from "../row-version.ts";
import { askOfImport } from "./import-sql.ts";
import type { WrittenEnd } from "./written-end.ts";

const DAY_MS = 86_400_000;

/**
 * Tells an import that is being moved as one with the earlier ones of its day under the same names: it takes their
 * place, and what stands under their number goes to its own. What it is told as then is written down before they go: cut off in
 * between and done again, it is read there, and not joined to itself.
 *
 * @returns what is to be kept of it; undefined when it changed nothing
 */
export async function joinDay(
  connection: Connection,
  end: WrittenEnd,
  made: ImportSummary,
): Promise<ImportSummary | undefined> {
  const number = { type: "integer", integer: end.import } as const;
  if (!(await isChange(connection, end.import, made))) return undefined;
  const startMs = dayOf(end.finishedAtMs);
  const [[own], [last]] = await Promise.all([
    connection.query("select summary from imports where number = $number", { number }),
    connection.query(
      `select number, summary, toUnixTimestamp64Milli(started_at) as started_ms from imports
       where number <> $number and finished_at >= $from and finished_at < $to
         and named = (select named from imports where number = $number)
         and JSONExtractString(ifNull(ending, '{}'), 'beside') = $beside
       order by number desc limit 1`,
      {
        number,
        from: { type: "timestamp", ms: startMs },
        to: { type: "timestamp", ms: startMs + DAY_MS },
        beside: { type: "text", text: end.beside ?? "" },
      },
    ),
  ]);
  const joined = own === undefined ? null : textOrNull(own, "summary");
  const before =
    last === undefined ? undefined : importSummarySchema.parse(JSON.parse(text(last, "summary")));
  // One without that number is somebody's own import, of files that are called the same.
  const earlier =
    last === undefined || before?.joined === undefined
      ? undefined
      : ({ type: "integer", integer: integer(last, "number") } as const);
  const kept =
    joined === null
      ? joinSummaries(earlier === undefined ? undefined : before, made)
      : importSummarySchema.parse(JSON.parse(joined));
  if (last === undefined || earlier === undefined) return kept;

  await changeRows(connection, "imports", {
    set: { started_at: "$started_at", summary: "$summary" },
    where: "number = $number",
    parameters: {
      number,
      started_at: { type: "timestamp", ms: integer(last, "started_ms") },
      summary: { type: "text", text: JSON.stringify(kept) },
    },
    version: laterVersion,
  });
  await changeRows(connection, "bill_statements", {
    set: { import: "$number" },
    where: "import = $earlier",
    parameters: { number, earlier },
    version: laterVersion,
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
  await goes(connection, earlier.integer);
  return kept;
}

/** Takes an import out of the list. */
export const goes = (connection: Connection, number: number): Promise<void> =>
  changeRows(connection, "imports", {
    set: { is_gone: "1" },
    where: "number = $number",
    parameters: { number: { type: "integer", integer: number } },
    version: laterVersion,
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
