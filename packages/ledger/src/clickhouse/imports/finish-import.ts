import { type ImportSummary, importSummarySchema } from "@headgate/contract";
import { gauges, usageTotals } from "../../imports/arrived-sql.ts";
import type { ImportEnd } from "../../imports/import.ts";
import { summariseImport } from "../../imports/summarise-import.ts";
import { text, textOrNull } from "../../reports/sql-values.ts";
import { changeRows } from "../change-rows.ts";
import type { Connection } from "../connection.ts";
import { nextVersion } from "../row-version.ts";
import { dropStaged, tablesWith } from "./drop-staged.ts";
import { arriveAttempts, moveAttempts } from "./finish-attempts.ts";
import { arriveBillLines, moveBillLines } from "./finish-bill-lines.ts";
import { arriveOutcomes, moveOutcomes } from "./finish-outcomes.ts";
import { arriveReplacing, moveReplacing } from "./finish-replacing.ts";
import { askOfImport } from "./import-sql.ts";
import { joinDay } from "./join-day.ts";

/**
 * Makes an import hold; again, it answers what it answered then. First it is worked out what becomes of each row, and
 * kept; then the import is written down as being moved, which is when it holds: whoever opens the ledger after a
 * failure moves the rest. Each step of the move gives the same when it is done again.
 * @throws RangeError when it was never begun or was dropped
 */
export async function finishImport(connection: Connection, end: ImportEnd): Promise<ImportSummary> {
  const begun = await importOf(connection, end.import);
  if (begun.phase === "finished") return importSummarySchema.parse(JSON.parse(begun.summary));
  if (begun.phase === "open") {
    const staged = await tablesWith(connection, end.import);
    if (staged.has("import_attempts")) {
      await arriveAttempts(connection, { number: end.import, restating: begun.restating });
    }
    if (staged.has("import_bill_lines")) await arriveBillLines(connection, end);
    if (staged.has("import_usage_totals")) {
      await arriveReplacing(connection, end.import, usageTotals);
    }
    if (staged.has("import_gauges")) await arriveReplacing(connection, end.import, gauges);
    if (staged.has("import_outcomes")) await arriveOutcomes(connection, end.import);
    await setImport(connection, end.import, {
      phase: "'moving'",
      ending: JSON.stringify(end),
    });
  }
  return moveImport(connection, end);
}

/** Moves what was cut off on its way, oldest first. */
export async function moveUnfinished(connection: Connection): Promise<void> {
  const rows = await connection.query(
    "select ending from imports where phase = 'moving' order by number",
  );
  for (const row of rows) {
    await moveImport(connection, JSON.parse(text(row, "ending")) as ImportEnd);
  }
}

async function moveImport(connection: Connection, end: ImportEnd): Promise<ImportSummary> {
  const number = end.import;
  const staged = await tablesWith(connection, number);
  if (staged.has("import_attempts")) await moveAttempts(connection, number);
  if (staged.has("import_bill_lines")) await moveBillLines(connection, number);
  if (staged.has("import_usage_totals")) await moveReplacing(connection, number, usageTotals);
  if (staged.has("import_gauges")) await moveReplacing(connection, number, gauges);
  if (staged.has("import_outcomes")) await moveOutcomes(connection, number, end.finishedAtMs);
  const made = await summariseImport(askOfImport(connection, number), end);
  const kept = end.joins === true ? await joinDay(connection, end, made) : made;
  if (kept !== undefined) {
    await setImport(connection, number, {
      phase: "'finished'",
      finished_at: end.finishedAtMs,
      summary: JSON.stringify(kept),
    });
  }
  await dropStaged(connection, number);
  return kept === undefined ? { ...made, import_number: null } : made;
}

type Begun = Readonly<{ phase: string; restating: readonly string[]; summary: string }>;

async function importOf(connection: Connection, number: number): Promise<Begun> {
  const [row] = await connection.query(
    "select phase, toJSONString(restating) as restating_text, summary from imports where number = $number",
    { number: { type: "integer", integer: number } },
  );
  if (row === undefined) throw new RangeError(`import ${number} is not under way`);
  return {
    phase: text(row, "phase"),
    restating: JSON.parse(text(row, "restating_text")),
    summary: textOrNull(row, "summary") ?? "",
  };
}

async function setImport(
  connection: Connection,
  number: number,
  {
    phase,
    ending,
    finished_at,
    summary,
  }: Readonly<{ phase: string; ending?: string; finished_at?: number; summary?: string }>,
): Promise<void> {
  await changeRows(connection, "imports", {
    set: {
      phase,
      ...(ending !== undefined && { ending: "$ending" }),
      ...(finished_at !== undefined && { finished_at: "$finished_at" }),
      ...(summary !== undefined && { summary: "$summary" }),
    },
    where: "number = $number",
    parameters: {
      number: { type: "integer", integer: number },
      ...(ending !== undefined && { ending: { type: "text", text: ending } as const }),
      ...(finished_at !== undefined && {
        finished_at: { type: "timestamp", ms: finished_at } as const,
      }),
      ...(summary !== undefined && { summary: { type: "text", text: summary } as const }),
    },
    version: nextVersion(),
  });
}
