import { Lane } from "../duckdb/lane.ts";
import type { SqlRow } from "../reports/ask.ts";
import { integer, text, textOrNull } from "../reports/sql-values.ts";
import { around } from "./around.ts";
import { changeRows } from "./change-rows.ts";
import type { Connection } from "./connection.ts";
import { microsOf } from "./encode-line.ts";
import { lookInTime } from "./look-in-time.ts";
import { markDays } from "./mark-days.ts";
import { laterVersion, nextVersion, versionIn } from "./row-version.ts";
import { marksOf, SAME_CALL_MS, type SeenRow, sameCalls } from "./same-calls.ts";

export { SAME_CALL_MS };

/** Chains of sources that share ids by twos are short; this only ends the search for certain. */
const MAX_ROUNDS = 20;

/** What {@link seenFrom} reads of a row of attempts. */
export const seenSql = `row_id, source, epoch_ms(started_at) as started_ms, response_id, provider_request_id,
  trace_id, span_id`;

export const seenFrom = (row: SqlRow): SeenRow => ({
  rowId: text(row, "row_id"),
  source: text(row, "source"),
  startedAtMs: integer(row, "started_ms"),
  responseId: textOrNull(row, "response_id"),
  requestId: textOrNull(row, "provider_request_id"),
  traceId: textOrNull(row, "trace_id"),
  spanId: textOrNull(row, "span_id"),
});

/** What a process counts: a look that another's writing overtakes would be written over it. */
const lanes = new WeakMap<Connection, Lane>();

/**
 * Finds the rows that other sources wrote about the same calls as these, and lets of each call those of the most
 * trusted source count. Of one call seen by several, which rows count is the same in whatever order they came.
 */
export async function countOnce(connection: Connection, fresh: readonly SeenRow[]): Promise<void> {
  if (fresh.length === 0) return;
  const lane = lanes.get(connection) ?? new Lane();
  lanes.set(connection, lane);
  await lane.run(() => count(connection, fresh));
}

async function count(connection: Connection, fresh: readonly SeenRow[]): Promise<void> {
  const range = around(
    fresh.map((row) => row.startedAtMs),
    SAME_CALL_MS,
  );
  if (!(await severalSaw(connection, range))) return;
  const rows = await linkedRows(connection, fresh, range);
  const { superseded, counted } = sameCalls(rows);
  // What is asked and written from here on is about rows that are known, and about no other time than theirs.
  const theirs = around(
    rows.map((row) => row.startedAtMs),
    1,
  );
  const inRange = "started_at >= $from and started_at <= $to";
  const ids = { type: "texts", texts: [...rows.map(({ rowId }) => rowId)] } as const;
  // Those that are gone as well: what is told anew has to stand above them.
  const known = await connection.query(
    `select row_id, max(row_version) as version, argMax(is_gone, row_version) as is_gone_now from supersessions
     where ${inRange} and row_id in (select arrayJoin($row_ids)) group by row_id settings final = 0`,
    { ...theirs, row_ids: ids },
  );
  const outranked = new Set(superseded.map(({ row }) => row.rowId));
  const before = new Set(
    known.filter((row) => row.is_gone_now === false).map((row) => text(row, "row_id")),
  );
  const versions = new Map(known.map((row) => [text(row, "row_id"), versionIn(row)]));
  // With more rows an id may turn out to be a constant, which tells no calls apart: what it outranked counts again.
  const freed = rows.filter(({ rowId }) => before.has(rowId) && !outranked.has(rowId));
  await markDays(connection, [
    ...superseded.map(({ row }) => row.startedAtMs),
    ...counted.map((row) => row.startedAtMs),
    ...freed.map((row) => row.startedAtMs),
  ]);
  if (freed.length > 0) {
    const row_ids = { type: "texts", texts: freed.map(({ rowId }) => rowId) } as const;
    await changeRows(connection, "supersessions", {
      set: { is_gone: "1" },
      where: `${inRange} and row_id in (select arrayJoin($row_ids))`,
      parameters: { ...theirs, row_ids },
      version: laterVersion,
    });
    await changeRows(connection, "attempts", {
      set: { superseded: "false" },
      where: `${inRange} and superseded and row_id in (select arrayJoin($row_ids))`,
      parameters: { ...theirs, row_ids },
    });
  }
  if (superseded.length === 0) return;
  await connection.insert(
    "supersessions",
    ["row_id", "started_at", "source", "by_row_id", "by_source", "row_version", "is_gone"],
    superseded.map(
      ({ row, by }) =>
        `[${JSON.stringify(row.rowId)},${microsOf(row.startedAtMs)},${JSON.stringify(row.source)},${JSON.stringify(by.rowId)},${JSON.stringify(by.source)},${nextVersion(versions.get(row.rowId))},0]`,
    ),
  );
  await changeRows(connection, "attempts", {
    set: { superseded: "true" },
    where: `${inRange} and not superseded and row_id in (select arrayJoin($row_ids))`,
    parameters: { ...theirs, row_ids: { type: "texts", texts: [...outranked] } },
  });
}

