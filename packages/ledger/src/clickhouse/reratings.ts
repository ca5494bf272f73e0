import type { Rerating } from "@headgate/contract";
import type { TakenColumn } from "../column.ts";
import type { SqlParameter } from "../reports/ask.ts";
import { integer, integerOrNull } from "../reports/sql-values.ts";
import { readReratingsWith } from "../reratings.ts";
import { revisionColumns } from "../revision-columns.ts";
import type { LedgerStore, ReratingStart, Revision, RevisionBatch } from "../store.ts";
import { changeRows } from "./change-rows.ts";
import type { Connection } from "./connection.ts";
import { encodeLine, microsOf } from "./encode-line.ts";
import { markDays } from "./mark-days.ts";
import { nextVersion } from "./row-version.ts";

const OPEN = "applied_at is null";

/** Opens a re-rating; what an earlier one left that was never finished goes, since it never held. */
export async function beginRerating(connection: Connection, start: ReratingStart): Promise<number> {
  await changeRows(connection, "revisions", {
    set: { is_gone: "1" },
    where: `rerating in (select number from reratings where ${OPEN})`,
  });
  await changeRows(connection, "reratings", { set: { is_gone: "1" }, where: OPEN });
  // Numbers of dropped ones are not given again: rows of theirs that come late hold under none.
  const [last] = await connection.query(
    "select max(number) as last from reratings settings final = 0",
  );
  const before = last === undefined ? null : integerOrNull(last, "last");
  const number = before === null ? 1 : before + 1;
  const text = (value: string | undefined): string =>
    value === undefined ? "null" : JSON.stringify(value);
  await connection.insert(
    "reratings",
    [
      "number",
      "range_from",
      "range_to",
      "provider",
      "model",
      "price_book",
      "next_sequence",
      "row_version",
      "is_gone",
    ],
    [
      `[${number},${microsOf(start.fromMs)},${microsOf(start.toMs)},${text(start.provider)},${text(start.model)},${text(start.priceBook)},0,${nextVersion()},0]`,
    ],
  );
  return number;
}

/**
 * Adds a batch, and moves the re-rating's sequence behind it; a batch that is there changes nothing.
 * @throws RangeError when a batch is missing before it, or the re-rating was never begun or was dropped
 */
export async function addRevisions(connection: Connection, batch: RevisionBatch): Promise<void> {
  const { rerating, sequence, revisions } = batch;
  const number: SqlParameter = { type: "integer", integer: rerating };
  const [row] = await connection.ask(
    `select next_sequence from reratings where number = $number and ${OPEN}`,
    { number },
  );
  if (row === undefined) throw new RangeError(`re-rating ${rerating} is not under way`);
  const next = integer(row, "next_sequence");
  if (sequence < next) return;
  if (sequence > next) {
    throw new RangeError(`batch ${next} of re-rating ${rerating} comes before ${sequence}`);
  }
  await connection.insert(
    "revisions",
    ["rerating", ...revisionColumns.map(({ name }) => name), "row_version", "is_gone"],
    revisions.map((revision) =>
      encodeLine([numberColumn(rerating), ...revisionColumns], revision, ["1", "0"]),
    ),
  );
  await changeRows(connection, "reratings", {
    set: { next_sequence: `${next + 1}` },
    where: "number = $number",
    parameters: { number },
  });
}

const numberColumn = (rerating: number): TakenColumn<Revision> => ({
  name: "rerating",
  type: "BIGINT",
  take: () => rerating,
});

/**
 * Makes a re-rating hold, by one row; again, it changes nothing.
 * @throws RangeError when it was never begun or was dropped
 */
export async function finishRerating(
  connection: Connection,
  end: Parameters<LedgerStore["finishRerating"]>[0],
): Promise<void> {
  const number: SqlParameter = { type: "integer", integer: end.rerating };
  const [row] = await connection.ask(
    "select applied_at is not null as is_applied from reratings where number = $number",
    { number },
  );
  if (row?.is_applied === true) return;
  if (row === undefined) throw new RangeError(`re-rating ${end.rerating} is not under way`);
  const days = await connection.ask(
    "select distinct epoch_ms(date_trunc('day', started_at)) as day_ms from revisions where rerating = $number",
    { number },
  );
  await markDays(
    connection,
    days.map((day) => integer(day, "day_ms")),
  );
  await changeRows(connection, "reratings", {
    set: { applied_at: "$applied_at", difference: "$difference" },
    where: "number = $number",
    parameters: {
      number,
      applied_at: { type: "timestamp", ms: end.appliedAtMs },
      difference: { type: "text", text: JSON.stringify(end.difference) },
    },
  });
}

/** Re-ratings that hold, oldest first. */
export const readReratings = (connection: Connection): Promise<readonly Rerating[]> =>
  readReratingsWith(connection.ask);
