import { readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { exampleRow } from "../spool/ledger-row.fixture.ts";
import { exampleRows, linesOf, newWorkplace } from "./spool-with-loader.fixture.ts";

const segment = (number: number): string => `0000000${number}.spool`;

test("rows of several writers come into the ledger as they were appended", async () => {
  const place = await newWorkplace();
  const [one, two] = [await place.openSpool("g1"), await place.openSpool("g2", 4096)];
  const rows = exampleRows(0, 40);
  await Promise.all(rows.map((row, index) => (index % 2 ? one : two).append(row)));
  const loader = place.start();

  await loader.loadNow();

  expect(place.store.rows).toHaveLength(40);
  for (const row of rows) expect(await place.store.call(row.call_id)).toEqual([row]);
  expect(loader.status()).toEqual({
    rows_added: 40,
    rows_already_there: 0,
    rows_conflicting: 0,
    lines_quarantined: 0,
    torn_tails: 0,
    bytes_waiting: 0,
    lag_ms: null,
    last_error: null,
  });
  await Promise.all([one.close(), two.close()]);
});

test("new rows are found without being told, and are announced", async () => {
  const place = await newWorkplace();
  const announced: number[] = [];
  place.start({ pollIntervalMs: 5, onLoaded: (added) => announced.push(added) });
  const spool = await place.openSpool("g1");

  await spool.append(exampleRow(1));
  await vi.waitFor(() => expect(announced).toEqual([1]), 60_000);
  await spool.append(exampleRow(2));
  await vi.waitFor(() => expect(announced).toEqual([1, 1]), 60_000);

  expect(place.store.rows).toEqual([exampleRow(1), exampleRow(2)]);
  await spool.close();
});

test("a spool that does not exist yet is an empty one", async () => {
  const place = await newWorkplace();
  const loader = place.start();

  await loader.loadNow();

  expect(loader.status()).toMatchObject({ bytes_waiting: 0, last_error: null });
});

test("a long segment goes to the store in bounded batches, each with its cursor", async () => {
  const place = await newWorkplace();
  const bytes = linesOf(exampleRows(0, 2_000));
  await place.append("g1/00000001.spool", bytes);
  const loader = place.start({ batchRows: 300 });

  await loader.loadNow();

  // A batch ends with the piece of the file that filled it.
  expect(place.store.batches.length).toBeGreaterThan(3);
  for (const batch of place.store.batches) expect(batch.rows.length).toBeLessThan(600);
  expect(place.store.batches.at(-1)?.cursors).toEqual([
    { segment: "g1/00000001.spool", offset: bytes.length },
  ]);
  expect(place.store.rows).toHaveLength(2_000);
});

test("an unfinished line of a living writer waits for its end", async () => {
  const place = await newWorkplace();
  await place.mark("g1", "writing");
  const bytes = linesOf(exampleRows(0, 2));
  await place.append("g1/00000001.spool", bytes.subarray(0, -10));
  const loader = place.start();

  await loader.loadNow();
  expect(place.store.rows).toEqual([exampleRow(0)]);
  expect(loader.status()).toMatchObject({ torn_tails: 0, lines_quarantined: 0 });
  await place.append("g1/00000001.spool", bytes.subarray(-10));
  await loader.loadNow();

  expect(place.store.rows).toEqual([exampleRow(0), exampleRow(1)]);
  expect(loader.status().bytes_waiting).toBe(0);
});

test("an unfinished line of a killed writer is a torn tail, counted once", async () => {
  const place = await newWorkplace();
  await place.mark("g1", "killed");
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 2)).subarray(0, -10));
  const loader = place.start();

  await loader.loadNow();
  await loader.loadNow();

  expect(place.store.rows).toEqual([exampleRow(0)]);
  expect(loader.status()).toMatchObject({ torn_tails: 1, lines_quarantined: 0, bytes_waiting: 0 });
  expect(place.problems).toEqual([]);
});