type Range = ReturnType<typeof around>;

/** Whether more than one source wrote on the days of a range. */
export async function severalSaw(connection: Connection, range: Range): Promise<boolean> {
  const [days] = await connection.ask(
    `select count(distinct source) as source_count from source_days
     where ledger_day >= date_trunc('day', $from) and ledger_day <= $to`,
    range,
  );
  return days !== undefined && integer(days, "source_count") > 1;
}

/** These rows, and all that are linked to them by any chain of marks. */
export async function linkedRows(
  connection: Connection,
  fresh: readonly SeenRow[],
  range: Range,
): Promise<readonly SeenRow[]> {
  const found = new Map(fresh.map((row) => [row.rowId, row]));
  const looked = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const marks = [...new Set([...found.values()].flatMap(marksOf))].filter(
      (mark) => !looked.has(mark),
    );
    if (marks.length === 0) break;
    for (const mark of marks) looked.add(mark);
    for (const row of await markedRows(connection, marks, range)) {
      if (marksOf(row).some((mark) => looked.has(mark))) found.set(row.rowId, row);
    }
  }
  return [...found.values()];
}

/** As many are looked up by the indexes of their columns: with more, every part of a column may have one of them. */
const MOST_LOOKED_UP = 64;

const bySpan = "trace_id || '/' || span_id in (select unnest($marks))";
const byId = ["response_id", "provider_request_id"].map(
  (column) => `${column} in (select unnest($marks))`,
);

/** The rows that have one of these marks; an id too short to be one is among what is looked for by it. */
async function markedRows(
  connection: Connection,
  marks: readonly string[],
  range: Range,
): Promise<readonly SeenRow[]> {
  const look = (which: string, traces: readonly string[] = []) =>
    lookInTime(connection, range, {
      sql: `select ${seenSql} from attempts where started_at >= $from and started_at <= $to and (${which})`,
      parameters: {
        marks: { type: "texts", texts: marks },
        ...(traces.length > 0 && { traces: { type: "texts", texts: traces } }),
      },
    });
  if (marks.length > MOST_LOOKED_UP) {
    return (await look([...byId, bySpan].join(" or "))).map(seenFrom);
  }
  const traces = [...new Set(marks.flatMap(tracesOf))];
  // One condition each: of several that are joined by `or` no index tells anything.
  const found = await Promise.all([
    ...byId.map((which) => look(which)),
    ...(traces.length === 0
      ? []
      : [look(`trace_id in (select unnest($traces)) and ${bySpan}`, traces)]),
  ]);
  return found.flat().map(seenFrom);
}

/** What of a mark may be a trace: a slash stands behind it, maybe one of several. */
const tracesOf = (mark: string): readonly string[] =>
  [...mark.matchAll(/\//g)].map(({ index }) => mark.slice(0, index));
