import type { DuckDBConnection } from "@duckdb/node-api";
import type { Rerating } from "@headgate/contract";
import type { SqlParameter } from "../reports/ask.ts";
import { integer, integerOrNull } from "../reports/sql-values.ts";
import { readReratingsWith } from "../reratings.ts";
import type { LedgerStore, ReratingStart, RevisionBatch } from "../store.ts";
import { query } from "./query.ts";
import { markDays } from "./rollups/mark-days.ts";
import { inTransaction } from "./transaction.ts";
import { writeRevisions } from "./write-revisions.ts";

/** Opens a re-rating; what an earlier one left that was never finished goes, since it never held. */
export function beginRerating(connection: DuckDBConnection, start: ReratingStart): Promise<number> {
  return inTransaction(connection, async () => {
    await query(
      connection,
      "delete from revisions where rerating in (select number from reratings where applied_at is null)",
      {},
    );
    await query(connection, "delete from reratings where applied_at is null", {});
    const [last] = await query(connection, "select max(number) as last from reratings", {});
    const before = last === undefined ? null : integerOrNull(last, "last");
    const number = before === null ? 1 : before + 1;
    const parameters: Record<string, SqlParameter> = {
      number: { type: "integer", integer: number },
      from: { type: "timestamp", ms: start.fromMs },
      to: { type: "timestamp", ms: start.toMs },
      price_book: { type: "text", text: start.priceBook },
    };
    if (start.provider !== undefined) parameters.provider = { type: "text", text: start.provider };
    if (start.model !== undefined) parameters.model = { type: "text", text: start.model };
    await query(
      connection,
      `insert into reratings values ($number, $from, $to,
        ${start.provider === undefined ? "null" : "$provider"},
        ${start.model === undefined ? "null" : "$model"}, $price_book, 0, null, null)`,
      parameters,
    );
    return number;
  });
}

/**
 * Adds a batch and moves the re-rating's sequence, both or neither; a batch that is there changes nothing.
 * @throws RangeError when a batch is missing before it, or the re-rating was never begun or was dropped
 */
export function addRevisions(connection: DuckDBConnection, batch: RevisionBatch): Promise<void> {
  const { rerating, sequence, revisions } = batch;
  return inTransaction(connection, async () => {
    const next = await openSequence(connection, rerating);
    if (sequence < next) return;
    if (sequence > next) {
      throw new RangeError(`batch ${next} of re-rating ${rerating} comes before ${sequence}`);
    }
    await writeRevisions(connection, rerating, revisions);
    await query(connection, "update reratings set next_sequence = $next where number = $number", {
      number: { type: "integer", integer: rerating },
      next: { type: "integer", integer: next + 1 },
    });
  });
}

async function openSequence(connection: DuckDBConnection, rerating: number): Promise<number> {
  const [row] = await query(
    connection,
    "select next_sequence from reratings where number = $number and applied_at is null",
    { number: { type: "integer", integer: rerating } },
  );
  if (row === undefined) throw new RangeError(`re-rating ${rerating} is not under way`);
  return integer(row, "next_sequence");
}

/**
 * Makes a re-rating hold; again, it changes nothing.
 * @throws RangeError when it was never begun or was dropped
 */
export function finishRerating(
  connection: DuckDBConnection,
  end: Parameters<LedgerStore["finishRerating"]>[0],
): Promise<void> {
  const number: SqlParameter = { type: "integer", integer: end.rerating };
  return inTransaction(connection, async () => {
    const [row] = await query(
      connection,
      "select applied_at is not null as is_applied from reratings where number = $number",
      { number },
    );
    if (row?.is_applied === true) return;
    if (row === undefined) throw new RangeError(`re-rating ${end.rerating} is not under way`);
    await markDays(connection, "select started_at from revisions where rerating = $number", {
      number,
    });
    await query(
      connection,
      `update reratings set applied_at = $applied_at, difference = $difference
       where number = $number`,
      {
        number,
        applied_at: { type: "timestamp", ms: end.appliedAtMs },
        difference: { type: "text", text: JSON.stringify(end.difference) },
      },
    );
  });
}

/** Re-ratings that hold, oldest first. */
export const readReratings = (connection: DuckDBConnection): Promise<readonly Rerating[]> =>
  readReratingsWith((sql, parameters) => query(connection, sql, parameters));
