import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { FailingFileSystem } from "./failing-file-system.fixture.ts";
import { exampleRow, rowChanges } from "./ledger-row.fixture.ts";
import { openSpool } from "./open-spool.ts";
import type { SpoolOptions } from "./spool.ts";
import { rowsIn, segmentsIn, temporaryFolder } from "./spool-files.fixture.ts";

async function openTestSpool(changes: Partial<SpoolOptions> = {}) {
  const directory = changes.directory ?? (await temporaryFolder());
  const fileSystem = new FailingFileSystem();
  const spool = await openSpool({
    directory,
    writerId: "gateway-1",
    segmentBytes: 16_777_216,
    flushIntervalMs: 5,
    durability: "process",
    fileSystem,
    ...changes,
  });
  return { spool, fileSystem, directory, folder: join(directory, "gateway-1") };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test("an append resolves when its row stands in the file with its checksum", async () => {
  const { spool, folder } = await openTestSpool();

  await spool.append(exampleRow(1));

  expect(await rowsIn(folder)).toEqual([exampleRow(1)]);
  const text = await readFile(join(folder, "00000001.spool"), "utf8");
  expect(text).toMatch(/^[0-9a-f]{8} \{"row_id":"call-1:0".*\}\n$/);
  await spool.close();
});

test("any text in a row comes back unchanged", async () => {
  const { spool, folder } = await openTestSpool();
  const rows = fc.sample(rowChanges, 200).map((changes, index) => exampleRow(index, changes));

  await Promise.all(rows.map((row) => spool.append(row)));
  await spool.close();

  expect(await rowsIn(folder)).toEqual(JSON.parse(JSON.stringify(rows)));
});

test("a row larger than the buffer is written whole between its neighbours", async () => {
  const { spool, folder } = await openTestSpool();
  const rows = [exampleRow(1), exampleRow(2, { raw_usage: "é".repeat(900_000) }), exampleRow(3)];

  await Promise.all(rows.map((row) => spool.append(row)));
  await spool.close();

  expect(await rowsIn(folder)).toEqual(rows);
});

test("rows of one turn go to the disk in one write, without the thread pool", async () => {
  const { spool, fileSystem, folder } = await openTestSpool();

  await Promise.all(numbers(100).map((call) => spool.append(exampleRow(call))));

  expect(fileSystem.count("writeNow")).toBe(1);
  expect(fileSystem.count("write")).toBe(0);
  expect(await rowsIn(folder)).toEqual(numbers(100).map((call) => exampleRow(call)));
  await spool.close();
});

test("with durability disk, rows that arrive during a write go together in the next one, in their order", async () => {
  const { spool, fileSystem, folder } = await openTestSpool({ durability: "disk" });
  let openGate = (): void => undefined;
  fileSystem.gate = new Promise((resolve) => {
    openGate = resolve;
  });
  const first = spool.append(exampleRow(0));
  await vi.waitFor(() => expect(fileSystem.count("open")).toBeGreaterThan(1), 60_000);

  const settled: number[] = [];
  const others = numbers(500).map(async (call) => {
    await spool.append(exampleRow(call + 1));
    settled.push(call);
  });
  expect(spool.stats.rowsPending).toBe(501);
  openGate();
  await Promise.all([first, ...others]);

  expect(fileSystem.count("write")).toBe(2);
  expect(settled).toEqual(numbers(500));
  expect((await rowsIn(folder)).map((row) => row.call_id)).toEqual(
    numbers(501).map((call) => `call-${call}`),
  );
  expect(spool.stats).toMatchObject({ rowsAppended: 501, rowsPending: 0, lastError: undefined });
  expect(spool.stats.bytesWritten).toBe((await stat(join(folder, "00000001.spool"))).size);
  await spool.close();
});

test("with durability disk an append waits for the flush of its write", async () => {
  const { spool, fileSystem } = await openTestSpool({ durability: "disk" });
  fileSystem.calls.length = 0;

  await spool.append(exampleRow(1));
  const untilFirst = fileSystem.calls.slice();
  fileSystem.calls.length = 0;
  await spool.append(exampleRow(2));

  // File, then the folder's entry of it; from then on the file alone.
  expect(untilFirst).toEqual(["open", "write", "datasync", "open", "datasync", "close"]);
  expect(fileSystem.calls).toEqual(["write", "datasync"]);
  await spool.close();
});

test("with durability process a flush follows within the interval, and none when nothing was written", async () => {
  const { spool, fileSystem } = await openTestSpool();
  fileSystem.calls.length = 0;
  await spool.append(exampleRow(1));
  expect(fileSystem.count("datasync")).toBe(0);

  await vi.waitFor(() => expect(fileSystem.calls.at(-1)).toBe("close"), 60_000);
  expect(fileSystem.count("datasync")).toBe(2);
  await spool.close();

  expect(fileSystem.count("datasync")).toBe(2);
});

test("a segment that has its size is flushed and closed, and the next one begun", async () => {
  const { spool, fileSystem, folder } = await openTestSpool({
    segmentBytes: 4096,
    flushIntervalMs: 60_000,
  });

  for (const call of numbers(20)) await spool.append(exampleRow(call));
  const segments = await segmentsIn(folder);
  await spool.close();

  expect(segments.length).toBeGreaterThan(4);
  expect(segments.slice(0, 2)).toEqual(["00000001.spool", "00000002.spool"]);
  for (const file of segments) {
    expect((await stat(join(folder, file))).size).toBeLessThanOrEqual(4096);
  }
  expect(await rowsIn(folder)).toEqual(numbers(20).map((call) => exampleRow(call)));
  // The folder of the writer, then each segment and its folder entry.
  expect(fileSystem.count("datasync")).toBe(1 + 2 * segments.length);
  expect(fileSystem.count("close")).toBe(fileSystem.count("open"));
});

test("writes that the disk takes in pieces are finished", async () => {
  const { spool, fileSystem, folder } = await openTestSpool();
  fileSystem.maxBytesPerWrite = 7;

  await Promise.all(numbers(5).map((call) => spool.append(exampleRow(call))));

  expect(await rowsIn(folder)).toEqual(numbers(5).map((call) => exampleRow(call)));
  await spool.close();
});

test("rows wait in order while the disk is full, the file ends whole, and all are written when it has room", async () => {
  const { spool, fileSystem, folder } = await openTestSpool();
  await spool.append(exampleRow(0));
  const { size } = await stat(join(folder, "00000001.spool"));
  fileSystem.freeBytes = 100;

  const appended = numbers(50).map((call) => spool.append(exampleRow(call + 1)));
  await vi.waitFor(() => expect(fileSystem.count("truncate")).toBe(2), 60_000);
  expect(spool.healthy).toBe(false);
  expect(spool.stats).toMatchObject({ rowsPending: 50, lastError: "ENOSPC: on demand" });
  expect((await stat(join(folder, "00000001.spool"))).size).toBe(size);
  fileSystem.freeBytes = Number.POSITIVE_INFINITY;
  await Promise.all(appended);

  expect(spool.healthy).toBe(true);
  expect(spool.stats).toMatchObject({ rowsPending: 0, rowsAppended: 51, lastError: undefined });
  expect(await segmentsIn(folder)).toEqual(["00000001.spool"]);
  expect(await rowsIn(folder)).toEqual(numbers(51).map((call) => exampleRow(call)));
  await spool.close();
});

test("a file that cannot be cut back is left, and its rows go into a new segment", async () => {
  const { spool, fileSystem, folder } = await openTestSpool();
  await spool.append(exampleRow(0));
  fileSystem.freeBytes = 100;
  fileSystem.failing.set("truncate", "EIO");

  const appended = spool.append(exampleRow(1));
  await vi.waitFor(() => expect(fileSystem.count("truncate")).toBeGreaterThan(0), 60_000);
  fileSystem.freeBytes = Number.POSITIVE_INFINITY;
  await appended;

  const segments = await segmentsIn(folder);
  expect(segments.length).toBeGreaterThan(1);
  const last = await readFile(join(folder, segments.at(-1) ?? ""), "utf8");
  expect(last).toContain('"row_id":"call-1:0"');
  await spool.close();
});

test("with durability disk a failed flush keeps the rows pending until a new segment took them", async () => {
  const { spool, fileSystem, folder } = await openTestSpool({ durability: "disk" });
  await spool.append(exampleRow(0));
  fileSystem.failing.set("datasync", "EIO");

  const appended = spool.append(exampleRow(1));
  await vi.waitFor(() => expect(spool.healthy).toBe(false), 60_000);
  fileSystem.failing.clear();
  await appended;

  expect(spool.healthy).toBe(true);
  expect(await rowsIn(folder)).toEqual([exampleRow(0), exampleRow(1)]);
  expect((await readFile(join(folder, "00000001.spool"), "utf8")).split("\n")).toHaveLength(2);
  await spool.close();
});

test("with durability process a failed flush makes the spool unhealthy until a flush works again, without a row to write", async () => {
  const { spool, fileSystem, folder } = await openTestSpool();
  fileSystem.failing.set("datasync", "EIO");

  await spool.append(exampleRow(0));
  await vi.waitFor(() => expect(spool.healthy).toBe(false), 60_000);
  fileSystem.failing.clear();
  await vi.waitFor(() => expect(spool.healthy).toBe(true), 60_000);

  await spool.append(exampleRow(1));
  expect(await rowsIn(folder)).toEqual([exampleRow(0), exampleRow(1)]);
  await spool.close();
});

test("close writes and flushes what is pending, and takes no more", async () => {
  const { spool, fileSystem, folder } = await openTestSpool({ flushIntervalMs: 60_000 });
  const appended = numbers(30).map((call) => spool.append(exampleRow(call)));

  await spool.close();

  await Promise.all(appended);
  expect(await rowsIn(folder)).toHaveLength(30);
  expect(fileSystem.calls.slice(-5)).toEqual(["datasync", "open", "datasync", "close", "close"]);
  await expect(spool.append(exampleRow(31))).rejects.toMatchObject({ code: "spool_unavailable" });
});

test("close gives up after one more try on a full disk and says how many rows that cost", async () => {
  const { spool, fileSystem } = await openTestSpool();
  fileSystem.freeBytes = 0;
  const appended = Promise.allSettled(numbers(3).map((call) => spool.append(exampleRow(call))));
  await vi.waitFor(() => expect(spool.healthy).toBe(false), 60_000);

  await expect(spool.close()).rejects.toMatchObject({
    code: "spool_unavailable",
    details: { rows: 3 },
  });

  for (const result of await appended) {
    expect(result).toMatchObject({ status: "rejected", reason: { code: "spool_unavailable" } });
  }
});

test("a later process never continues a file of an earlier one", async () => {
  const { spool, directory, folder } = await openTestSpool();
  await spool.append(exampleRow(0));
  await spool.close();
  const before = await readFile(join(folder, "00000001.spool"));

  const next = await openTestSpool({ directory });
  await next.spool.append(exampleRow(1));

  expect(await readFile(join(folder, "00000001.spool"))).toEqual(before);
  expect(await segmentsIn(folder)).toEqual(["00000001.spool", "00000002.spool"]);
  await next.spool.close();
});

test("a folder in which a process writes is refused", async () => {
  const { spool, directory } = await openTestSpool();

  await expect(openTestSpool({ directory })).rejects.toMatchObject({ code: "data_dir_unusable" });

  await spool.close();
});

test("a folder that cannot be made is refused with its path", async () => {
  const directory = join(await temporaryFolder(), "file");
  await writeFile(directory, "");

  await expect(openTestSpool({ directory })).rejects.toMatchObject({
    code: "data_dir_unusable",
    message: expect.stringContaining(directory),
  });
});
