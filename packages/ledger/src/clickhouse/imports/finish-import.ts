import { type ImportSummary, importSummarySchema } from "@headgate/contract";
import { gauges, usageTotals } from "../../imports/arrived-sql.ts";
import { summariseImport } from "../../imports/summarise-import.ts";
import { integer, text, textOrNull } from "../../reports/sql-values.ts";
import { changeRows } from "../change-rows.ts";
import type { Connection } from "../connection.ts";
import { laterVersion } from "../row-version.ts";
import { dropStaged, tablesWith } from "./drop-staged.ts";
import { arriveAttempts, moveAttempts } from "./finish-attempts.ts";
import { arriveBillLines, moveBillLines } from "./finish-bill-lines.ts";
import { arriveOutcomes, moveOutcomes } from "./finish-outcomes.ts";
import { arriveReplacing, moveReplacing } from "./finish-replacing.ts";
import { claimImport, type Owner, othersClaims, releaseImport } from "./import-claims.ts";
import { askOfImport } from "./import-sql.ts";
import { goes, joinDay } from "./join-day.ts";
import type { WrittenEnd } from "./written-end.ts";

/**
 * Makes an import hold; again, it answers what it answered then. First it is worked out what becomes of each row, and
 * kept; then the import is written down as being moved, which is when it holds: whoever opens the ledger after a
 * failure moves the rest. Each step of the move gives the same when it is done again.
 * @throws RangeError when it was never begun or was dropped, also by another process in the middle of this
 */
export async function finishImport(
  connection: Connection,
  end: WrittenEnd,
): Promise<ImportSummary> {
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

/**
 * Moves what was cut off on its way, oldest first; what another process is at is left to it.
 * @returns which were moved, and how many were left
 */
export async function moveUnfinished(
  connection: Connection,
  owner: Owner,
): Promise<Readonly<{ moved: readonly number[]; left: number }>> {
  const rows = await connection.query(
    "select number, ending from imports where phase = 'moving' order by number",
  );
  const moved: number[] = [];
  for (const row of rows) {
    const number = integer(row, "number");
    if (await isOthers(connection, owner, number)) continue;
    await claimImport(connection, owner, { number, isBeside: false });
    try {
      // Of two that claim it at once neither may see itself alone: it is left then, and looked at again.
      if (await isOthers(connection, owner, number)) continue;
      await moveImport(connection, JSON.parse(text(row, "ending")) as WrittenEnd);
      moved.push(number);
    } finally {
      await releaseImport(connection, owner, number);
    }
  }
  return { moved, left: rows.length - moved.length };
}

async function isOthers(connection: Connection, owner: Owner, number: number): Promise<boolean> {
  const [found] = await connection.query(
    `select toInt64(${number} in (${othersClaims(owner)})) as is_others`,
  );
  if (found === undefined) throw new TypeError("a constant answered no row");
  return integer(found, "is_others") === 1;
}

async function moveImport(connection: Connection, end: WrittenEnd): Promise<ImportSummary> {
  const number = end.import;
  const staged = await tablesWith(connection, number);
  if (staged.has("import_attempts")) await moveAttempts(connection, number);
  if (staged.has("import_bill_lines")) await moveBillLines(connection, number);
  if (staged.has("import_usage_totals")) await moveReplacing(connection, number, usageTotals);
  if (staged.has("import_gauges")) await moveReplacing(connection, number, gauges);
  if (staged.has("import_outcomes")) await moveOutcomes(connection, number, end.finishedAtMs);
  const made = await summariseImport(askOfImport(connection, number), end);
  // Another process that took it for one that nobody is at may have been first, and what waited is gone: its answer holds.
  const now = await importOf(connection, number);
  if (now.phase === "finished") return importSummarySchema.parse(JSON.parse(now.summary));
  const kept = end.joins === true ? await joinDay(connection, end, made) : made;
  if (kept === undefined) {
    // What waits first: a rest of it would be nobody's, and found to change nothing it goes all the same.
    await dropStaged(connection, number);
    await goes(connection, number);
    return { ...made, import_number: null };
  }
  await setImport(connection, number, {
    phase: "'finished'",
    finished_at: end.finishedAtMs,
    summary: JSON.stringify(kept),
  });
  await dropStaged(connection, number);
  return made;
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
    version: laterVersion,
  });
  // It may have been dropped, or been moved by another: nothing was written then.
  const { phase: now } = await importOf(connection, number);
  if (`'${now}'` !== phase && now !== "finished") {
    throw new RangeError(`import ${number} is not under way`);
  }
}
