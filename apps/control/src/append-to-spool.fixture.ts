import { dataDirectory, openSpool } from "@headgate/ledger";
import { ledgerRow } from "./ledger-row.fixture.ts";

/** Writes rows into the spool of a data directory, as a gateway does. */
export async function appendToSpool(folder: string, callIds: readonly string[]): Promise<void> {
  const spool = await openSpool({
    directory: dataDirectory(folder).spool,
    writerId: "gateway",
    segmentBytes: 1 << 20,
    flushIntervalMs: 10,
    durability: "process",
  });
  await Promise.all(callIds.map((id) => spool.append(ledgerRow({ call_id: id }))));
  await spool.close();
}
