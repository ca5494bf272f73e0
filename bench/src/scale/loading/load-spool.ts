import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerStore, openSpool, startLoader } from "@headgate/ledger";
import { END_MS } from "../../reports/constructed-rows.ts";
import { rowOf } from "../../reports/load-rows.ts";
import { cpuARow } from "./cpu-of.ts";

const WRITTEN_AT_ONCE = 2_000;
const AN_HOUR_MS = 3_600_000;

export type SpoolLoad = Readonly<{
  rows: number;
  mb: number;
  rows_per_second: number;
  /** Of the loader's process alone, without ClickHouse's. */
  cpu_us_a_row: number;
  /** Of ClickHouse's process meanwhile, what it merges besides included; null where the system does not tell. */
  server_cpu_us_a_row: number | null;
  /** Processes that wanted a processor when it began, on average over a minute, and how many processors there are. */
  load: string;
}>;

/** Fills a spool with constructed rows, and times one loader that moves them into a ledger. */
export async function loadSpool(
  ledger: LedgerStore,
  rows: number,
  server: Readonly<{ pid: number }>,
): Promise<SpoolLoad> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-spool-"));
  try {
    const spoolDirectory = join(folder, "spool");
    const bytes = await fill(spoolDirectory, rows);
    const loader = startLoader({
      ...{ spoolDirectory, quarantineDirectory: join(folder, "quarantine"), store: ledger },
      pollIntervalMs: AN_HOUR_MS,
    });
    const began = performance.now();
    const load = `${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`;
    const cpu = await cpuARow(server, async () => {
      await loader.loadNow();
      return rows;
    });
    const seconds = (performance.now() - began) / 1000;
    const { rows_added } = loader.status();
    await loader.stop();
    if (rows_added !== rows) throw new Error(`${rows} rows were written, ${rows_added} loaded`);
    return {
      ...{ rows, mb: Math.round(bytes / 2 ** 20) },
      rows_per_second: Math.round(rows / seconds),
      ...cpu,
      load,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns bytes written */
async function fill(directory: string, rows: number): Promise<number> {
  const spool = await openSpool({
    ...{ directory, writerId: "bench", segmentBytes: 64 * 2 ** 20, flushIntervalMs: 1_000 },
    durability: "process",
  });
  for (let first = 0; first < rows; first += WRITTEN_AT_ONCE) {
    const count = Math.min(WRITTEN_AT_ONCE, rows - first);
    await Promise.all(
      // A day behind the constructed history, so that its questions stay the same.
      Array.from({ length: count }, (_, index) => spool.append(rowOf(first + index, END_MS))),
    );
  }
  const { bytesWritten } = spool.stats;
  await spool.close();
  return bytesWritten;
}
