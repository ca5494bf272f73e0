import { expect, test } from "vitest";
import { exampleRow } from "../spool/ledger-row.fixture.ts";
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
