import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDataDirectory } from "./data-lock.ts";

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "headgate-lock-"));
  file = join(root, "headgate.lock");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a second start on one data directory is refused by the id of the first", async () => {
  await lockDataDirectory(root);
  await expect(lockDataDirectory(root)).rejects.toMatchObject({
    code: "ledger_locked",
    details: { pid: process.pid },
  });
});

test("a directory that was given free can be taken again", async () => {
  const unlock = await lockDataDirectory(root);
  await unlock();
  expect(existsSync(file)).toBe(false);
  await lockDataDirectory(root);
});

test.each([
  ["a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "1", lock: "x" })],
  [
    "an earlier process with the id of one that lives",
    JSON.stringify({ pid: process.pid, startedAt: "long ago", lock: "x" }),
  ],
  ["a write that was cut short", '{"pid":'],
  ["something else entirely", "hello"],
])("the lock of %s is taken over", async (_, content) => {
  writeFileSync(file, content);
  const unlock = await lockDataDirectory(root);
  await unlock();
});

test("giving free leaves a lock alone that another has taken since", async () => {
  const unlock = await lockDataDirectory(root);
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: "2", lock: "other" }));
  await unlock();
  expect(existsSync(file)).toBe(true);
});
