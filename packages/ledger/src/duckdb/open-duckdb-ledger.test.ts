import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeLedgerStore } from "../store.conformance.ts";
import { attempt } from "../store.fixture.ts";
import { openDuckdbLedger } from "./open-duckdb-ledger.ts";
import { openingLedgers } from "./open-ledger.fixture.ts";

describeLedgerStore("DuckDB", openingLedgers());

test("a ledger in a thread of its own makes its file, and holds what it was given when opened again", async () => {
  const directory = await mkdtemp(join(tmpdir(), "headgate-ledger-thread-"));
  const open = () => openDuckdbLedger({ path: join(directory, "new", "ledger.duckdb") });
  const row = attempt({ cost: 10n ** 20n });
  try {
    const first = await open();
    await first.append({ rows: [row], cursors: [] });
    await first.close();
    const second = await open();
    const found = await second.call(row.call_id);
    await expect(second.report("totals", { from: "never", to: "ever" })).rejects.toMatchObject({
      code: "request_invalid",
    });
    await second.close();

    expect(found).toEqual([row]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
