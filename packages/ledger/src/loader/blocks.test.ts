import { expect, test, vi } from "vitest";
import { exampleRow } from "../spool/ledger-row.fixture.ts";
import { heldPromise } from "./held-promise.fixture.ts";
import { LineStore } from "./recording-store.fixture.ts";
import { exampleRows, linesOf, newWorkplace } from "./spool-with-loader.fixture.ts";

const everything = { linesFromBytes: 1, blockBytes: 4 * 1024 * 1024 };

test("a store that takes lines gets a gateway's rows as they stand, and the cursor passes them", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  const bytes = linesOf(exampleRows(0, 1_000));
  await place.mark("g1", "writing");
  await place.append("g1/00000001.spool", bytes);

  const loader = place.start(everything);
  await loader.loadNow();

  expect(store.blocks.map(({ rows }) => rows)).toEqual([1_000]);
  expect(store.rows).toEqual(exampleRows(0, 1_000));
  expect(await store.cursors()).toEqual([{ segment: "g1/00000001.spool", offset: bytes.length }]);
  expect(loader.status()).toMatchObject({ rows_added: 1_000, bytes_waiting: 0, last_error: null });
});

test("a block tells when its rows started, whichever came first", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  const day = Date.UTC(2026, 10, 29);
  const times = [day + 5_000, day - 1, day + 86_400_000];
  await place.append(
    "g1/00000001.spool",
    linesOf(times.map((started_at_ms, call) => exampleRow(call, { started_at_ms }))),
  );

  await place.start(everything).loadNow();

  expect(store.blocks).toMatchObject([
    {
      firstAtMs: day - 1,
      lastAtMs: day + 86_400_000,
      days: [day, day - 86_400_000, day + 86_400_000],
    },
  ]);
});

test("lines that are no plain rows of a gateway are read: what is sound goes in, the rest is set aside", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  const rows = [
    exampleRow(0),
    exampleRow(1, { provider: 'a "quoted" name' }),
    exampleRow(2, { source: "anthropic_batch" }),
    exampleRow(3, { other_usage: [{ model: "advisor", usage: { input: 7 } }] }),
    exampleRow(4),
  ];
  const damaged = linesOf([exampleRow(5)]);
  damaged.write("9", damaged.length - 3);
  const wrong = linesOf([exampleRow(6, { attempt: -1 })]);
  await place.append("g1/00000001.spool", Buffer.concat([damaged, linesOf(rows), wrong]));

  const loader = place.start(everything);
  await loader.loadNow();

  expect(store.blocks).toMatchObject([{ rows: 2 }]);
  expect(store.rows).toHaveLength(5);
  expect(store.rows).toEqual(expect.arrayContaining(rows));
  expect(loader.status()).toMatchObject({ rows_added: 5, lines_quarantined: 2 });
});

test("of two lines with one id the first goes in and the other is counted", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  const [first, again] = [exampleRow(1), exampleRow(1, { status: 500 })];
  await place.append("g1/00000001.spool", linesOf([first, again]));

  const loader = place.start(everything);
  await loader.loadNow();

  expect(store.rows).toEqual([first]);
  expect(loader.status()).toMatchObject({
    ...{ rows_added: 1, rows_already_there: 1, rows_conflicting: 1 },
  });
});

test("what a store will not take as lines goes in as rows", async () => {
  const store = new LineStore();
  store.appendLines = () => Promise.resolve(false);
  const place = await newWorkplace(store);
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 50)));

  const loader = place.start({ ...everything, batchRows: 20, blockBytes: 20_000 });
  await loader.loadNow();

  expect(store.rows).toEqual(exampleRows(0, 50));
  expect(loader.status()).toMatchObject({ rows_added: 50, bytes_waiting: 0 });
});

test("a block whose rows are broken off by the loader's end is gone on with, and no later one passes over it", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  const bytes = linesOf(exampleRows(0, 3_000));
  await place.append("g1/00000001.spool", bytes);
  // Larger than the piece that rows are read in, and two of them.
  const blocks = { linesFromBytes: 1, blockBytes: Math.ceil(bytes.length / 2) };
  expect(blocks.blockBytes).toBeGreaterThan(512 * 1024);
  const take = store.appendLines.bind(store);
  const stopped: Promise<void>[] = [];
  store.appendLines = async (lines) => {
    if (stopped.length > 0) return take(lines);
    // By then the next block is being read.
    await Promise.resolve();
    stopped.push(loader.stop());
    return false;
  };

  const loader = place.start(blocks);
  await expect(loader.loadNow()).rejects.toThrow("stopped");
  await Promise.all(stopped);
  const left = store.rows.length;
  await place.start(blocks).loadNow();

  expect(left).toBeLessThan(1_500);
  expect(store.rows).toEqual(exampleRows(0, 3_000));
});

/** A segment of so many rows, and options under which it goes in about so many blocks. */
async function segmentInBlocks(store: LineStore, rows: number, blocks: number) {
  const place = await newWorkplace(store);
  const bytes = linesOf(exampleRows(0, rows));
  await place.append("g1/00000001.spool", bytes);
  return {
    place,
    bytes,
    options: { linesFromBytes: 1, blockBytes: Math.ceil(bytes.length / blocks) },
  };
}

