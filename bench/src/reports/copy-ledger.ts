import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { openDuckdbLedger } from "@headgate/ledger";
import { DAYS, FIRST_MS } from "./constructed-rows.ts";
import { progressOf } from "./progress.ts";

/**
 * Run by itself: `copy-ledger.ts FILE COPIES` makes the history of a ledger of constructed rows so many times as long:
 * each copy lies ninety days before the last one, under ids of its own, with the sums that the ledger itself had built of
 * the first. Outcomes are not copied: of any ledger there are no more than a few.
 */
const [, , path, copies] = process.argv;
if (path === undefined || copies === undefined) throw new Error("which ledger, how many copies?");

/** What tells rows, calls and what they belong to apart: in a copy it has another name. */
const idColumns: ReadonlySet<unknown> = new Set([
  ...["row_id", "call_id", "client_call_id", "trace_id", "session", "response_id"],
  ...["line_id", "statement", "gauge_id"],
]);
/** Each table with the moment by which a row lies in the first ninety days or not. */
const facts = {
  attempts: "started_at",
  bill_lines: "charge_period_start",
  bill_statements: "period_start",
  gauges: "measured_at",
  rollup_days: "ledger_day",
} as const;
/** Sums that tell of outcomes, and what is no sum. */
const notOfDays = /^rollup_(?:outcome|share|version|days)/;

async function copyLedger(file: string, times: number): Promise<void> {
  const ledger = await openDuckdbLedger({ path: file });
  await ledger.buildSums();
  await ledger.close();
  const instance = await DuckDBInstance.create(file, {
    memory_limit: "2GB",
    temp_directory: `${file}.tmp`,
    checkpoint_threshold: "4GB",
  });
  const connection = await instance.connect();
  const sums = (await namesIn(connection, "select table_name from duckdb_tables()")).filter(
    (name) => name.startsWith("rollup_") && !notOfDays.test(name),
  );
  const tables = [...Object.entries(facts), ...sums.map((name) => [name, "started_at"] as const)];
  const progress = progressOf(`a history ${times} times as long: copying`, times - 1);
  for (let copy = 1; copy < times; copy += 1) {
    for (const [table, moment] of tables) {
      await connection.run(
        `insert into ${table} ${await copyOf(connection, { table, moment, copy })}`,
      );
    }
    await connection.run("checkpoint");
    progress(copy);
  }
  connection.closeSync();
  instance.closeSync();
}

/** The rows of the first ninety days, as a query with the columns of their table in its order. */
async function copyOf(
  connection: DuckDBConnection,
  { table, moment, copy }: Readonly<{ table: string; moment: string; copy: number }>,
): Promise<string> {
  const columns = await namesIn(
    connection,
    `select column_name || ' ' || data_type from duckdb_columns() where table_name = '${table}'
     order by column_index`,
  );
  const members = columns.map((column) => {
    const [name = "", type] = column.split(" ");
    if (idColumns.has(name)) return `'copy-${copy}-' || "${name}"`;
    if (name === "touched_at") return name;
    return type === "TIMESTAMP" ? `"${name}" - interval ${copy * DAYS} day` : `"${name}"`;
  });
  return `select ${members.join(", ")} from ${table}
    where ${moment} >= epoch_ms(${FIRST_MS}) and ${moment} < epoch_ms(${FIRST_MS + DAYS * 86_400_000})`;
}

async function namesIn(connection: DuckDBConnection, sql: string): Promise<readonly string[]> {
  return (await connection.runAndReadAll(sql)).getRows().map(([name]) => String(name));
}

await copyLedger(path, Number(copies));
