import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ChildMessage,
  type ConfigMessage,
  childEnvironment,
  childMessageSchema,
  configSchema,
  INTERNAL_TOKEN_HEADER,
  totalsReport,
} from "@headgate/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendToSpool } from "./append-to-spool.fixture.ts";

const TOKEN = "the-token-of-this-run";
const RANGE = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";

let folder: string;
let children: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-control-"));
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await rm(folder, { recursive: true, force: true });
});

/** The executable as it is in the source, with the supervisor's variables. */
function start(
  environment: Record<string, string> = {},
  execArgv: readonly string[] = [],
): ChildProcess {
  const child = fork(new URL("./main.ts", import.meta.url), {
    execArgv: ["--conditions=@headgate/source", "--import", "tsx", ...execArgv],
    env: {
      ...process.env,
      HEADGATE_LOG_LEVEL: "silent",
      [childEnvironment.config]: JSON.stringify(configSchema.parse({})),
      [childEnvironment.data]: folder,
      [childEnvironment.token]: TOKEN,
      [childEnvironment.mode]: "live",
      ...environment,
    },
  });
  children.push(child);
  return child;
}

async function firstMessage(child: ChildProcess): Promise<ChildMessage> {
  const [message] = await once(child, "message");
  return childMessageSchema.parse(message);
}

async function listening(child: ChildProcess): Promise<string> {
  const message = await firstMessage(child);
  if (message.kind !== "listening") throw new Error(`control failed: ${message.message}`);
  return message.url;
}

const ask = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, {
    ...init,
    headers: {
      [INTERNAL_TOKEN_HEADER]: TOKEN,
      "x-forwarded-host": "localhost:4100",
      ...Object.fromEntries(new Headers(init.headers)),
    },
  });

const totalsAt = async (url: string) =>
  totalsReport.parse(await (await ask(`${url}/api/reports/totals?${RANGE}`)).json()).totals;

/** Resolves with the text of the live feed once it says that rows were loaded. */
async function untilLoaded(feed: Response): Promise<string> {
  let text = "";
  for await (const piece of feed.body ?? []) {
    text += Buffer.from(piece).toString("utf8");
    if (text.includes("event: loaded")) return text;
  }
  throw new Error(`the live feed ended: ${text}`);
}

test("rows of the spool come into the reports, the live feed tells of them, and SIGTERM ends with 0", async () => {
  const child = start();
  const url = await listening(child);
  const loaded = untilLoaded(await ask(`${url}/api/live`));

  await appendToSpool(folder, ["a", "b", "c"]);
  await loaded;

  expect(await totalsAt(url)).toMatchObject({ calls: 3, effective_cost: "0.009000000000" });
  const stillListening = await ask(`${url}/api/live`);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await stillListening.text()).toBe(": listening\n\n");
});

test("a stop has its own time to load what is left, however short the limit for calls under way is", async () => {
  const config = configSchema.parse({ limits: { drain_timeout_ms: 1 } });
  const environment = { [childEnvironment.config]: JSON.stringify(config) };
  const child = start(environment);
  await listening(child);
  await appendToSpool(folder, ["a", "b", "c"]);

  child.kill("SIGTERM");

  expect(await once(child, "exit")).toEqual([0, null]);
});

test("a changed configuration holds without a restart", async () => {
  const child = start();
  const url = await listening(child);

  const added = { kind: "openai", base_url: "http://127.0.0.1:1/v1" };
  const config = configSchema.parse({ providers: { added } });
  child.send({ kind: "config", config } satisfies ConfigMessage);

  await until(async () => (await (await ask(`${url}/api/status`)).text()).includes('"added"'));
});

/** Lets SIGUSR2 end the worker thread that was started last, the ledger's, by an error of its own. */
const endWorkerWhenTold = `data:text/javascript,${encodeURIComponent(
  `let last;
   process.on("worker", (worker) => { last = worker; });
   process.on("SIGUSR2", () => last.postMessage(null));`,
)}`;

test("control that lost its ledger's thread tells its supervisor and ends with 1", async () => {
  const child = start({}, ["--import", endWorkerWhenTold]);
  await listening(child);
  const told = firstMessage(child);
  const exited = once(child, "exit");

  child.kill("SIGUSR2");

  expect(await told).toMatchObject({
    kind: "failed",
    code: "internal",
    message: expect.stringContaining("The ledger's thread failed"),
  });
  expect(await exited).toEqual([1, null]);
  await appendToSpool(folder, ["a"]);
  const url = await listening(start());
  await until(async () => (await totalsAt(url)).calls === 1);
});

test("control ends by itself when its supervisor is gone", async () => {
  const child = start();
  await listening(child);

  child.disconnect();

  expect(await once(child, "exit")).toEqual([0, null]);
});

test("variables that are missing are one clear failure", async () => {
  const child = start({ [childEnvironment.token]: "" });

  expect(await firstMessage(child)).toMatchObject({ kind: "failed", code: "config_invalid" });
  expect(await once(child, "exit")).toEqual([1, null]);
});

/** Asks until the answer is yes; the test's time limit ends a wait in vain. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}