test("two blocks go in beside each other, and no more; their cursors move in the order of the segment", async () => {
  const store = new LineStore();
  const { place, bytes, options } = await segmentInBlocks(store, 400, 8);
  const first = heldPromise<void>();
  const second = heldPromise<void>();
  store.beforeTaking = ({ from }) => {
    if (from === 0) return first.promise;
    if (store.blocks.length === 2) second.resolve();
    return Promise.resolve();
  };

  const loading = place.start(options).loadNow();
  await second.promise;
  // The second one is in by then, and its cursor waits for the first one's.
  while (store.rows.length === 0) await new Promise(setImmediate);
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  expect(store.blocks).toHaveLength(2);
  expect(await store.cursors()).toEqual([]);
  first.resolve();
  await loading;

  expect(store.blocks.length).toBeGreaterThan(5);
  const offsets = store.batches.flatMap(({ cursors }) => cursors.map(({ offset }) => offset));
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  expect(await store.cursors()).toEqual([{ segment: "g1/00000001.spool", offset: bytes.length }]);
  expect(store.rows).toHaveLength(400);
});

test("a block that fails keeps the cursor of the one beside it from moving, and each row is in once in the end", async () => {
  const store = new LineStore();
  const { place, options } = await segmentInBlocks(store, 400, 8);
  const isSecondIn = heldPromise<void>();
  store.beforeTaking = async ({ from }) => {
    if (from > 0) return isSecondIn.resolve();
    await isSecondIn.promise;
    throw new Error("killed");
  };
  const loader = place.start(options);

  await expect(loader.loadNow()).rejects.toThrow("killed");
  expect(store.rows.length).toBeGreaterThan(0);
  expect(await store.cursors()).toEqual([]);
  store.beforeTaking = () => Promise.resolve();
  await loader.loadNow();

  expect(store.rows.sort((a, b) => a.started_at_ms - b.started_at_ms)).toEqual(exampleRows(0, 400));
  expect(loader.status().bytes_waiting).toBe(0);
});

test("blocks of several segments go in beside each other", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  for (const segment of [0, 1, 2]) {
    await place.append(`g1/0000000${segment + 1}.spool`, linesOf(exampleRows(segment * 50, 50)));
  }
  const isSecondThere = heldPromise<void>();
  store.beforeTaking = async ({ segment }) => {
    if (segment === "g1/00000002.spool") isSecondThere.resolve();
    if (segment === "g1/00000001.spool") await isSecondThere.promise;
  };

  await place.start(everything).loadNow();

  expect(store.rows).toHaveLength(150);
  expect(store.segments).toHaveLength(3);
});

test("a store is told where rows were read from, and which are left of a block that it took", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  const quoted = exampleRow(1, { provider: 'a "quoted" name' });
  const block = linesOf([exampleRow(0), quoted]);
  await place.append("g1/00000001.spool", block);
  const loader = place.start(everything);
  await loader.loadNow();
  await place.append("g1/00000001.spool", linesOf([exampleRow(2, { provider: '"' })]));
  await place.append("g2/00000001.spool", linesOf([exampleRow(3), exampleRow(3)]));
  await loader.loadNow();

  const told = store.batches
    .filter(({ cursors }) => cursors.length > 0)
    .map(({ rows, begins, isNew }) => ({ rows: rows.length, begins, isNew }));
  expect(told).toEqual([
    { rows: 1, isNew: true },
    { rows: 1, begins: [{ segment: "g1/00000001.spool", offset: block.length }] },
    // An id that comes twice in a block is one that the store has to look for.
    { rows: 1, isNew: false },
  ]);
});

/** A clock that tells when it was looked at often enough for some passes to have begun and ended. */
function watchedClock(clock: Readonly<{ nowMs: number }>) {
  let looks = 0;
  return {
    nowMs: () => {
      looks += 1;
      return clock.nowMs;
    },
    somePasses: async (): Promise<void> => {
      const before = looks;
      await vi.waitFor(() => expect(looks).toBeGreaterThan(before + 20));
    },
  };
}

test("what comes in gathers for a while where a store takes lines, but not for who asks", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  await place.append("g1/00000001.spool", linesOf(exampleRows(0, 10)));
  const { nowMs, somePasses } = watchedClock(place.clock);
  const loader = place.start({ pollIntervalMs: 1, gatherMs: 2_000, linesFromBytes: 1, nowMs });

  await vi.waitFor(() => expect(loader.status().bytes_waiting).toBeGreaterThan(0));
  place.clock.nowMs += 1_999;
  await somePasses();
  expect(store.rows).toEqual([]);
  expect(loader.status()).toMatchObject({ lag_ms: 1_999, last_error: null });
  place.clock.nowMs += 1;
  await vi.waitFor(() => expect(store.rows).toHaveLength(10));
  expect(store.blocks).toHaveLength(1);

  await place.append("g1/00000001.spool", linesOf(exampleRows(10, 5)));
  await loader.loadNow();
  expect(store.rows).toHaveLength(15);
  await vi.waitFor(() => expect(loader.status().lag_ms).toBeNull());
});

test("as much as makes a block does not gather, nor does anything by a clock that was set back", async () => {
  const store = new LineStore();
  const place = await newWorkplace(store);
  const bytes = linesOf(exampleRows(0, 10));
  await place.append("g1/00000001.spool", bytes);
  const { nowMs, somePasses } = watchedClock(place.clock);
  place.start({ pollIntervalMs: 1, gatherMs: 3_600_000, blockBytes: bytes.length, nowMs });
  await vi.waitFor(() => expect(store.rows).toHaveLength(10));

  await place.append("g1/00000001.spool", linesOf(exampleRows(10, 5)));
  await somePasses();
  expect(store.rows).toHaveLength(10);
  place.clock.nowMs -= 1_000;
  await vi.waitFor(() => expect(store.rows).toHaveLength(15));
});
