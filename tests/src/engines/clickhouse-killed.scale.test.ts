import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { configSchema, HeadgateError } from "@headgate/contract";
import { type LedgerStore, openLedger, openSpool, startLoader } from "@headgate/ledger";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startClickHouse, type TestServer } from "../servers/index.ts";
import { constructedBillLine } from "./constructed-bill-line.fixture.ts";
import { constructedRow, costOfFirst, FIRST_MS } from "./constructed-row.fixture.ts";

const ROWS = 4_000;
const ROUNDS = 4;
const LINES = 300;
const DAY_MS = 86_400_000;
const TEST_MS = 600_000;
const PATIENCE = { timeout: 300_000, interval: 200 };

let server: TestServer;
let why: string | undefined;

beforeAll(async () => {
  const started = await startClickHouse();
  if ("reason" in started) why = started.reason;
  else if (started[0] !== undefined) [server] = started;
});
afterAll(async () => {
  if (why === undefined) await server.close();
});

const open = (database: string): Promise<LedgerStore> => {
  const { stores } = configSchema.parse({
    stores: { ledger: { kind: "clickhouse", url: server.url, database } },
  });
  return openLedger(stores.ledger, { path: "unused" });
};

/** A server that is killed answers nothing; any other failure is one of the test's. */
function toldAway(error: unknown): void {
  if (!(error instanceof HeadgateError) || error.code !== "ledger_unreachable") throw error;
}

const range = {
  from: new Date(FIRST_MS - DAY_MS).toISOString(),
  to: new Date(FIRST_MS + ROWS * 60_000 + DAY_MS).toISOString(),
};

describe("ClickHouse is killed in the middle", () => {
  test(
    "of appends: each row of the spool is in the ledger once, also those that another source saw",
    async ({ skip }) => {
      if (why !== undefined) skip(why);
      const folder = await mkdtemp(join(tmpdir(), "headgate-killed-"));
      const ledger = await open("killed_appends");
      const seen = Array.from({ length: ROWS / 10 }, (_, index) =>
        constructedRow(index * 10, "litellm"),
      );
      const other = await ledger.beginImport({ startedAtMs: 1, named: ["constructed"] });
      await ledger.addToImport({ import: other, sequence: 0, attempts: seen });
      await ledger.finishImport({
        import: other,
        finishedAtMs: 2,
        read: [],
        skips: [],
        warnings: [],
      });
      const spool = await openSpool({
        ...{ directory: join(folder, "spool"), writerId: "constructed", segmentBytes: 400_000 },
        ...{ flushIntervalMs: 5, durability: "process" },
      });
      await Promise.all(
        Array.from({ length: ROWS }, (_, index) => spool.append(constructedRow(index))),
      );
      await spool.close();

      const loader = startLoader({
        ...{ spoolDirectory: join(folder, "spool"), quarantineDirectory: join(folder, "bad") },
        ...{ store: ledger, pollIntervalMs: 3_600_000 },
      });
      for (let round = 0; round < ROUNDS; round += 1) {
        const loading = loader.loadNow().catch(toldAway);
        await wait(randomInt(20, 1_500));
        await server.kill();
        await loading;
        await server.restart();
      }
      await vi.waitFor(async () => {
        await loader.loadNow();
        expect((await ledger.extent()).rows).toBe(ROWS + seen.length);
      }, PATIENCE);
      await loader.stop();

      const { totals } = await ledger.report("totals", range);
      expect(totals).toMatchObject({ calls: ROWS, attempts: ROWS });
      expect(totals.effective_cost).toBe(costOfFirst(ROWS));
      expect(loader.status()).toMatchObject({ rows_conflicting: 0, lines_quarantined: 0 });
      await ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
    TEST_MS,
  );

  test(
    "of imports: each holds whole once the server is back, whether it is asked for again or the ledger is opened anew",
    async ({ skip }) => {
      if (why !== undefined) skip(why);
      let ledger = await open("killed_imports");
      for (let round = 0; round < ROUNDS; round += 1) {
        const lines = Array.from({ length: LINES }, (_, index) =>
          constructedBillLine(round, index),
        );
        const attempts = Array.from({ length: LINES }, (_, index) =>
          constructedRow(round * LINES + index, "litellm"),
        );
        const number = await ledger.beginImport({ startedAtMs: round, named: [`round ${round}`] });
        await ledger.addToImport({ import: number, sequence: 0, attempts, billLines: lines });
        const end = { import: number, finishedAtMs: round, read: [], skips: [], warnings: [] };

        const ending = ledger.finishImport(end).catch(toldAway);
        await wait(randomInt(0, 1_200));
        await server.kill();
        await ending;
        await server.restart();
        if (round % 2 === 1) {
          await ledger.close();
          ledger = await open("killed_imports");
        }

        const { sources } = await ledger.finishImport(end);
        expect(sources).toMatchObject(
          ["aws_cur", "litellm"].map((source) => ({ source, added: LINES, already_there: 0 })),
        );
      }

      const rows = ROUNDS * LINES;
      const { totals } = await ledger.report("totals", range);
      expect(totals).toMatchObject({ calls: rows, attempts: rows });
      expect(totals.effective_cost).toBe(costOfFirst(rows));
      const bills = await ledger.report("bill-by", {
        ...{ from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" },
        ...{ by: "provider_name", limit: 9 },
      });
      expect(bills.rows).toMatchObject([{ lines: rows }]);
      expect(await ledger.imports({ limit: 99 })).toHaveLength(ROUNDS);
      await ledger.close();
    },
    TEST_MS,
  );
});
