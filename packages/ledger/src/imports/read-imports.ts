import { importSummarySchema } from "@headgate/contract";
import type { Ask } from "../reports/ask.ts";
import { integer, text } from "../reports/sql-values.ts";
import type { FinishedImport, ImportsQuery } from "./import.ts";

/** Imports that hold, newest first. */
export async function readImportsWith(
  ask: Ask,
  { before, limit }: ImportsQuery,
): Promise<readonly FinishedImport[]> {
  const rows = await ask(
    `select number, epoch_ms(started_at) as started_ms, epoch_ms(finished_at) as finished_ms, named,
       summary
     from imports where finished_at is not null and number < $before
     order by number desc limit $limit`,
    {
      before: { type: "integer", integer: before ?? Number.MAX_SAFE_INTEGER },
      limit: { type: "integer", integer: limit },
    },
  );
  return rows.map((row) => ({
    import: integer(row, "number"),
    startedAtMs: integer(row, "started_ms"),
    finishedAtMs: integer(row, "finished_ms"),
    named: JSON.parse(text(row, "named")),
    summary: importSummarySchema.parse(JSON.parse(text(row, "summary"))),
  }));
}
