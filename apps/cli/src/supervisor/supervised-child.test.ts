import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deferred } from "./deferred.ts";
import { type RestartEvent, SupervisedChild } from "./supervised-child.ts";

let folder: string;
let child: SupervisedChild | undefined;
let restarts: RestartEvent[];
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-child-"));
  restarts = [];
  lines = [];
});
afterEach(async () => {
  await child?.stop(5_000);
  child = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const LISTEN = `process.send({ kind: "listening", url: "http://127.0.0.1:" + (1000 + Number(process.env.STARTS ?? 0)) });`;
const STAY = "setInterval(() => {}, 1000);";

function supervise(
  source: string,
  options: Partial<ConstructorParameters<typeof SupervisedChild>[0]> = {},
): SupervisedChild {
  const modulePath = join(folder, "child.mjs");
  writeFileSync(modulePath, source);
  let starts = 0;
  child = new SupervisedChild({
    name: "test",
    modulePath,
    environment: () => {
      starts += 1;
      return { STARTS: String(starts) };
    },
    onLine: (line) => lines.push(line),
    onRestart: (event) => restarts.push(event),
    firstDelayMs: 1,
    maxDelayMs: 8,
    ...options,
  });
  return child;
}

test("starting resolves with the address that the child tells", async () => {
  expect(await supervise(LISTEN + STAY).start()).toBe("http://127.0.0.1:1001");
});

test("a killed child is started again with a fresh environment, and the restart is counted", async () => {
  const restarted = deferred<RestartEvent>();
  const supervised = supervise(LISTEN + STAY, { onRestart: (event) => restarted.resolve(event) });
  await supervised.start();
  const firstPid = supervised.pid;

  process.kill(Number(firstPid), "SIGKILL");

  expect(await restarted.promise).toEqual({ count: 1, delayMs: 1, reason: "SIGKILL" });
  await expect.poll(() => supervised.url, { timeout: 10_000 }).toBe("http://127.0.0.1:1002");
  expect(supervised.pid).not.toBe(firstPid);
});

test("the delay doubles while the child keeps dying, up to its limit", async () => {
  const enough = deferred<void>();
  const supervised = supervise(`${LISTEN} process.exitCode = 3; process.disconnect();`, {
    onRestart: (event) => {
      restarts.push(event);
      if (restarts.length === 5) enough.resolve();
    },
  });
  await supervised.start();
  await enough.promise;

  expect(restarts.map(({ delayMs }) => delayMs).slice(0, 5)).toEqual([1, 2, 4, 8, 8]);
  expect(restarts[0]?.reason).toBe("exit code 3");
});

test("a child that had settled starts its delays afresh", async () => {
  const enough = deferred<void>();
  const supervised = supervise(`${LISTEN} process.disconnect();`, {
    settledMs: 0,
    onRestart: (event) => {
      restarts.push(event);
      if (restarts.length === 3) enough.resolve();
    },
  });
  await supervised.start();
  await enough.promise;

  expect(restarts.map(({ delayMs }) => delayMs).slice(0, 3)).toEqual([1, 1, 1]);
});

test("what a child says it failed of before it listened ends the start with its code", async () => {
  const failing = `process.send({ kind: "failed", code: "ledger_locked", message: "Another process has the ledger open. by 77" }, () => process.exit(1));`;
  const starting = supervise(failing).start();

  await expect(starting).rejects.toMatchObject({
    code: "ledger_locked",
    message: "Another process has the ledger open. by 77",
  });
  expect(restarts).toEqual([]);
});

test("a child that failed of what may pass is tried again for as long as it takes, and its start is over", async () => {
  const failing = `process.send({ kind: "failed", code: "ledger_unreachable", message: "Nothing answers." }, () => process.exit(1));`;
  const source = `if (process.env.STARTS === "1") ${failing} else if (Number(process.env.STARTS) < 9) process.exit(9); else { ${LISTEN} ${STAY} }`;
  const supervised = supervise(source, { mayPass: ({ code }) => code === "ledger_unreachable" });

  expect(await supervised.start()).toBeUndefined();
  await expect.poll(() => supervised.url, { timeout: 10_000 }).toBe("http://127.0.0.1:1009");
});

test("a child that dies again and again before it ever listens is given up", async () => {
  const starting = supervise("process.exit(9);").start();
  await expect(starting).rejects.toThrow(/died 5 times while starting \(exit code 9\)/);
});

test("a failure after it once listened is only a reason to try again", async () => {
  const source = `if (process.env.STARTS === "2") process.send({ kind: "failed", code: "port_taken", message: "127.0.0.1:4100." }, () => process.exit(1)); else { ${LISTEN} ${STAY} }`;
  const supervised = supervise(source);
  await supervised.start();
  process.kill(Number(supervised.pid), "SIGKILL");

  await expect.poll(() => supervised.url, { timeout: 10_000 }).toBe("http://127.0.0.1:1003");
  expect(restarts.map(({ reason }) => reason)).toEqual([
    "SIGKILL",
    "The port is in use by another program. 127.0.0.1:4100.",
  ]);
});

test("stopping asks first, and a child that ended so is not started again", async () => {
  const polite = `process.on("SIGTERM", () => { console.log("bye"); process.exit(0); });`;
  const supervised = supervise(polite + LISTEN + STAY);
  await supervised.start();

  expect(await supervised.stop(5_000)).toBe("ended");
  await expect.poll(() => lines, { timeout: 10_000 }).toEqual(["bye"]);
  expect(supervised.pid).toBeUndefined();
  expect(restarts).toEqual([]);
});

test("a child that does not end when asked is killed when its time is over", async () => {
  const supervised = supervise(`process.on("SIGTERM", () => {}); ${LISTEN}${STAY}`);
  await supervised.start();
  expect(await supervised.stop(50)).toBe("killed");
});

test("a child is told of a changed configuration", async () => {
  const supervised = supervise(
    `process.on("message", (message) => console.log(message.kind)); ${LISTEN}${STAY}`,
  );
  await supervised.start();
  const { configSchema } = await import("@headgate/contract");
  supervised.send({ kind: "config", config: configSchema.parse({}) });
  await expect.poll(() => lines, { timeout: 10_000 }).toEqual(["config"]);
});
