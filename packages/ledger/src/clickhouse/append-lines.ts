import { createHash } from "node:crypto";
import { ledgerRowSchema } from "@headgate/contract";
import { integer } from "../reports/sql-values.ts";
import type { SegmentLines } from "../spool/segment-lines.ts";
import { around } from "./around.ts";
import type { Connection } from "./connection.ts";
import { countOnce, SAME_CALL_MS } from "./count-once.ts";
import { lineColumns, lineSettings, linesSql } from "./line-columns.ts";
import { markDays, markSources } from "./mark-days.ts";
import { originalVersion } from "./row-version.ts";
import { seenOf } from "./seen-row.ts";
import { isRefusedContent } from "./server-failure.ts";
import { mayBeThere, setReaches } from "./spool-reaches.ts";

/** The gateway's own rows: what `plainLine` lets through. */
const SOURCE = "gateway";

const names = [...lineColumns.map(([name]) => `"${name}"`), "row_version", "is_gone"].join(", ");
const expressions = lineColumns.map(([, sql]) => sql).join(", ");

/**
 * Adds the rows of lines, which the server reads itself, in one block; no cursor moves.
 *
 * @returns false where they have to be read and appended as rows: some may be there already, another source saw calls of
 *   their time, or the server could not read them. Then none of them is in, or `append` finds that it is.
 */
export async function appendLines(connection: Connection, lines: SegmentLines): Promise<boolean> {
  const { segment, from, to, days } = lines;
  if (await mayBeThere(connection, { segment, offset: from })) return false;
  const started = days.map((dayMs) => ({ source: SOURCE, started_at_ms: dayMs }) as const);
  // Before the rows: a sum that does not know them is never read once they are there.
  await markDays(connection, days);
  await markSources(connection, started);
  if (await othersSaw(connection, lines)) return false;
  await setReaches(connection, [{ segment, offset: to }]);
  try {
    await connection.insertFrom(insertOf(Date.now()), lines.json, {
      ...lineSettings,
      // One block, however many lines: it is in as a whole, and known by its token.
      max_insert_block_size: String(lines.rows + 1),
      min_insert_block_size_rows: String(lines.rows + 1),
      min_insert_block_size_bytes: "0",
      insert_deduplication_token: tokenOf(lines),
    });
  } catch (error) {
    if (isRefusedContent(error)) return false;
    throw error;
  }
  // Another source may have come between: whoever is second finds the first.
  if (await othersSaw(connection, lines)) await countOnce(connection, rowsOf(lines).map(seenOf));
  return true;
}

const insertOf = (atMs: number) =>
  ({
    into: "attempts",
    rest: `(${names}) select ${expressions}, ${originalVersion(atMs)}, 0 from ${linesSql} format JSONEachRow`,
  }) as const;

/** Whether any but the gateway wrote on the days of these rows and beside them. */
async function othersSaw(
  connection: Connection,
  { firstAtMs, lastAtMs }: SegmentLines,
): Promise<boolean> {
  const [days] = await connection.ask(
    `select count(distinct source) as source_count from source_days
     where ledger_day >= date_trunc('day', $from) and ledger_day <= $to`,
    around([firstAtMs, lastAtMs], SAME_CALL_MS),
  );
  return days !== undefined && integer(days, "source_count") > 1;
}

/** Of a block: which lines of the spool it has. */
const tokenOf = ({ segment, from, to, rows }: SegmentLines): string =>
  createHash("sha256")
    .update(JSON.stringify([segment, from, to, rows]))
    .digest("hex");

const rowsOf = ({ json }: SegmentLines) =>
  Buffer.from(json)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ledgerRowSchema.parse(JSON.parse(line)));
