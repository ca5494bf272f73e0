import type { DuckDBConnection } from "@duckdb/node-api";
import { type ImportSummary, importSummarySchema } from "@headgate/contract";
import { gauges, usageTotals } from "../../imports/arrived-sql.ts";
import type { FinishedImport, ImportEnd, ImportsQuery } from "../../imports/import.ts";
import { readImportsWith } from "../../imports/read-imports.ts";
import { summariseImport } from "../../imports/summarise-import.ts";
import { text, textOrNull } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { inTransaction } from "../transaction.ts";
import { openSequence } from "./begin-import.ts";
import { finishAttempts } from "./finish-attempts.ts";
import { finishBillLines } from "./finish-bill-lines.ts";
import { finishOutcomes } from "./finish-outcomes.ts";
import { finishReplacing } from "./finish-replacing.ts";
import { joinDay } from "./join-day.ts";
import { emptyStaging, stagedOutcomes } from "./staging.ts";

/**
 * Makes an import hold, all of it or, when this throws, nothing; again, it answers what it answered then.
 * Afterwards all is in the ledger's own file: no spool has an import's rows a second time.
 * @throws RangeError when it was never begun or was dropped
 */
export async function finishImport(
  connection: DuckDBConnection,
  end: ImportEnd,
): Promise<ImportSummary> {
  const summary = await inTransaction(connection, async () => {
    const [begun] = await query(
      connection,
      "select to_json(restating)::varchar as restating, summary from imports where number = $number",
      { number: { type: "integer", integer: end.import } },
    );
    const known = begun === undefined ? null : textOrNull(begun, "summary");
    if (known !== null) return importSummarySchema.parse(JSON.parse(known));
    await openSequence(connection, end.import);
    if (begun === undefined) throw new RangeError(`import ${end.import} is not under way`);

    const restating: readonly string[] = JSON.parse(text(begun, "restating"));
    const placed = await finishAttempts(connection, { number: end.import, restating });
    await finishBillLines(connection, end);
    await finishReplacing(connection, usageTotals);
    await finishReplacing(connection, gauges);
    await finishOutcomes(connection, { staged: stagedOutcomes.name, atMs: end.finishedAtMs });
    const made = await summariseImport(
      (sql, parameters) => query(connection, sql, parameters),
      end,
      placed,
    );
    const kept = end.joins === true ? await joinDay(connection, end, made) : made;
    if (kept !== undefined) {
      await query(
        connection,
        "update imports set finished_at = $finished_at, summary = $summary where number = $number",
        {
          number: { type: "integer", integer: end.import },
          finished_at: { type: "timestamp", ms: end.finishedAtMs },
          summary: { type: "text", text: JSON.stringify(kept) },
        },
      );
    }
    await emptyStaging(connection);
    return kept === undefined ? { ...made, import_number: null } : made;
  });
  await connection.run("checkpoint");
  return summary;
}

/** Imports that hold, newest first. */
export const readImports = (
  connection: DuckDBConnection,
  asked: ImportsQuery,
): Promise<readonly FinishedImport[]> =>
  readImportsWith((sql, parameters) => query(connection, sql, parameters), asked);
