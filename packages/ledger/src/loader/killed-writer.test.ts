import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleRow } from "../spool/ledger-row.fixture.ts";
import { newWorkplace } from "./spool-with-loader.fixture.ts";

const program = fileURLToPath(new URL("../spool/append-until-killed.fixture.ts", import.meta.url));
const KILLS = 20;
const ROWS_PER_WRITER = 1_000_000;

/** Appends in a process of its own and kills it after so many acknowledged rows; resolves to those. */
async function appendAndKill(
  spoolDirectory: string,
  writer: number,
  killAfter: number,
): Promise<number[]> {
  const acknowledged: number[] = [];
  const child = spawn(
    process.execPath,
    [
      ...["--conditions=@headgate/source", "--import", "tsx", program],
      ...[spoolDirectory, `g${writer}`, String(writer * ROWS_PER_WRITER)],
      writer % 2 ? "disk" : "process",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === killAfter) child.kill("SIGKILL");
  }
  expect(await exited).toEqual([null, "SIGKILL"]);
  return acknowledged;
}

test("no kill -9 of a writer loses an acknowledged row or doubles one, with a loader running beside it", async () => {
  const place = await newWorkplace();
  const loader = place.start({ pollIntervalMs: 3, checkpointIntervalMs: 50, nowMs: Date.now });
  const killPoints = fc.sample(fc.integer({ min: 1, max: 1_500 }), KILLS);

  const acknowledged: number[] = [];
  const lanes = [killPoints.slice(0, KILLS / 2), killPoints.slice(KILLS / 2)];
  await Promise.all(
    lanes.map(async (lane, laneIndex) => {
      for (const [index, killAfter] of lane.entries()) {
        const writer = laneIndex * lane.length + index;
        for (const call of await appendAndKill(place.spoolDirectory, writer, killAfter)) {
          acknowledged.push(call);
        }
      }
    }),
  );
  await loader.loadNow();
  await loader.stop();

  const status = loader.status();
  expect(acknowledged.length).toBeGreaterThan(KILLS);
  expect(status).toMatchObject({
    rows_already_there: 0,
    lines_quarantined: 0,
    bytes_waiting: 0,
    last_error: null,
  });
  const loaded = new Map(place.store.rows.map((row) => [row.call_id, row]));
  for (const call of acknowledged) {
    expect(loaded.get(`call-${call}`)).toEqual(exampleRow(call));
  }
  // Written but not acknowledged: at most what was in flight at each kill, and its line on the way.
  expect(loaded.size - acknowledged.length).toBeGreaterThanOrEqual(0);
  expect(loaded.size - acknowledged.length).toBeLessThanOrEqual(KILLS * 64);
  expect(await place.segments()).toEqual([]);
});
