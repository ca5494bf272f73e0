import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { exampleRow } from "../spool/ledger-row.fixture.ts";
import { exampleRows, linesOf, newWorkplace } from "./spool-with-loader.fixture.ts";

test("a loaded segment is kept until the store has made its rows durable, then it goes with its cursor", async () => {
  const place = await newWorkplace();
  await place.mark("g1", "writing");
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 3)));
  await place.append("g1/00000002.spool", linesOf(exampleRows(3, 3)));
  const loader = place.start({ checkpointIntervalMs: 30_000 });

  await loader.loadNow();
  expect(await place.segments()).toHaveLength(2);
  place.clock.nowMs += 30_000;
  await loader.loadNow();

  expect(place.store.checkpoints).toBe(1);
  expect(await place.segments()).toEqual(["g1/00000002.spool"]);
  expect(place.store.segments).toEqual(["g1/00000002.spool"]);
});

test("no segment goes when the checkpoint fails", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 3)));
  place.store.beforeCheckpoint = () => {
    throw new Error("no room");
  };
  const loader = place.start();
  await loader.loadNow();

  await loader.stop();

  expect(await place.segments()).toHaveLength(1);
  expect(loader.status().last_error).toBe("no room");
  expect(place.problems).toEqual([{ code: "internal", message: "loading the spool: no room" }]);
});

test("a checkpoint comes after enough rows, within a long load too", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 1_000)));
  await place.append("g1/00000002.spool", linesOf(exampleRows(1_000, 1_000)));
  await place.mark("g1", "writing");
  const remaining: string[][] = [];
  const loader = place.start({ batchRows: 100, checkpointRows: 900 });
  place.store.beforeCommit = () => {
    void place.segments().then((segments) => remaining.push(segments));
  };

  await loader.loadNow();

  expect(place.store.checkpoints).toBe(2);
  expect(remaining[0]).toHaveLength(2);
  expect(remaining.at(-1)).toEqual(["g1/00000002.spool"]);
});

test("a segment that a checkpoint takes away in the middle of a pass is not looked for behind it", async () => {
  const place = await newWorkplace();
  await place.append("g2/00000001.spool", linesOf(exampleRows(0, 3)));
  await place.mark("g1", "writing");
  await place.append("g1/00000001.spool", linesOf(exampleRows(3, 3)));
  const loader = place.start({ batchRows: 1, checkpointIntervalMs: 30_000 });
  await loader.loadNow();
  await place.append("g1/00000001.spool", linesOf(exampleRows(6, 3)));
  place.clock.nowMs += 30_000;

  await loader.loadNow();

  expect(await place.segments()).toEqual(["g1/00000001.spool"]);
  expect(place.store.segments).toEqual(["g1/00000001.spool"]);
  expect(place.store.rows).toHaveLength(9);
  expect(place.problems).toEqual([]);
});

test("no checkpoint is asked for when nothing changed", async () => {
  const place = await newWorkplace();
  await place.mark("g1", "writing");
  await place.append("g1/00000001.spool", linesOf([exampleRow(0)]));
  const loader = place.start({ checkpointIntervalMs: 1_000 });

  for (let look = 0; look < 5; look += 1) {
    await loader.loadNow();
    place.clock.nowMs += 1_000;
  }

  expect(place.store.checkpoints).toBe(1);
});

test("the newest segment of a living writer stays, and what comes into it later is loaded", async () => {
  const place = await newWorkplace();
  const spool = await place.openSpool("g1");
  await spool.append(exampleRow(0));
  const loader = place.start({ checkpointIntervalMs: 0 });
  await loader.loadNow();

  await spool.append(exampleRow(1));
  await loader.loadNow();

  expect(await place.segments()).toEqual(["g1/00000001.spool"]);
  expect(place.store.rows).toEqual([exampleRow(0), exampleRow(1)]);
  await spool.close();
});

