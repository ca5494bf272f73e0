import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isJsonObject } from "@headgate/providers";
import { openFile } from "../read/open-file.ts";
import type { SourceFile } from "../source.ts";

const RESULTS = /\.jsonl\.out(?:\.gz)?$/;
const MOST_BYTES = 2 ** 16;
const NEWLINE = 0x0a;
const SPACES: ReadonlySet<number> = new Set([NEWLINE, 0x0d, 0x20, 0x09]);

/**
 * What is to be said of a job's manifest beside the results in its folder: undefined where both have as many records, or the
 * manifest states no number. Records alone are compared: tokens stand in a shape of each model's own.
 * (`processedRecordCount` counts records with an output and with an error:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html, from memory.)
 */
export async function besideItsResults(
  manifest: SourceFile,
  signal: AbortSignal,
): Promise<string | undefined> {
  const stated = await statedRecords(manifest);
  if (typeof stated !== "number") return stated;
  const folder = dirname(manifest.path);
  const results = await resultsIn(folder);
  if (results.length === 0) {
    return `the manifest counts ${stated} records, and no results lie beside it: get the job's *.jsonl.out files too`;
  }
  let records = 0;
  for (const name of results) {
    const found = await recordsIn(openFile(name, join(folder, name)), signal);
    // What breaks off is told, with its place, by the reading of that file.
    if (found === undefined) return undefined;
    records += found;
  }
  return records === stated
    ? undefined
    : `the manifest counts ${stated} records, and the results beside it have ${records}: get the job's files anew`;
}

/** Not all that is imported lies in a folder. */
async function resultsIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => RESULTS.test(name)).sort();
  } catch {
    return [];
  }
}

/** How many records a manifest counts, or why that cannot be told. */
async function statedRecords(file: SourceFile): Promise<number | string | undefined> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of file.open()) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > MOST_BYTES) return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    return "the manifest is no whole JSON, so its records could not be compared: get it anew";
  }
  const count = isJsonObject(value) ? value.processedRecordCount : undefined;
  return typeof count === "number" && Number.isSafeInteger(count) ? count : undefined;
}

/** Lines that are not empty; undefined for a file that breaks off. */
async function recordsIn(file: SourceFile, signal: AbortSignal): Promise<number | undefined> {
  let lines = 0;
  let isLineEmpty = true;
  try {
    for await (const piece of file.open()) {
      signal.throwIfAborted();
      for (let at = 0; at < piece.length; ) {
        const end = piece.indexOf(NEWLINE, at);
        const stop = end < 0 ? piece.length : end;
        if (isLineEmpty && !isBlank(piece, at, stop)) {
          isLineEmpty = false;
          lines += 1;
        }
        if (end >= 0) isLineEmpty = true;
        at = stop + 1;
      }
    }
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
  return lines;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    if (!SPACES.has(bytes[at] ?? NEWLINE)) return false;
  }
  return true;
}
