import type { DuckDBConnection } from "@duckdb/node-api";
import { dayParameters, reratingsOf } from "../../reports/rollups/one-day.ts";
import { integer } from "../../reports/sql-values.ts";
import { query } from "../query.ts";
import { inTransaction } from "../transaction.ts";
import { keepCallsOfDay } from "./outcome-calls.ts";
import { lastNumber } from "./settle-outcomes.ts";

/** The outcomes whose calls are kept with each day that is built. */
export const isKnown = "outcome_id in (select outcome_id from rollup_outcomes where not is_wide)";
/** As many are joined to the built days in one turn. */
const OUTCOMES_A_TURN = 5000;

/**
 * Keeps, for the latest of the outcomes that came since, their calls of the days that are built.
 * @returns whether there was any
 */
export async function keepNextOutcomes(connection: DuckDBConnection): Promise<boolean> {
  return inTransaction(connection, async () => {
    await connection.run(
      `create or replace temp table joining_outcomes as
       select outcome_id, name, occurred_at from outcomes
       where outcome_id not in (select outcome_id from rollup_outcomes)
       order by occurred_at desc limit ${OUTCOMES_A_TURN}`,
    );
    const days = await query(
      connection,
      `select epoch_ms(ledger_day) as day_ms
       from rollup_days, (select min(occurred_at) as first_at, max(occurred_at) as last_at from joining_outcomes)
       where is_built and ledger_day > first_at - interval 31 day and ledger_day < last_at + interval 1 day`,
      {},
    );
    const joined = await query(
      connection,
      `insert into rollup_outcomes
       select outcome_id, (${lastNumber("outcome_number")}) + row_number() over (order by occurred_at),
         name, occurred_at, false, false, null, null
       from joining_outcomes`,
      {},
    );
    for (const row of days) {
      const day = dayParameters(integer(row, "day_ms"));
      await keepCallsOfDay(
        connection,
        `${isKnown} and outcome_id in (select outcome_id from joining_outcomes)`,
        {
          day,
          reratings: await reratingsOf(
            (sql, parameters) => query(connection, sql, parameters),
            day,
          ),
        },
      );
    }
    await connection.run("drop table temp.joining_outcomes");
    return joined[0] !== undefined && integer(joined[0], "Count") > 0;
  });
}
