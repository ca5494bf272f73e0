import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
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

const ROUNDS = 100;
const gone = (round: number): string =>
  JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "1", lock: String(round) });

function lockingProcess() {
  const child = spawn(
    process.execPath,
    [
      "--conditions=@headgate/source",
      "--import",
      import.meta.resolve("tsx"),
      fileURLToPath(new URL("./take-locks.fixture.ts", import.meta.url)),
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    tell: (folder: string) => child.stdin.write(`${folder}\n`),
    answer: async () => (await answers.next()).value,
    end: () => child.kill("SIGKILL"),
  };
}

test.each([
  ["no lock", () => undefined],
  ["a stale lock", gone],
  ["a lock cut short", () => '{"pid":'],
])("of two processes that start on %s at once, one has the directory", async (_, stale) => {
  const processes = [lockingProcess(), lockingProcess()];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = join(root, String(round));
      mkdirSync(folder);
      const content = stale(round);
      if (content !== undefined) writeFileSync(join(folder, "headgate.lock"), content);
      for (const each of processes) each.tell(folder);
      const answers = await Promise.all(processes.map((each) => each.answer()));
      expect(answers).toContain("won");
      expect(answers).toContain("ledger_locked");
      expect(readdirSync(folder)).toEqual(["headgate.lock"]);
    }
  } finally {
    for (const each of processes) each.end();
  }
});

test("a takeover that was cut short does not keep the next from taking over", async () => {
  const claim = createHash("sha256").update(gone(1)).digest("hex").slice(0, 16);
  writeFileSync(file, gone(1));
  writeFileSync(`${file}.after-${claim}`, gone(2));
  const unlock = await lockDataDirectory(root);
  await expect(lockDataDirectory(root)).rejects.toMatchObject({ code: "ledger_locked" });
  await unlock();
  expect(readdirSync(root)).toEqual([]);
});
