import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerRow } from "@headgate/contract";
import { onTestFinished } from "vitest";
import { readLine } from "./spool-line.ts";

/** An empty folder that goes when the test has finished. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headgate-ledger-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The rows of every segment in a writer's folder, in the order of writing; fails on any other line. */
export async function rowsIn(folder: string): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for (const file of await segmentsIn(folder)) {
    const bytes = await readFile(join(folder, file));
    let start = 0;
    while (start < bytes.length) {
      const end = bytes.indexOf("\n", start);
      if (end === -1) throw new Error(`${file} ends within a line`);
      const reading = readLine(bytes, start, end);
      if (reading.kind === "bad") throw new Error(`${file} at ${start}: ${reading.reason}`);
      rows.push(reading.row);
      start = end + 1;
    }
  }
  return rows;
}

export const segmentsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith(".spool")).sort();
