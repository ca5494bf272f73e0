import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type BatchStore, openBatchStore } from "@headgate/batch";
import { type LedgerRow, ledgerRowSchema } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { createRandom, startSimulator } from "@headgate/simulator";
import { type BenchResult, printTable } from "../result.ts";
import { benchClock, benchItem, STARTED } from "./bench-work.ts";

/**
 * How much faster the bench's clock runs: a day is 288 seconds, of a short run 72. The processor's time is not faster, and a hundred
 * thousand requests want minutes of it: the shortest deadline has to be longer than that.
 */
const SPEED = 300;
const QUICK_SPEED = 1_200;
const HOUR_MS = 3_600_000;
const MOST_MS = 40 * 60_000;
/**
 * From when a request comes in, within the seven days that a deadline may be away; each of as many requests, and a duplicate has
 * another than what it repeats. A process that is killed takes half an hour of the bench's clock to be back, of a short run's hours.
 */
const DEADLINE_HOURS = [24, 72, 120, 168];
const QUICK_DEADLINE_HOURS = [24, 36, 48, 72];

function deadlineHours(hours: readonly number[], index: number): number {
  const one = hours[index % hours.length];
  if (one === undefined) throw new TypeError("no deadlines");
  return one;
}

/**
 * Constructed requests, three of ten of them duplicates, through simulated batches of three providers with faults, by a
 * process that is killed again and again: whether each is answered once, in time, and paid for once.
 */
export async function benchBatch(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const requests = quick ? 3_000 : 100_000;
  const folder = await mkdtemp(join(tmpdir(), "headgate-bench-batch-"));
  const startMs = Date.now();
  const speed = quick ? QUICK_SPEED : SPEED;
  const nowMs = benchClock(startMs, speed);
  const simulator = await startSimulator({
    nowMs,
    seed: 7,
    batches: {
      ...{ durationMs: HOUR_MS, failedLines: 0.02, missingLines: 0.005, doubledLines: 0.005 },
      ...{ expired: 0.1, lostCreates: 0.1, leastRecords: 2 },
    },
  });
  const paths = { store: join(folder, "batch.sqlite"), spool: join(folder, "spool") };
  const store = await openBatchStore({ path: paths.store, durability: "process" });
  const hours = quick ? QUICK_DEADLINE_HOURS : DEADLINE_HOURS;
  for (let index = 0; index < requests; index += 1_000) {
    const page = Array.from({ length: Math.min(1_000, requests - index) }, (_, at) =>
      benchItem(index + at, nowMs(), nowMs() + deadlineHours(hours, index + at) * HOUR_MS),
    );
    await store.admit(page, 0);
  }
  const chance = createRandom(7);
  const problems = new Map<string, number>();
  let kills = 0;
  for (let ended = false; !ended && Date.now() - startMs < MOST_MS; ) {
    const child = spawn(
      process.execPath,
      [
        ...["--conditions=@headgate/source", "--import", "tsx"],
        join(import.meta.dirname, "run-batches.ts"),
        ...[paths.store, paths.spool, simulator.url, startMs, speed, quick ? 200 : 5_000].map(
          String,
        ),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    child.stdout.on("data", (text: Buffer) => {
      for (const problem of text.toString().split("\n").filter(Boolean)) {
        if (problem !== STARTED) problems.set(problem, (problems.get(problem) ?? 0) + 1);
      }
    });
    await once(child.stdout, "data");
    const killAtMs = Date.now() + 2_000 + chance() * (quick ? 6_000 : 20_000);
    while (Date.now() < killAtMs && !ended) {
      await delay(200);
      ended = await isDone(store);
    }
    if (!ended) kills += 1;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  }
  const found = await heldAgainst(store, await readRows(paths.spool));
  const { batches, answered } = simulator.stats().batches;
  const markers = batches.flatMap(({ marker }) => marker ?? []);
  const figures = {
    ...{
      simulated: true,
      requests,
      deadline_hours: hours.join(", "),
      kills,
      batches: batches.length,
      billed_lines: answered,
    },
    batches_made_twice: markers.length - new Set(markers).size,
    ...found,
    problems: Object.fromEntries(problems),
  };
  await store.close();
  await simulator.close();
  await rm(folder, { recursive: true });
  printTable("Batches, simulated", [{ ...figures, simulated: "yes", problems: undefined }]);
  printTable("What was survived", [Object.fromEntries(problems)]);
  const none = (what: string, value: number) => ({ what, value, target: "0", met: value === 0 });
  return {
    figures,
    targets: [
      none("simulated: requests without an end", found.open),
      none("simulated: requests that ended after their deadline", found.late),
      none("simulated: rows of one id that differ, and calls with two final rows", found.unlike),
      none("simulated: batches made twice", figures.batches_made_twice),
      {
        what: "simulated: saved on what batches answered, duplicates aside, per cent",
        value: found.saved_percent,
        target: ">= 50",
        met: found.saved_percent >= 50,
      },
    ],
  };
}

const isDone = async (store: BatchStore): Promise<boolean> => {
  const { items, waitingRows } = await store.standing();
  const open = ["waiting", "copy", "batched", "asking"] as const;
  return waitingRows === 0 && open.every((state) => items[state] === undefined);
};

async function readRows(folder: string): Promise<readonly LedgerRow[]> {
  const files = await readdir(folder, { recursive: true });
  const rows: LedgerRow[] = [];
  for (const file of files.filter((name) => name.endsWith(".spool"))) {
    for (const line of (await readFile(join(folder, file), "utf8")).split("\n")) {
      // A line that the kill cut off is not in the ledger either; its row was written again.
      if (!line.endsWith("}")) continue;
      rows.push(ledgerRowSchema.parse(JSON.parse(line.slice(line.indexOf(" ") + 1))));
    }
  }
  return rows;
}

async function heldAgainst(store: BatchStore, rows: readonly LedgerRow[]) {
  let [open, late, realTime] = [0, 0, 0];
  for (let after = 0; ; ) {
    const page = await store.items({}, { after, limit: 1_000 });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.position;
    for (const { deadlineMs, endedAtMs, settledBy } of page) {
      if (endedAtMs === undefined) open += 1;
      else if (endedAtMs > deadlineMs) late += 1;
      if (settledBy === "real_time") realTime += 1;
    }
  }
  const byId = new Map<string, string>();
  const finals = new Set<string>();
  let [unlike, again] = [0, 0];
  let [baseline, cost, duplicates] = [0n, 0n, 0n];
  for (const row of rows) {
    const text = JSON.stringify(row);
    const before = byId.get(row.row_id);
    if (before !== undefined) {
      again += 1;
      if (before !== text) unlike += 1;
      continue;
    }
    byId.set(row.row_id, text);
    if (row.final && finals.size === finals.add(row.call_id).size) unlike += 1;
    if (row.baseline_cost === null || row.charge.effective_cost === null) continue;
    if (row.changes !== undefined) duplicates += parseDollars(row.baseline_cost);
    else {
      baseline += parseDollars(row.baseline_cost);
      cost += parseDollars(row.charge.effective_cost);
    }
  }
  return {
    ...{ open, late, unlike, rows: byId.size, rows_written_again: again, real_time: realTime },
    saved_percent: baseline === 0n ? 0 : Number(((baseline - cost) * 10_000n) / baseline) / 100,
    duplicates_saved_picodollars: String(duplicates),
  };
}
