import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { exampleRow } from "./ledger-row.fixture.ts";
import { openSpool } from "./open-spool.ts";
import { rowsIn, segmentsIn, temporaryFolder } from "./spool-files.fixture.ts";
import { HEARTBEAT_INTERVAL_MS, HEARTBEAT_STALE_MS, isWriterHere } from "./writer-marker.ts";

async function openTestSpool() {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const directory = await temporaryFolder();
  const spool = await openSpool({
    directory,
    writerId: "gateway-1",
    segmentBytes: 16_777_216,
    flushIntervalMs: 60_000,
    durability: "process",
  });
  return { spool, folder: join(directory, "gateway-1") };
}

test("a writer that was away for so long that it may count as gone begins a new segment", async () => {
  const { spool, folder } = await openTestSpool();
  await spool.append(exampleRow(0));

  vi.setSystemTime(Date.now() + HEARTBEAT_STALE_MS / 2 + 1);
  await spool.append(exampleRow(1));
  await spool.append(exampleRow(2));

  expect(await segmentsIn(folder)).toEqual(["00000001.spool", "00000002.spool"]);
  expect(await rowsIn(folder)).toEqual([exampleRow(0), exampleRow(1), exampleRow(2)]);
  await spool.close();
});

test("a writer whose folder was deleted makes it again and records on", async () => {
  const { spool, folder } = await openTestSpool();
  await spool.append(exampleRow(0));
  await rm(folder, { recursive: true });

  let call = 1;
  await vi.waitFor(async () => {
    vi.advanceTimersByTime(HEARTBEAT_INTERVAL_MS);
    await spool.append(exampleRow(call++));
    expect(await isWriterHere(folder)).toBe(true);
  }, 60_000);

  expect((await rowsIn(folder)).at(-1)).toEqual(exampleRow(call - 1));
  await spool.close();
});