test("an unfinished line in a segment that has a newer one is a torn tail", async () => {
  const place = await newWorkplace();
  await place.mark("g1", "writing");
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 2)).subarray(0, -10));
  await place.append("g1/00000002.spool", linesOf([exampleRow(1)]));
  const loader = place.start();

  await loader.loadNow();

  expect(place.store.rows).toEqual([exampleRow(0), exampleRow(1)]);
  expect(loader.status()).toMatchObject({ torn_tails: 1, bytes_waiting: 0 });
});

test("a last row that lacks nothing but its line's end is loaded", async () => {
  const place = await newWorkplace();
  await place.mark("g1", "killed");
  await place.append("g1/00000001.spool", linesOf([exampleRow(0)]).subarray(0, -1));
  const loader = place.start();

  await loader.loadNow();

  expect(place.store.rows).toEqual([exampleRow(0)]);
  expect(loader.status().torn_tails).toBe(0);
});

test("a row that is in the ledger already changes nothing and is counted, a differing one too", async () => {
  const place = await newWorkplace();
  const rows = [exampleRow(0), exampleRow(0), exampleRow(0, { status: 201 })];
  await place.append("g1/00000001.spool", linesOf(rows));
  const loader = place.start();

  await loader.loadNow();

  expect(place.store.rows).toEqual([exampleRow(0)]);
  expect(loader.status()).toMatchObject({
    rows_added: 1,
    rows_already_there: 2,
    rows_conflicting: 1,
  });
});

test.each([
  ["a flipped byte", (line: Buffer) => line.fill(0x23, 30, 31), /checksum does not match/],
  ["zeroes", (line: Buffer) => line.fill(0, 0, line.length - 1), /no checksum/],
  ["no checksum", () => Buffer.from("{}\n"), /no checksum/],
  ["nothing", () => Buffer.from("\n"), /no checksum/],
  ["no JSON", () => Buffer.from("352441c2 abc\n"), /not JSON/],
  ["no row", () => Buffer.from("a3a6bf43 {}\n"), /not a ledger row: row_id/],
])(
  "a line with %s is set aside with its offset, reported once, and the rest loaded",
  async (_, damage, reason) => {
    const place = await newWorkplace();
    const [before, after] = [linesOf([exampleRow(0)]), linesOf([exampleRow(2)])];
    const bad = damage(linesOf([exampleRow(1)]));
    await place.append("g1/00000001.spool", Buffer.concat([before, bad, after]));
    const loader = place.start();

    await loader.loadNow();
    await loader.loadNow();

    expect(place.store.rows).toEqual([exampleRow(0), exampleRow(2)]);
    expect(loader.status()).toMatchObject({ lines_quarantined: 1, bytes_waiting: 0 });
    expect(await place.quarantined("g1-00000001.spool.bad")).toBe(
      `${before.length} ${bad.toString()}`,
    );
    expect(place.problems).toEqual([
      { code: "spool_row_corrupt", message: expect.stringMatching(reason) },
    ]);
    expect(place.problems[0]?.message).toContain(
      `g1/00000001.spool: the line at byte ${before.length}`,
    );
  },
);

test("a line is set aside once, however often the store fails behind it", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool", "damage\n");
  const failing = place.start();
  place.store.beforeCommit = () => {
    throw new Error("the ledger is away");
  };
  await expect(failing.loadNow()).rejects.toThrow("the ledger is away");
  await expect(failing.loadNow()).rejects.toThrow("the ledger is away");
  await failing.stop();
  place.store.beforeCommit = () => undefined;

  const loader = place.start();
  await loader.loadNow();

  expect(await place.quarantined("g1-00000001.spool.bad")).toBe("0 damage\n");
  expect(failing.status().lines_quarantined).toBe(1);
  expect(place.problems.map((problem) => problem.code)).toEqual([
    "spool_row_corrupt",
    "internal",
    "spool_row_corrupt",
  ]);
});

test("an entry of the quarantine that was cut short by a crash is written anew", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool", "damage\nmore damage\n");
  const first = place.start();
  await first.loadNow();
  await truncate(join(place.quarantineDirectory, "g1-00000001.spool.bad"), 12);
  await place.store.forgetCursors(["g1/00000001.spool"]);

  await place.start().loadNow();

  expect(await place.quarantined("g1-00000001.spool.bad")).toBe("0 damage\n7 more damage\n");
});

