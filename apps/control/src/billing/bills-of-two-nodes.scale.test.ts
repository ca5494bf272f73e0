import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { billingReport, configSchema, INTERNAL_TOKEN_HEADER } from "@headgate/contract";
import { pino } from "pino";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { appendToSpool } from "../append-to-spool.fixture.ts";
import { FORWARDED_HOST_HEADER } from "../http/request-guard.ts";
import { startControl } from "../start-control.ts";

const url = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];
const TOKEN = "the-token-of-this-run";
const PATIENCE = { timeout: 60_000, interval: 100 };

describe.skipIf(url === undefined)("two nodes with one ledger on ClickHouse", () => {
  test("a node's bill of a day has what another node loaded since it was asked for it", async () => {
    const database = `bills_${process.pid}`;
    onTestFinished(async () => {
      await fetch(url ?? "", { method: "POST", body: `drop database if exists ${database} sync` });
    });
    const [one, other] = [await start(database), await start(database)];
    const empty = await other.bill();
    await appendToSpool(one.folder, ["first"]);
    const first = await vi.waitFor(async () => {
      const bill = await other.bill();
      expect(bill.billed_cost).not.toBe(empty.billed_cost);
      return bill;
    }, PATIENCE);

    await appendToSpool(one.folder, ["second"]);

    await vi.waitFor(async () => {
      const bill = await other.bill();
      expect(bill.billed_cost).not.toBe(first.billed_cost);
    }, PATIENCE);
  });
});

async function start(database: string) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-bills-"));
  const control = await startControl({
    settings: {
      config: configSchema.parse({ stores: { ledger: { kind: "clickhouse", url, database } } }),
      dataDirectory: folder,
      token: TOKEN,
      mode: "live",
      port: 0,
      consoleDirectory: undefined,
    },
    log: pino({ level: "silent" }),
  });
  onTestFinished(async () => {
    await control.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    folder,
    bill: async () => {
      const range = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
      const answer = await fetch(`${control.url}/api/reports/billing?${range}`, {
        headers: { [INTERNAL_TOKEN_HEADER]: TOKEN, [FORWARDED_HOST_HEADER]: "localhost:4100" },
      });
      return billingReport.parse(await answer.json());
    },
  };
}
