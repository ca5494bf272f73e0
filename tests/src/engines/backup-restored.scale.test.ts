import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "@headgate/contract";
import { type LedgerStore, openLedger, openSpool, startLoader } from "@headgate/ledger";
import { expect, onTestFinished, test } from "vitest";
import { startClickHouse } from "../servers/index.ts";
import { constructedRow, costOfFirst, FIRST_MS } from "./constructed-row.fixture.ts";

const ROWS = 300;
const BEFORE = 100;
const DAY_MS = 86_400_000;
const range = {
  from: new Date(FIRST_MS - DAY_MS).toISOString(),
  to: new Date(FIRST_MS + DAY_MS).toISOString(),
};

/** As docs/how-to/backup.md has it. */
const FORGET = `select 'truncate table ' || database || '.' || name
  from system.tables where database = 'kept' and engine like '%MergeTree'
    and (name like 'rollup_%' or name like 'spool_cursors%')`;

test("a backup whose tables are of several moments is restored: what the spool still has comes once, and sums are those of the rows", async ({
  skip,
}) => {
  const started = await startClickHouse();
  if ("reason" in started) return skip(started.reason);
  const [server] = started;
  if (server === undefined) throw new Error("one server was asked for");
  onTestFinished(() => server.close());
  const folder = await mkdtemp(join(tmpdir(), "headgate-restored-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const run = async (query: string): Promise<string> => {
    const answer = await fetch(server.url, { method: "POST", body: query });
    const said = await answer.text();
    if (!answer.ok) throw new Error(said);
    return said;
  };
  const open = (): Promise<LedgerStore> =>
    openLedger(
      configSchema.parse({
        stores: { ledger: { kind: "clickhouse", url: server.url, database: "kept" } },
      }).stores.ledger,
      { path: "unused" },
    );
  const loaderOf = (store: LedgerStore) =>
    startLoader({
      ...{ spoolDirectory: join(folder, "spool"), quarantineDirectory: join(folder, "bad") },
      ...{ store, pollIntervalMs: 3_600_000, isShared: true },
    });
  // Its segment can still grow, so it stays.
  const spool = await openSpool({
    ...{ directory: join(folder, "spool"), writerId: "constructed", segmentBytes: 10_000_000 },
    ...{ flushIntervalMs: 5, durability: "process" },
  });
  onTestFinished(() => spool.close());
  const write = (from: number, to: number) =>
    Promise.all(
      Array.from({ length: to - from }, (_, index) => spool.append(constructedRow(from + index))),
    );

  const ledger = await open();
  const loader = loaderOf(ledger);
  await write(0, BEFORE);
  await loader.loadNow();
  // A backup goes from table to table, while nodes write: that of the rows is the earliest here.
  await run(`backup table kept.attempts to File('${server.backups}/rows')`);
  await write(BEFORE, ROWS);
  await loader.loadNow();
  expect(await ledger.buildSums()).toBe(1);
  await run(`backup database kept except tables kept.attempts to File('${server.backups}/rest')`);
  await loader.stop();
  await ledger.close();

  await run("drop database kept sync");
  await run(`restore database kept from File('${server.backups}/rest')`);
  await run(`restore table kept.attempts from File('${server.backups}/rows')`);
  const statements = (await run(FORGET)).trim().split("\n");
  expect(statements).toContain("truncate table kept.spool_cursors");
  for (const statement of statements) await run(statement);

  const again = await open();
  const anew = loaderOf(again);
  onTestFinished(async () => {
    await anew.stop();
    await again.close();
  });
  const { totals: restored } = await again.report("totals", range);
  expect(restored).toMatchObject({ calls: BEFORE, effective_cost: costOfFirst(BEFORE) });

  await anew.loadNow();

  expect(anew.status()).toMatchObject({ rows_conflicting: 0, rows_added: ROWS - BEFORE });
  const { totals } = await again.report("totals", range);
  expect(totals).toMatchObject({ calls: ROWS, effective_cost: costOfFirst(ROWS) });
  await again.buildSums();
  expect((await again.report("totals", range)).totals).toEqual(totals);
});
