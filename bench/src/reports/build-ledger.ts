import { DuckDBInstance } from "@duckdb/node-api";
import { openDuckdbLedger } from "@headgate/ledger";
import {
  constructedBillLines,
  constructedGauges,
  constructedStatements,
} from "./constructed-bills.ts";
import { constructedOutcomes } from "./constructed-outcomes.ts";
import { constructedAttempts } from "./constructed-rows.ts";
import { progressOf } from "./progress.ts";

/** Four row groups of DuckDB. */
const ROWS_A_TIME = 4 * 122_880;

/** Run by itself: `build-ledger.ts FILE ROWS` makes a ledger of so many constructed rows. */
const [, , path, total] = process.argv;
if (path === undefined || total === undefined) throw new Error("which file, and how many rows?");

async function buildLedger(file: string, rows: number): Promise<void> {
  // The ledger makes its own tables.
  await (await openDuckdbLedger({ path: file })).close();
  const instance = await DuckDBInstance.create(file, {
    memory_limit: "2GB",
    temp_directory: `${file}.tmp`,
    checkpoint_threshold: "4GB",
  });
  const progress = progressOf(`${rows / 1e6} million rows: constructing`, rows);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const connection = await instance.connect();
    while (next < rows) {
      const first = next;
      next += ROWS_A_TIME;
      const end = Math.min(rows, next);
      await connection.run(`insert into attempts by name ${constructedAttempts(first, end, rows)}`);
      done += end - first;
      progress(done);
    }
    connection.closeSync();
  };
  await Promise.all([work(), work()]);
  const connection = await instance.connect();
  await connection.run(`insert into bill_lines by name ${constructedBillLines}`);
  await connection.run(`insert into bill_statements by name ${constructedStatements}`);
  await connection.run(`insert into outcomes by name ${constructedOutcomes(rows)}`);
  await connection.run(`insert into gauges by name ${constructedGauges}`);
  await connection.run("delete from rollup_days");
  await connection.run(
    "insert into rollup_days select distinct date_trunc('day', started_at), false, timestamp '1970-01-01' from attempts",
  );
  await connection.run("checkpoint");
  connection.closeSync();
  instance.closeSync();
}

await buildLedger(path, Number(total));
