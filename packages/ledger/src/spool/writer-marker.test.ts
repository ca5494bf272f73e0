import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "./spool-files.fixture.ts";
import {
  HEARTBEAT_STALE_MS,
  isWriterGone,
  isWriterHere,
  MARKER_NAME,
  removeMarker,
  writeMarker,
} from "./writer-marker.ts";

async function markedFolder(changes: Record<string, unknown> = {}) {
  const folder = await temporaryFolder();
  await writeMarker(folder);
  const marker = JSON.parse(await readFile(join(folder, MARKER_NAME), "utf8"));
  await writeFile(join(folder, MARKER_NAME), JSON.stringify({ ...marker, ...changes }));
  return folder;
}

test("a running process is here, and not gone however old its marker is", async () => {
  const folder = await markedFolder();
  await utimes(join(folder, MARKER_NAME), 1, 1);

  expect(await isWriterHere(folder)).toBe(true);
  expect(await isWriterGone(folder, Date.now())).toBe(false);
});

test("a writer that took its marker away is gone", async () => {
  const folder = await markedFolder();

  await removeMarker(folder);

  expect(await isWriterGone(folder, Date.now())).toBe(true);
  expect(await isWriterHere(folder)).toBe(false);
});

test("a writer is gone when its process has ended", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  const folder = await markedFolder({ pid: child.pid, started: "1" });

  expect(await isWriterGone(folder, Date.now())).toBe(true);
});

test.skipIf(process.platform !== "linux")(
  "a later process with the same number is not taken for the writer (Linux)",
  async () => {
    const folder = await markedFolder({ started: "1" });

    expect(await isWriterGone(folder, Date.now())).toBe(true);
    expect(await isWriterHere(folder)).toBe(false);
  },
);

test.each([
  ["of another machine or container", JSON.stringify({ scope: "elsewhere", pid: 1, started: "1" })],
  ["that was cut short", '{"scope":'],
  ["that is empty", ""],
  ["that is no marker", "[1]"],
])("a writer with a marker %s is gone only when the marker is stale", async (_, text) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, MARKER_NAME), text);
  const nowMs = Date.now();

  expect(await isWriterGone(folder, nowMs + HEARTBEAT_STALE_MS / 2)).toBe(false);
  expect(await isWriterGone(folder, nowMs + HEARTBEAT_STALE_MS + 1000)).toBe(true);
});

test("a writer without a folder is gone", async () => {
  const folder = await temporaryFolder();
  await rm(folder, { recursive: true });

  expect(await isWriterGone(folder, Date.now())).toBe(true);
});
