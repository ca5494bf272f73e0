import { attempt, NOON_MS } from "../store.fixture.ts";
import { openDuckdbLedger } from "./open-duckdb-ledger.ts";

/**
 * A process that holds a ledger and appends batches until it is killed. It prints `open`, then the
 * number of each batch that the ledger acknowledged.
 *
 * Arguments: path of the ledger, number of the first batch, rows in a batch (0 appends nothing).
 */
const [, , path, firstBatch, batchRows] = process.argv;
if (path === undefined) throw new Error("which ledger?");

const ledger = await openDuckdbLedger({
  path,
  onProblem: ({ message }) => process.stdout.write(`problem ${message}\n`),
});
process.stdout.write("open\n");
const rowsInBatch = Number(batchRows);
for (let batch = Number(firstBatch); rowsInBatch > 0; batch += 1) {
  const rows = Array.from({ length: rowsInBatch }, (_, index) =>
    attempt({ call_id: `${batch}-${index}`, started_at_ms: NOON_MS + batch }),
  );
  await ledger.append({ rows, cursors: [{ segment: "w/1", offset: batch }] });
  process.stdout.write(`${batch}\n`);
  // Every few batches the log is folded into the file, so that kills fall into this as well.
  if (batch % 7 === 0) await ledger.checkpoint();
}
