import { setTimeout as wait } from "node:timers/promises";
import { HeadgateError } from "@headgate/contract";
import type { TakenColumn } from "../../column.ts";
import { columns } from "../../columns.ts";
import { billLineColumns, hasRoom } from "../../imports/bill-line-columns.ts";
import { gaugeColumns } from "../../imports/gauge-columns.ts";
import type { ImportBatch, ImportStart } from "../../imports/import.ts";
import { outcomeColumns } from "../../imports/outcome-columns.ts";
import { usageTotalColumns } from "../../imports/usage-total-columns.ts";
import { integer } from "../../reports/sql-values.ts";
import { changeRows } from "../change-rows.ts";
import type { Connection } from "../connection.ts";
import { encodeLine, microsOf } from "../encode-line.ts";
import { laterVersion, nextVersion } from "../row-version.ts";
import { dropStaged } from "./drop-staged.ts";
import {
  claimImport,
  type ImportClaim,
  type Owner,
  othersClaims,
  releaseImport,
  standsAgainst,
} from "./import-claims.ts";

/** How many rows a batch can have of a kind, so that each row of an import has a place of its own. */
const PLACES = 1_000_000_000;

/** Tries of processes that all begin an import at one moment, until each has a number of its own. */
const TRIES = 20;
const PAUSE_MS = 20;

/**
 * Opens an import; what this opening of the ledger left, or another that is no more, goes, since it never held.
 *
 * @returns what was claimed, which the caller renews until the import is over
 * @throws HeadgateError `import_running` while another process is at one that this could meet
 */
export async function beginImport(
  connection: Connection,
  start: ImportStart,
  owner: Owner,
): Promise<ImportClaim> {
  const open = await connection.query(
    `select number from imports where phase = 'open' and number not in (${othersClaims(owner)})`,
  );
  for (const row of open) await drop(connection, integer(row, "number"));
  const claim = await claimNumber(connection, owner, start.beside === true);
  await connection.insert(
    "imports",
    ["number", "started_at", "named", "restating", "phase", "row_version", "is_gone"],
    [
      `[${claim.number},${microsOf(start.startedAtMs)},${JSON.stringify(JSON.stringify(start.named))},${JSON.stringify(start.restating ?? [])},"open",${nextVersion()},0]`,
    ],
  );
  return claim;
}

async function claimNumber(
  connection: Connection,
  owner: Owner,
  isBeside: boolean,
): Promise<ImportClaim> {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const claim = { number: await nextNumber(connection), isBeside };
    await claimImport(connection, owner, claim);
    const against = await standsAgainst(connection, owner, claim);
    if (against === "nothing") return claim;
    await releaseImport(connection, owner, claim.number);
    if (against === "an import") {
      throw new HeadgateError("import_running", "Another process imports into this ledger.");
    }
    // Of two that took one number each waits for another while.
    await wait(Math.random() * PAUSE_MS * tried);
  }
  throw new HeadgateError(
    "import_running",
    `Other processes begin imports all the time: none of ${TRIES} numbers was free.`,
  );
}

/** Numbers of dropped ones, and of those that were claimed and given back, are not given again. */
async function nextNumber(connection: Connection): Promise<number> {
  const [last] = await connection.query(
    `select greatest(ifNull((select max(number) from imports), 0),
       ifNull((select max(number) from import_claims), 0)) as last settings final = 0`,
  );
  if (last === undefined) throw new TypeError("a constant answered no row");
  return integer(last, "last") + 1;
}

/**
 * Adds a batch, and its number behind it; a batch that is there changes nothing.
 * @throws RangeError when a batch is missing before it, or the import was never begun, is finished or was
 *   dropped
 */
export async function addToImport(connection: Connection, batch: ImportBatch): Promise<void> {
  const next = await openSequence(connection, batch.import);
  if (batch.sequence < next) return;
  if (batch.sequence > next) {
    throw new RangeError(`batch ${next} of import ${batch.import} comes before ${batch.sequence}`);
  }
  const lines = batch.billLines ?? [];
  await stage(connection, batch, { kind: "attempts", columns, rows: batch.attempts });
  await stage(connection, batch, {
    kind: "bill_lines",
    columns: billLineColumns,
    rows: lines.filter(hasRoom),
  });
  await stage(connection, batch, {
    kind: "oversize",
    columns: [
      { name: "source", type: "VARCHAR", take: (line) => line.source },
      { name: "line_id", type: "VARCHAR", take: (line) => line.line_id },
    ],
    rows: lines.filter((line) => !hasRoom(line)),
  });
  await stage(connection, batch, {
    kind: "usage_totals",
    columns: usageTotalColumns,
    rows: batch.usageTotals,
  });
  await stage(connection, batch, { kind: "gauges", columns: gaugeColumns, rows: batch.gauges });
  await stage(connection, batch, {
    kind: "outcomes",
    columns: outcomeColumns,
    rows: batch.outcomes,
  });
  await connection.insert(
    "import_batches",
    ["import", "sequence", "row_version", "is_gone"],
    [`[${batch.import},${batch.sequence},1,0]`],
  );
}

type Part<Row> = Readonly<{
  kind: string;
  columns: readonly TakenColumn<Row>[];
  rows: readonly Row[] | undefined;
}>;

const stage = <Row>(
  connection: Connection,
  batch: ImportBatch,
  { kind, columns: own, rows = [] }: Part<Row>,
): Promise<void> =>
  connection.insert(
    `import_${kind}`,
    [...own.map(({ name }) => name), "import", "place", "row_version", "is_gone"],
    rows.map((row, index) =>
      encodeLine(own, row, [
        String(batch.import),
        String(batch.sequence * PLACES + index),
        "1",
        "0",
      ]),
    ),
  );

/** The number of the batch that an import waits for. */
async function openSequence(connection: Connection, number: number): Promise<number> {
  const [row] = await connection.ask(
    `select (select count(*) from import_batches where import = $number) as batches
     from imports where number = $number and phase = 'open'`,
    { number: { type: "integer", integer: number } },
  );
  if (row === undefined) throw new RangeError(`import ${number} is not under way`);
  return integer(row, "batches");
}

/** Drops an import; one that is finished, or was dropped already, stays as it is. */
export async function abandonImport(connection: Connection, number: number): Promise<void> {
  const [open] = await connection.ask(
    "select number from imports where number = $number and phase = 'open'",
    { number: { type: "integer", integer: number } },
  );
  if (open !== undefined) await drop(connection, number);
}

/** First it is gone, for whoever works at it still, then what waits of it. */
async function drop(connection: Connection, number: number): Promise<void> {
  await changeRows(connection, "imports", {
    set: { is_gone: "1" },
    where: "number = $number",
    parameters: { number: { type: "integer", integer: number } },
    version: laterVersion,
  });
  await dropStaged(connection, number);
}
