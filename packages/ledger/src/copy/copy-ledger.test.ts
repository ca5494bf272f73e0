import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDuckdbLedger } from "../duckdb/open-duckdb-ledger.ts";
import {
  billLine,
  endOf,
  gauge,
  importAll,
  outcome,
  usageTotal,
} from "../imports/imports.fixture.ts";
import { attempt, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";
import { contentOf } from "./content-of.fixture.ts";
import { copyLedger } from "./copy-ledger.ts";

async function openFolder() {
  const folder = await mkdtemp(join(tmpdir(), "headgate-copy-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const open = async (name: string): Promise<LedgerStore> => {
    const ledger = await openDuckdbLedger({ path: join(folder, `${name}.duckdb`) });
    onTestFinished(() => ledger.close());
    return ledger;
  };
  return { folder, source: await open("source"), target: await open("target") };
}

test("a ledger is copied into another file, in files of few rows, and nothing is left of these", async () => {
  const { folder, source, target } = await openFolder();
  const between = join(folder, "between");
  await mkdir(between);
  await source.append({
    rows: Array.from({ length: 40 }, (_, at) =>
      attempt({
        ...{ call_id: `c${at}`, row_id: `c${at}:0`, cost: at % 7 === 0 ? null : BigInt(at) },
        // Half of them in one hour, the others in hours of their own.
        started_at_ms: at % 2 === 0 ? NOON_MS + at : NOON_MS - at * HOUR_MS,
        tags: { at: String(at), "": "'\\" },
      }),
    ),
    cursors: [],
  });
  await importAll(source, {
    billLines: [billLine("1"), billLine("2", { cost: "0.000000000001" })],
    usageTotals: [usageTotal("u")],
    gauges: [gauge("g", { value: 0.1 + 0.2 })],
    outcomes: [outcome("o", { value: "12.5" })],
  });
  const options = { source, target, folder: between, rowsAtOnce: 10 };

  const copy = await copyLedger(options);

  expect(copy.equal).toBe(true);
  expect(copy.tables.find(({ table }) => table === "attempts")).toMatchObject({
    rows: 40,
    copied: 40,
  });
  expect(await contentOf(target)).toEqual(await contentOf(source));
  await expect(readdir(between)).rejects.toThrow("ENOENT");

  await importAll(source, { billLines: [billLine("3")] });
  const again = await copyLedger(options);
  expect(again.equal).toBe(true);
  expect(
    again.tables
      .filter(({ copied, removed }) => copied + removed > 0)
      .map(({ table, copied, removed }) => [table, copied, removed]),
  ).toEqual([
    ["imports", 1, 0],
    ["bill_statements", 1, 0],
    ["bill_lines", 1, 2],
  ]);
  expect(await contentOf(target)).toEqual(await contentOf(source));
});

test("files of a copying that was cut off go, also where nothing is copied into a target that is ahead", async () => {
  const { folder, source, target } = await openFolder();
  const between = join(folder, "between");
  await mkdir(between);
  await writeFile(join(between, "1.parquet"), "rows");
  await target.addOutcomes({ outcomes: [outcome("own")], atMs: NOON_MS });

  expect(await copyLedger({ source, target, folder: between })).toMatchObject({ ahead: 1 });

  await expect(readdir(between)).rejects.toThrow("ENOENT");
});

test("of the rest nothing is put that the target has about another moment by now", async () => {
  const { source, target } = await openFolder();
  const first = [outcome("moved", { value: "1" }), outcome("stays", { value: "2" })];
  await source.addOutcomes({ outcomes: first, atMs: NOON_MS });
  await importAll(source, { usageTotals: [usageTotal("u")], gauges: [gauge("g")] });
  await copyLedger({ source, target });
  const hour = (hours: number) => new Date(NOON_MS + hours * HOUR_MS).toISOString();
  const moved = [
    outcome("moved", { value: "3", occurred_at: hour(-4) }),
    outcome("late", { value: "4", occurred_at: hour(2) }),
  ];
  await target.addOutcomes({ outcomes: moved, atMs: NOON_MS + 1 });
  // In an hour that the target has nothing of: all that it is sent of it comes new to it.
  const late = ["late", "new"].map((id) => outcome(id, { value: "5", occurred_at: hour(-6) }));
  await source.addOutcomes({ outcomes: late, atMs: NOON_MS + 2 });
  const options = { source, target, rest: true, rowsAtOnce: 2 };

  const dryRun = await copyLedger({ ...options, dryRun: true });
  const copy = await copyLedger(options);

  const copied = ({ tables }: typeof copy) =>
    tables.filter((each) => each.copied > 0).map((each) => [each.table, each.copied]);
  const keys = ["moved", "stays", "late", "new"];
  const there = await target.tableRows({ table: "outcomes", keys, columns: "identity" });
  expect(there.map(({ key, values }) => [key, values.value_amount])).toEqual([
    ["late", "4"],
    ["moved", "3"],
    ["new", "5"],
    ["stays", "2"],
  ]);
  expect([copied(dryRun), copied(copy)]).toEqual([[["outcomes", 1]], [["outcomes", 1]]]);
  expect(copy.equal).toBe(true);
});

test("a target's own import under a number that the source passed over is seen, one that the source let join a later one is not", async () => {
  const { source, target } = await openFolder();
  const pull = async (store: LedgerStore, account: string) => {
    const number = await store.beginImport({ startedAtMs: NOON_MS, named: ["pull"] });
    const billLines = [billLine("1", { account })];
    await store.addToImport({ import: number, sequence: 0, billLines });
    await store.finishImport({ ...endOf(number), joins: true });
  };
  await pull(source, "111111111111");
  await copyLedger({ source, target });

  await pull(source, "222222222222");
  const joined = await copyLedger({ source, target });
  expect(joined).toMatchObject({ equal: true, ahead: 0 });
  expect(await source.imports({ limit: 10 })).toMatchObject([{ import: 2 }]);

  const own = { billLines: [billLine("1", { account: "333333333333" })] };
  await importAll(target, own, { startedAtMs: NOON_MS + 2 });
  await pull(source, "444444444444");
  await pull(source, "555555555555");
  expect(await source.imports({ limit: 10 })).toMatchObject([{ import: 4 }]);
  const content = await contentOf(target);

  expect(await copyLedger({ source, target })).toMatchObject({ equal: false, ahead: 1 });
  expect(await contentOf(target)).toEqual(content);
});
