import { billLine, callFrom, endOf } from "../../imports/imports.fixture.ts";
import { NOON_MS } from "../../store.fixture.ts";
import { openDuckdbLedger } from "../open-duckdb-ledger.ts";

/**
 * A process that makes one import until it is killed. It prints what it has done: `added 0`, `added 1`, …,
 * `finishing`, `finished`.
 *
 * Arguments: path of the ledger, a name for the rows, batches, rows in a batch.
 */
const [, , path, name, batches, batchRows] = process.argv;
if (path === undefined) throw new Error("which ledger?");

const tell = (what: string): boolean => process.stdout.write(`${what}\n`);
const ledger = await openDuckdbLedger({ path });
const number = await ledger.beginImport({ startedAtMs: NOON_MS, named: [`${name}`] });
for (let sequence = 0; sequence < Number(batches); sequence += 1) {
  const ids = Array.from(
    { length: Number(batchRows) },
    (_, index) => `${name}-${sequence}-${index}`,
  );
  await ledger.addToImport({
    import: number,
    sequence,
    attempts: ids.map((id) => callFrom("litellm", id)),
    billLines: ids.map((id) => billLine(id, { account: `${name}`, cost: "1" })),
  });
  tell(`added ${sequence}`);
}
tell("finishing");
await ledger.finishImport(endOf(number));
tell("finished");
// The process waits to be killed.
setInterval(() => undefined, 60_000);
