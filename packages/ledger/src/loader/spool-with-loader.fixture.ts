import { appendFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LedgerRow } from "@headgate/contract";
import { onTestFinished } from "vitest";
import { exampleRow } from "../spool/ledger-row.fixture.ts";
import { openSpool } from "../spool/open-spool.ts";
import { identifyThisProcess } from "../spool/process-identity.ts";
import { RowGroup } from "../spool/row-group.ts";
import type { Spool } from "../spool/spool.ts";
import { temporaryFolder } from "../spool/spool-files.fixture.ts";
import { MARKER_NAME } from "../spool/writer-marker.ts";
import type { Loader, LoaderOptions, LoaderProblem } from "./loader.ts";
import { RecordingStore } from "./recording-store.fixture.ts";
import { startLoader } from "./start-loader.ts";

/** A loader's surroundings in a temporary folder: spool, quarantine, store, and a clock to turn. */
export async function newWorkplace(store = new RecordingStore()) {
  const root = await temporaryFolder();
  const spoolDirectory = join(root, "spool");
  const quarantineDirectory = join(root, "quarantine");
  const problems: LoaderProblem[] = [];
  const clock = { nowMs: Date.now() };
  return {
    spoolDirectory,
    quarantineDirectory,
    store,
    problems,
    clock,
    /** A loader that looks only when told to, unless the changes say otherwise. */
    start(changes: Partial<LoaderOptions> = {}): Loader {
      const loader = startLoader({
        spoolDirectory,
        quarantineDirectory,
        store,
        pollIntervalMs: 3_600_000,
        onProblem: (problem) => problems.push(problem),
        nowMs: () => clock.nowMs,
        ...changes,
      });
      onTestFinished(() => loader.stop());
      return loader;
    },
    openSpool: (writerId: string, segmentBytes = 16_777_216): Promise<Spool> =>
      openSpool({
        directory: spoolDirectory,
        writerId,
        segmentBytes,
        flushIntervalMs: 5,
        durability: "process",
      }),
    /** Puts bytes behind a segment, as a writer would; makes it when it is not there. */
    async append(segment: string, bytes: Uint8Array | string): Promise<void> {
      const path = join(spoolDirectory, segment);
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, bytes);
    },
    /** Marks the folder as that of a living writer, or of one whose process has ended. */
    async mark(writer: string, state: "writing" | "killed"): Promise<void> {
      const folder = join(spoolDirectory, writer);
      await mkdir(folder, { recursive: true });
      const identity = identifyThisProcess();
      const marker = state === "writing" ? identity : { ...identity, pid: 2 ** 30, started: "1" };
      await writeFile(join(folder, MARKER_NAME), JSON.stringify(marker));
    },
    /** Segments that lie in the spool, by name. */
    async segments(): Promise<string[]> {
      const files = await readdir(spoolDirectory, { recursive: true });
      return files.filter((name) => name.endsWith(".spool")).sort();
    },
    quarantined: (file: string): Promise<string> =>
      readFile(join(quarantineDirectory, file), "utf8"),
  };
}

/** Rows as the bytes of spool lines. */
export function linesOf(rows: readonly LedgerRow[]): Buffer {
  const group = new RowGroup();
  for (const row of rows) void group.add(row);
  return Buffer.from(group.bytes.subarray(0, group.length));
}

export const exampleRows = (first: number, count: number): LedgerRow[] =>
  Array.from({ length: count }, (_, index) => exampleRow(first + index));