test.each(["closed", "killed"])("all of a %s writer goes, its folder last", async (end) => {
  const place = await newWorkplace();
  const spool = await place.openSpool("g1", 4096);
  for (const row of exampleRows(0, 10)) await spool.append(row);
  await spool.close();
  if (end === "killed") await place.mark("g1", "killed");
  const loader = place.start({ checkpointIntervalMs: 0 });

  await loader.loadNow();
  expect(await place.segments()).toEqual([]);
  place.clock.nowMs += 61_000;
  await loader.loadNow();

  expect(await readdir(place.spoolDirectory)).toEqual([]);
  expect(place.store.segments).toEqual([]);
  expect(place.store.rows).toHaveLength(10);
});

test("the empty folder of a writer that is about to begin stays", async () => {
  const place = await newWorkplace();
  await place.mark("g1", "writing");
  const spool = await place.openSpool("g2");
  const loader = place.start({ checkpointIntervalMs: 0 });
  place.clock.nowMs += 61_000;

  await loader.loadNow();

  expect((await readdir(place.spoolDirectory)).sort()).toEqual(["g1", "g2"]);
  await spool.close();
});

test("files that are not the spool's are left where they are", async () => {
  const place = await newWorkplace();
  await place.append("g1/notes.txt", "keep me");
  await place.append("README", "keep me");
  place.clock.nowMs += 61_000;
  const loader = place.start();

  await loader.loadNow();

  expect(await readdir(join(place.spoolDirectory, "g1"))).toEqual(["notes.txt"]);
  expect(loader.status().last_error).toBeNull();
});

test("segments that were loaded before a restart go without being loaded again", async () => {
  const place = await newWorkplace();
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 3)));
  place.store.beforeCheckpoint = () => {
    throw new Error("killed");
  };
  await place.start().loadNow();
  place.store.beforeCheckpoint = () => undefined;

  const loader = place.start({ checkpointIntervalMs: 0 });
  await loader.loadNow();

  expect(place.store.batches).toHaveLength(1);
  expect(await place.segments()).toEqual([]);
});

test("the cursor of a segment that somebody deleted is forgotten", async () => {
  const place = await newWorkplace();
  await place.store.append({ rows: [], cursors: [{ segment: "g9/00000001.spool", offset: 7 }] });
  await place.append("g1/00000001.spool", linesOf([exampleRow(0)]));
  const loader = place.start({ checkpointIntervalMs: 0 });

  await loader.loadNow();

  expect(place.store.segments).toEqual([]);
});

test("in a store of several nodes each forgets the cursors of its own segments alone", async () => {
  const place = await newWorkplace();
  const elsewhere = { segment: "of-another-node/00000001.spool", offset: 7 };
  await place.store.append({ rows: [], cursors: [elsewhere] });
  await place.append("g1/00000001.spool", linesOf([exampleRow(0)]));
  const loader = place.start({ checkpointIntervalMs: 0, isShared: true });

  await loader.loadNow();

  expect(await place.segments()).toEqual([]);
  expect(await place.store.cursors()).toEqual([elsewhere]);
});

test("a file that is shorter than its cursor is read from its start", async () => {
  const place = await newWorkplace();
  await place.store.append({
    rows: [],
    cursors: [{ segment: "g1/00000001.spool", offset: 1_000_000 }],
  });
  await place.append("g1/00000001.spool", linesOf([exampleRow(0)]));
  const loader = place.start();

  await loader.loadNow();

  expect(place.store.rows).toEqual([exampleRow(0)]);
});

test("a loader that runs beside a writer leaves no segment behind when both have stopped", async () => {
  const place = await newWorkplace();
  const spool = await place.openSpool("g1", 8192);
  const loader = place.start({ pollIntervalMs: 1, checkpointIntervalMs: 5, nowMs: Date.now });

  for (let round = 0; round < 50; round += 1) {
    await Promise.all(exampleRows(round * 10, 10).map((row) => spool.append(row)));
  }
  await spool.close();
  await vi.waitFor(async () => expect(await place.segments()).toEqual([]), 60_000);

  expect(place.store.rows).toEqual(exampleRows(0, 500));
  expect(loader.status()).toMatchObject({ rows_added: 500, rows_already_there: 0, torn_tails: 0 });
});
