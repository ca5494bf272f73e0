import { createHash } from "node:crypto";
import type { SegmentLines } from "../spool/segment-lines.ts";
import type { LoadingInto } from "./append-batch.ts";
import { countLinesOnce, LINES_SOURCE } from "./count-lines-once.ts";
import { lineColumns, lineSettings, linesSql } from "./line-columns.ts";
import { markDays, markSources } from "./mark-days.ts";
import { originalVersion } from "./row-version.ts";
import { isRefusedContent } from "./server-failure.ts";

const names = [...lineColumns.map(([name]) => `"${name}"`), "row_version", "is_gone"].join(", ");
const expressions = lineColumns.map(([, sql]) => sql).join(", ");

/**
 * Adds the rows of lines, which the server reads itself, in one block; no cursor moves.
 *
 * @returns false where they have to be read and appended as rows: some may be there already, or the server could not read
 *   them. Then none of them is in, or `append` finds that it is.
 */
export async function appendLines(
  { connection, reaches }: LoadingInto,
  lines: SegmentLines,
): Promise<boolean> {
  const { days } = lines;
  if (!(await reaches.claim(lines))) return false;
  const started = days.map((dayMs) => ({ source: LINES_SOURCE, started_at_ms: dayMs }) as const);
  // Before the rows: a sum that does not know them is never read once they are there.
  await markDays(connection, days);
  await markSources(connection, started);
  try {
    await connection.insertFrom(insertOf(Date.now()), lines.json, {
      ...lineSettings,
      // One block, however many lines: it is in as a whole, and known by its token.
      max_insert_block_size: String(lines.rows + 1),
      min_insert_block_size_rows: String(lines.rows + 1),
      min_insert_block_size_bytes: "0",
      // No two of a block have one key: there is nothing to replace in it.
      optimize_on_insert: 0,
      insert_deduplication_token: tokenOf(lines),
    });
  } catch (error) {
    if (isRefusedContent(error)) return false;
    throw error;
  }
  // Whoever is second finds the first: a source that comes later finds these.
  await countLinesOnce(connection, lines);
  return true;
}

const insertOf = (atMs: number) =>
  ({
    into: "attempts",
    rest: `(${names}) select ${expressions}, ${originalVersion(atMs)}, 0 from ${linesSql} format JSONEachRow`,
  }) as const;

/** Of a block: which lines of the spool it has. */
const tokenOf = ({ segment, from, to, rows }: SegmentLines): string =>
  createHash("sha256")
    .update(JSON.stringify([segment, from, to, rows]))
    .digest("hex");
