import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LedgerRow } from "@headgate/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { attempt, NOON_MS } from "../store.fixture.ts";
import { openDatabase } from "./database.ts";
import type { LedgerProblem } from "./ledger-problem.ts";
import { openDuckdbLedger } from "./open-duckdb-ledger.ts";

let directory: string;
let path: string;
let problems: LedgerProblem[];
const processes: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "headgate-recovery-"));
  path = join(directory, "ledger.duckdb");
  problems = [];
});
afterEach(async () => {
  for (const child of processes.splice(0)) await kill(child);
  await rm(directory, { recursive: true, force: true });
});

const openLedger = () => openDuckdbLedger({ path, onProblem: (problem) => problems.push(problem) });

const rowsNamed = (prefix: string, count: number): LedgerRow[] =>
  Array.from({ length: count }, (_, index) =>
    attempt({ call_id: `${prefix}-${index}`, started_at_ms: NOON_MS + index }),
  );

/** Starts another process that holds the ledger; `lines` is what it prints. */
function startProcess(firstBatch: number, batchRows: number) {
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "--conditions=@headgate/source",
      fileURLToPath(new URL("./ledger-process.fixture.ts", import.meta.url)),
      path,
      String(firstBatch),
      String(batchRows),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  processes.push(child);
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

/** Leaves a ledger with 20 rows in its file and 30 more in its write-ahead log only. */
async function crashWithLog(): Promise<void> {
  const ledger = await openLedger();
  await ledger.append({ rows: rowsNamed("kept", 20), cursors: [{ segment: "w/1", offset: 20 }] });
  await ledger.close();
  const { child, lines } = startProcess(1, 10);
  for (const expected of ["open", "1", "2", "3"]) {
    expect((await lines.next()).value).toBe(expected);
  }
  await kill(child);
  expect((await stat(`${path}.wal`)).size).toBeGreaterThan(0);
}

/** Overwrites the block that holds a column's values; blocks of 256 KiB follow three headers of 4 KiB. */
async function damageColumn(column: string): Promise<void> {
  const database = await openDatabase({ path, memoryLimit: "256MB" });
  const reader = await database.reader.runAndReadAll(
    `select cast(max(block_id) as integer) from pragma_storage_info('attempts')
     where column_name = $column and persistent`,
    { column },
  );
  database.close();
  const block = Number(reader.getRows()[0]?.[0]);
  const file = await open(path, "r+");
  await file.write(Buffer.alloc(1_000, 0xff), 0, 1_000, 3 * 4_096 + block * 262_144 + 100_000);
  await file.close();
}

test("a ledger that another process holds is locked, and the error names the file and the process", async () => {
  const { child, lines } = startProcess(0, 0);
  await lines.next();

  await expect(openLedger()).rejects.toMatchObject({
    code: "ledger_locked",
    details: { path, pid: child.pid },
    message: expect.stringContaining(`${path} is held by process ${child.pid}`),
  });

  await kill(child);
  const ledger = await openLedger();
  expect((await ledger.extent()).rows).toBe(0);
  await ledger.close();
  expect(problems).toEqual([]);
});

test("a ledger that this process holds already is locked until it is closed", async () => {
  const ledger = await openLedger();

  await expect(openLedger()).rejects.toMatchObject({ code: "ledger_locked" });
  await ledger.append({ rows: [attempt()], cursors: [] });
  await ledger.close();

  const again = await openLedger();
  expect((await again.extent()).rows).toBe(1);
  await again.close();
});

test("a closed ledger refuses further questions", async () => {
  const ledger = await openLedger();
  await ledger.close();
  await ledger.close();

  await expect(ledger.extent()).rejects.toMatchObject({ code: "internal" });
});

test("a directory that cannot be made is reported as such", async () => {
  await writeFile(join(directory, "file"), "");
  path = join(directory, "file", "ledger.duckdb");

  await expect(openLedger()).rejects.toMatchObject({ code: "data_dir_unusable" });
});

test("a write-ahead log with a zero-filled tail is set aside and the last checkpoint holds", async () => {
  await crashWithLog();
  const { size } = await stat(`${path}.wal`);
  const log = await open(`${path}.wal`, "r+");
  await log.write(Buffer.alloc(4096), 0, 4096, size);
  await log.close();

  const ledger = await openLedger();

  expect((await ledger.extent()).rows).toBe(20);
  expect(await ledger.cursors()).toEqual([{ segment: "w/1", offset: 20 }]);
  expect(problems).toMatchObject([{ code: "ledger_corrupt" }]);
  expect(await ledger.append({ rows: rowsNamed("1", 10), cursors: [] })).toMatchObject({
    added: 10,
  });
  await ledger.close();
  const aside = (await readdir(directory)).filter((name) => /\.corrupt-.*\.wal$/.test(name));
  expect(aside).toHaveLength(1);
  expect((await stat(join(directory, aside[0] ?? ""))).size).toBe(size + 4096);
});

test("a write-ahead log that was cut short loses at most its last transaction", async () => {
  await crashWithLog();
  await truncate(`${path}.wal`, (await stat(`${path}.wal`)).size - 5);

  const ledger = await openLedger();

  const { rows } = await ledger.extent();
  expect(rows).toBeGreaterThanOrEqual(40);
  const offset = (await ledger.cursors())[0]?.offset;
  expect(rows).toBe(20 + 10 * (offset ?? Number.NaN));
  await ledger.close();
  expect(problems).toEqual([]);
});

test.each([
  ["is something else", async () => writeFile(path, "This is not a database. ".repeat(1_000))],
  ["was overwritten with zeros", async () => writeFile(path, Buffer.alloc(300_000))],
  ["lost all but its head", async () => truncate(path, 20_000)],
])("a ledger file that %s is kept beside a fresh one", async (_, damage) => {
  const before = await openLedger();
  await before.append({ rows: rowsNamed("old", 3_000), cursors: [{ segment: "w/1", offset: 1 }] });
  await before.close();
  await damage();
  const damaged = await readFile(path);

  const ledger = await openLedger();

  expect(await ledger.extent()).toMatchObject({ rows: 0 });
  expect(await ledger.cursors()).toEqual([]);
  expect(await ledger.append({ rows: [attempt()], cursors: [] })).toMatchObject({ added: 1 });
  await ledger.close();
  expect(problems).toMatchObject([{ code: "ledger_corrupt" }]);
  const aside = (await readdir(directory)).filter((name) => name.includes(".corrupt-"));
  expect(aside).toHaveLength(1);
  expect(problems[0]?.message).toContain(aside[0]);
  expect(await readFile(join(directory, aside[0] ?? ""))).toEqual(damaged);
});

test("a damaged block fails the questions that need it, and no others", async () => {
  const rows = rowsNamed("a", 300).map((row) => ({
    ...row,
    client_call_id: `client's ${row.call_id}`,
    raw_usage: randomBytes(2_000).toString("base64"),
  }));
  const before = await openLedger();
  await before.append({ rows, cursors: [] });
  await before.close();
  await damageColumn("raw_usage");

  const ledger = await openLedger();

  await expect(ledger.call("a-7")).rejects.toMatchObject({ code: "ledger_corrupt" });
  expect(await ledger.knownCalls(["client's a-7"])).toEqual(["client's a-7"]);
  expect((await ledger.extent()).rows).toBe(300);
  await ledger.close();
  expect(problems).toEqual([]);
});

test("a ledger from a newer Headgate is refused and left as it is", async () => {
  const database = await openDatabase({ path, memoryLimit: "256MB" });
  await database.writer.run(
    "insert into schema_migrations values (999, 'later', timestamp '2030-01-01')",
  );
  database.close();

  await expect(openLedger()).rejects.toMatchObject({
    code: "ledger_corrupt",
    message: expect.stringContaining("999"),
  });
  expect(await readdir(directory)).toEqual(["ledger.duckdb"]);
});

test("ten kills in the middle of appends lose no acknowledged row and add none twice", async () => {
  let nextBatch = 1;
  let acknowledged = 0;
  for (let round = 1; round <= 10; round += 1) {
    const { child, lines } = startProcess(nextBatch, 100);
    expect((await lines.next()).value).toBe("open");
    for (let batches = 0; batches < round; batches += 1) {
      acknowledged = Number((await lines.next()).value);
    }
    await kill(child);
    for await (const line of { [Symbol.asyncIterator]: () => lines }) acknowledged = Number(line);
    // The kill may have come between a commit and its acknowledgement: that batch is sent again.
    nextBatch = acknowledged + 1;
  }

  const ledger = await openLedger();
  const offset = (await ledger.cursors())[0]?.offset;

  expect([acknowledged, acknowledged + 1]).toContain(offset);
  expect((await ledger.extent()).rows).toBe(100 * (offset ?? Number.NaN));
  await ledger.close();
  expect(problems).toEqual([]);
});
