import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type LedgerStore, openSpool, startLoader } from "@headgate/ledger";
import { END_MS } from "../../reports/constructed-rows.ts";
import { rowOf } from "../../reports/load-rows.ts";
import { cpuARow } from "./cpu-of.ts";

const WRITTEN_EVERY_MS = 20;

export type SpoolStream = Readonly<{
  rows: number;
  written_per_second: number;
  /** Of the process of the loader, which writes the spool too. */
  cpu_us_a_row: number;
  server_cpu_us_a_row: number | null;
  /** Longest that a row waited in the spool, as the loader's status told between writes, in ms. */
  longest_lag_ms: number;
}>;

/** Writes so many rows a second into a spool, as gateways do, while a loader as it ships moves them into a ledger. */
export async function streamSpool(
  ledger: LedgerStore,
  server: Readonly<{ pid: number }>,
  stream: Readonly<{ rowsPerSecond: number; seconds: number }>,
): Promise<SpoolStream> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-stream-"));
  const spoolDirectory = join(folder, "spool");
  const spool = await openSpool({
    ...{ directory: spoolDirectory, writerId: "bench-stream", segmentBytes: 16 * 2 ** 20 },
    ...{ flushIntervalMs: WRITTEN_EVERY_MS, durability: "process" },
  });
  const loader = startLoader({
    ...{ spoolDirectory, quarantineDirectory: join(folder, "quarantine"), store: ledger },
  });
  try {
    let written = 0;
    let longestLagMs = 0;
    const cpu = await cpuARow(server, async () => {
      const began = performance.now();
      for (;;) {
        const elapsedMs = performance.now() - began;
        if (elapsedMs >= stream.seconds * 1_000) break;
        const due = Math.floor((elapsedMs * stream.rowsPerSecond) / 1_000);
        const rows = Array.from({ length: due - written }, (_, index) => liveRow(written + index));
        await Promise.all(rows.map((row) => spool.append(row)));
        written = due;
        longestLagMs = Math.max(longestLagMs, loader.status().lag_ms ?? 0);
        await wait(WRITTEN_EVERY_MS);
      }
      await loader.loadNow();
      return written;
    });
    const { rows_added } = loader.status();
    if (rows_added !== written)
      throw new Error(`${written} rows were written, ${rows_added} loaded`);
    return {
      ...{ rows: written, written_per_second: stream.rowsPerSecond, ...cpu },
      longest_lag_ms: Math.round(longestLagMs),
    };
  } finally {
    await loader.stop();
    await spool.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A constructed row of now: lag is counted from a row's time, and nothing else that the bench writes lies there. */
const liveRow = (index: number) => ({ ...rowOf(index, END_MS), started_at_ms: Date.now() });
