import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { identifyThisProcess, isRunning } from "./process-identity.ts";
import { isMissing } from "./spool-layout.ts";

/** The file in a writer's folder that stands there for as long as the writer writes. */
export const MARKER_NAME = "writer.lock";

/** How often a writer touches its marker. */
export const HEARTBEAT_INTERVAL_MS = 5_000;

/**
 * A writer whose process cannot be looked up from here counts as gone when its marker was not touched
 * for so long. A writer that finds itself half as late begins a new segment, so that it never writes
 * into one that was given up.
 */
export const HEARTBEAT_STALE_MS = 600_000;

const markerSchema = z.object({
  scope: z.string(),
  pid: z.int().positive(),
  started: z.string().optional(),
});

const markerPath = (folder: string): string => join(folder, MARKER_NAME);

/** Says that this process writes in the folder. */
export const writeMarker = (folder: string): Promise<void> =>
  writeFile(markerPath(folder), JSON.stringify(identifyThisProcess()), {
    mode: 0o600,
    flush: true,
  });

/** Says that the process that wrote the marker is alive. Fails when the marker is gone. */
export const touchMarker = (folder: string, nowMs: number): Promise<void> =>
  utimes(markerPath(folder), nowMs / 1000, nowMs / 1000);

/** Says that nobody writes in the folder any more. */
export const removeMarker = (folder: string): Promise<void> =>
  rm(markerPath(folder), { force: true });

/**
 * Whether nobody writes in the folder any more: the writer closed it (no marker) or its process ended.
 * When that cannot be known, the answer is no until the marker is stale.
 */
export async function isWriterGone(folder: string, nowMs: number): Promise<boolean> {
  try {
    const running = await isMarkedWriterRunning(folder);
    if (running !== undefined) return !running;
    const { mtimeMs } = await stat(markerPath(folder));
    return nowMs - mtimeMs > HEARTBEAT_STALE_MS;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

/** Whether a process that can be seen from here writes in the folder. */
export async function isWriterHere(folder: string): Promise<boolean> {
  try {
    return (await isMarkedWriterRunning(folder)) === true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** `undefined` also for a marker that was cut short: it is being written, or the power failed. */
async function isMarkedWriterRunning(folder: string): Promise<boolean | undefined> {
  const text = await readFile(markerPath(folder), "utf8");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const marker = markerSchema.safeParse(json);
  if (!marker.success) return undefined;
  const { scope, pid, started } = marker.data;
  return isRunning(started === undefined ? { scope, pid } : { scope, pid, started });
}
