import { exampleRow } from "./ledger-row.fixture.ts";
import { openSpool } from "./open-spool.ts";

/**
 * A process that appends rows, 16 at a time, until it is killed, and prints the number of each row
 * whose append resolved. Arguments: spool folder, writer id, number of the first row, durability.
 */
const [directory = "", writerId = "", first = "0", durability = "process"] = process.argv.slice(2);
const spool = await openSpool({
  directory,
  writerId,
  segmentBytes: 65_536,
  flushIntervalMs: 20,
  durability: durability === "disk" ? "disk" : "process",
});
let next = Number(first);

async function appendForEver(): Promise<never> {
  for (;;) {
    const call = next;
    next += 1;
    await spool.append(exampleRow(call));
    process.stdout.write(`${call}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, appendForEver));