test("nothing is loaded while the quarantine cannot be written", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool", "damage\n");
  await writeFile(place.quarantineDirectory, "in the way");
  const loader = place.start();

  await expect(loader.loadNow()).rejects.toThrow(/EEXIST|ENOTDIR/);

  expect(place.store.batches).toEqual([]);
  expect(loader.status().last_error).toMatch(/EEXIST|ENOTDIR/);
});

test("a store that fails keeps nothing from being loaded later, and is reported once", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 3)));
  place.store.beforeCommit = () => {
    throw new Error("the ledger is away");
  };
  const loader = place.start({ pollIntervalMs: 5 });
  await vi.waitFor(() => expect(loader.status().last_error).toBe("the ledger is away"), 60_000);
  await expect(loader.loadNow()).rejects.toThrow();
  place.clock.nowMs = 1_795_000_000_000 + 60_812.25;
  expect(loader.status().lag_ms).toBe(60_000);
  expect(loader.status().bytes_waiting).toBeGreaterThan(0);

  place.store.beforeCommit = () => undefined;
  await vi.waitFor(() => expect(place.store.rows).toHaveLength(3), 60_000);

  await vi.waitFor(() => expect(loader.status().last_error).toBeNull(), 60_000);
  expect(loader.status()).toMatchObject({ rows_added: 3, bytes_waiting: 0, lag_ms: null });
  expect(place.problems).toEqual([
    { code: "internal", message: "loading the spool: the ledger is away" },
  ]);
});

test("a store that fails after it committed gets no row twice", async () => {
  const place = await newWorkplace();
  const rows = exampleRows(0, 3);
  await place.append("g1/00000001.spool", linesOf(rows));
  place.store.afterCommit = () => {
    throw new Error("killed");
  };
  const loader = place.start();
  await expect(loader.loadNow()).rejects.toThrow("killed");
  place.store.afterCommit = () => undefined;

  await place.append("g1/00000001.spool", linesOf([exampleRow(3)]));
  await loader.loadNow();

  expect(place.store.batches.map((batch) => batch.rows.length)).toEqual([3, 1]);
  expect(place.store.rows).toEqual([...rows, exampleRow(3)]);
});

test("a segment that cannot be read keeps no other from being loaded", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool/not-a-file", "");
  await place.append("g2/00000001.spool", linesOf([exampleRow(1)]));
  const loader = place.start();

  await expect(loader.loadNow()).rejects.toThrow(/EISDIR/);

  expect(place.store.rows).toEqual([exampleRow(1)]);
  expect(loader.status().last_error).toMatch(/EISDIR/);
});

test("a load of what can be read tells of what cannot, and fails with all else", async () => {
  const place = await newWorkplace();
  await place.append("g2/00000001.spool", linesOf([exampleRow(1)]));
  const loader = place.start();
  expect(await loader.loadReadable()).toBeUndefined();

  await place.append("g1/00000001.spool/not-a-file", "");
  await place.append("g2/00000001.spool", linesOf([exampleRow(2)]));
  expect((await loader.loadReadable())?.message).toMatch(/EISDIR/);
  expect(place.store.rows).toEqual([exampleRow(1), exampleRow(2)]);

  place.store.afterCommit = () => {
    throw new Error("killed");
  };
  await place.append("g2/00000001.spool", linesOf([exampleRow(3)]));
  await expect(loader.loadReadable()).rejects.toThrow("killed");
});

test("stop begins no new batch, and a stopped loader says so", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 2_000)));
  const loader = place.start({ batchRows: 100 });
  let stopped: Promise<void> | undefined;
  place.store.afterCommit = () => {
    stopped ??= loader.stop();
  };

  await expect(loader.loadNow()).rejects.toThrow("stopped");
  await stopped;

  expect(place.store.batches).toHaveLength(1);
  expect(place.store.checkpoints).toBe(1);
  expect(await readdir(join(place.spoolDirectory, "g1"))).toEqual([segment(1)]);
  await expect(loader.loadNow()).rejects.toThrow("stopped");
});
