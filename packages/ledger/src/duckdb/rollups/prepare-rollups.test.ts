import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { columns } from "../../columns.ts";
import { attempt, dollarsOf } from "../../store.fixture.ts";
import { openDatabase } from "../database.ts";
import { migrate } from "../migrate.ts";
import { migrations } from "../migrations/migrations.ts";
import { WorkerLedger } from "../worker-ledger.ts";
import { writeRows } from "../write-rows.ts";

const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-prepare-rollups-"));
  path = join(folder, "ledger.duckdb");
});
afterEach(() => rm(folder, { recursive: true }));

const openLedger = (): WorkerLedger =>
  new WorkerLedger(
    () => openDatabase({ path, memoryLimit: "128MB" }),
    ({ message }) => {
      throw new Error(message);
    },
  );

/** Changes the file as another version of Headgate would have left it. */
async function leftBehind(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

test("a ledger from before there were sums answers from its rows, and sums them up", async () => {
  const instance = await DuckDBInstance.create(path);
  const writer = await instance.connect();
  await migrate(
    writer,
    migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === "rollups"),
    ),
  );
  const earlier = columns.slice(
    0,
    columns.findIndex(({ name }) => name === "cache"),
  );
  await writeRows(writer, { name: "attempts", columns: earlier }, [
    attempt(),
    attempt({ call_id: "b" }),
  ]);
  writer.closeSync();
  instance.closeSync();

  const ledger = openLedger();
  const before = await ledger.report("totals", july);
  const built = await ledger.buildSums();
  const after = await ledger.report("totals", july);
  await ledger.close();

  expect(before.totals.calls).toBe(2);
  expect(built).toBe(1);
  expect(after).toEqual(before);
});

test("sums of another version are dropped and built anew, and the rows stay", async () => {
  const first = openLedger();
  await first.append({ rows: [attempt(), attempt({ call_id: "b" })], cursors: [] });
  await first.buildSums();
  const before = await first.report("spend-by", { ...july, by: "model", limit: 9 });
  await first.close();
  await leftBehind(
    "update rollup_version set version = 0",
    "create table rollup_of_before (started_at timestamp)",
    "update rollup_wide set day_attempt_count = 1000",
  );

  const second = openLedger();
  const unbuilt = await second.report("spend-by", { ...july, by: "model", limit: 9 });
  const built = await second.buildSums();
  const after = await second.report("spend-by", { ...july, by: "model", limit: 9 });
  await second.close();

  expect(unbuilt).toEqual(before);
  expect(built).toBe(1);
  expect(after).toEqual(before);
  await leftBehind("create table rollup_of_before (started_at timestamp)");
});

test("sums that are built are what reports read", async () => {
  const first = openLedger();
  await first.append({ rows: [attempt()], cursors: [] });
  await first.buildSums();
  await first.close();
  await leftBehind("update rollup_models set day_attempt_count = 1000");

  const second = openLedger();
  const { totals } = await second.report("totals", { ...july, provider: "openai" });
  await second.append({ rows: [attempt({ call_id: "b" })], cursors: [] });
  const changed = await second.report("totals", { ...july, provider: "openai" });
  await second.close();

  expect(totals.attempts).toBe(1000);
  expect(changed.totals.attempts).toBe(2);
});

test("a day of more dollars than its sums can hold is not summed up, and is answered from its rows", async () => {
  const ledger = openLedger();
  const cost = 6n * 10n ** 18n;
  await ledger.append({
    rows: [attempt({ cost }), attempt({ call_id: "b", cost })],
    cursors: [],
  });

  const built = await ledger.buildSums();
  const { totals } = await ledger.report("totals", july);
  await ledger.close();

  expect(built).toBe(0);
  expect(totals.effective_cost).toBe(dollarsOf(2n * cost));
});
