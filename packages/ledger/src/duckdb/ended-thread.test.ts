import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { attempt } from "../store.fixture.ts";
import { openDuckdbLedger } from "./open-duckdb-ledger.ts";

let directory: string;
let workers: Worker[];
const notice = (worker: Worker): void => {
  workers.push(worker);
};
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "headgate-ended-"));
  workers = [];
  process.on("worker", notice);
});
afterEach(async () => {
  process.off("worker", notice);
  await rm(directory, { recursive: true, force: true });
});

const openLedger = (onEnded: (error: Error) => void) =>
  openDuckdbLedger({ path: join(directory, "ledger.duckdb"), onEnded });

test("a thread that ends by itself is told of, fails what waits, and leaves a ledger that opens again", async () => {
  let tell: (error: Error) => void = () => undefined;
  const ended = new Promise<Error>((resolve) => {
    tell = resolve;
  });
  const ledger = await openLedger(tell);
  await ledger.append({ rows: [attempt()], cursors: [] });

  const waiting = ledger.extent().catch((error: unknown) => error);
  // A request that cannot be read ends the thread by an error of its own. To terminate it from
  // outside would tear DuckDB's native code down in the middle of a call, and the process with it.
  for (const worker of workers) worker.postMessage(null);

  expect(await ended).toMatchObject({ code: "internal" });
  await waiting;
  await expect(ledger.extent()).rejects.toBe(await ended);
  const again = await openLedger(tell);
  expect((await again.extent()).rows).toBe(1);
  await again.close();
});

test("a ledger that is closed is not told of as one that ended", async () => {
  const errors: Error[] = [];
  const ledger = await openLedger((error) => errors.push(error));

  await ledger.close();

  expect(errors).toEqual([]);
});
