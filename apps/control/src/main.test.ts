import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ChildMessage,
  childEnvironment,
  childMessageSchema,
  configSchema,
  INTERNAL_TOKEN_HEADER,
  keySnapshotSchema,
  statusSchema,
  totalsReport,
} from "@headgate/contract";
import { dataDirectory, openSpool, readKeySnapshot } from "@headgate/ledger";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ledgerRow } from "./ledger-row.fixture.ts";

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
function start(environment: Record<string, string> = {}): ChildProcess {
  const child = fork(new URL("./main.ts", import.meta.url), {
    execArgv: ["--import", "tsx"],
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

async function appendToSpool(callIds: readonly string[]): Promise<void> {
  const spool = await openSpool({
    directory: dataDirectory(folder).spool,
    writerId: "gateway",
    segmentBytes: 1 << 20,
    flushIntervalMs: 10,
    durability: "process",
  });
  await Promise.all(callIds.map((id) => spool.append(ledgerRow({ call_id: id }))));
  await spool.close();
}

test("rows of the spool come into the reports, the live feed tells of them, and SIGTERM ends with 0", async () => {
  const child = start();
  const url = await listening(child);
  const loaded = untilLoaded(await ask(`${url}/api/live`));

  await appendToSpool(["a", "b", "c"]);
  await loaded;

  expect(await totalsAt(url)).toMatchObject({ calls: 3, effective_cost: "0.009000000000" });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("what was in the spool before the start is loaded once, over two starts", async () => {
  await appendToSpool(["a", "b"]);
  const first = start();
  const firstUrl = await listening(first);
  await untilRows(firstUrl, 2);
  first.kill("SIGINT");
  await once(first, "exit");

  const second = start();
  const url = await listening(second);

  expect(await totalsAt(url)).toMatchObject({ calls: 2 });
  const status = statusSchema.parse(await (await ask(`${url}/api/status`)).json());
  expect(status.loader).toMatchObject({ rows_added: 0, rows_conflicting: 0, last_error: null });
});

test("the keys are published at every start, over whatever lay there", async () => {
  const { keys } = dataDirectory(folder);
  await writeFile(keys, JSON.stringify(keySnapshotSchema.parse({ version: 0, keys: [] })));
  const first = start();
  const url = await listening(first);
  await ask(`${url}/api/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "bot" }),
  });
  first.kill("SIGTERM");
  await once(first, "exit");
  await rm(keys);

  await listening(start());

  expect((await readKeySnapshot(keys))?.keys).toMatchObject([{ name: "bot" }]);
});

test("control ends by itself when its supervisor is gone", async () => {
  const child = start();
  await listening(child);

  child.disconnect();

  expect(await once(child, "exit")).toEqual([0, null]);
});

test("a second control on the same data says that the ledger is locked", async () => {
  await listening(start());
  const second = start();

  expect(await firstMessage(second)).toMatchObject({ kind: "failed", code: "ledger_locked" });
  expect(await once(second, "exit")).toEqual([1, null]);
});

test("a data directory that cannot be made is one clear failure", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "");
  const child = start({ [childEnvironment.data]: join(file, "data") });

  expect(await firstMessage(child)).toMatchObject({ kind: "failed", code: "data_dir_unusable" });
  expect(await once(child, "exit")).toEqual([1, null]);
});

test("a store of keys that is no database is one clear failure, and the file is left alone", async () => {
  await writeFile(dataDirectory(folder).state, "this is not SQLite, and it is long enough to tell");
  const child = start();

  expect(await firstMessage(child)).toMatchObject({ kind: "failed", code: "state_unusable" });
  expect(await once(child, "exit")).toEqual([1, null]);
});

test("a taken port is one clear failure that names the port", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const child = start({ [childEnvironment.controlUrl]: `http://127.0.0.1:${address.port}` });

  const message = await firstMessage(child);

  expect(message).toMatchObject({ kind: "failed", code: "port_taken" });
  expect(JSON.stringify(message)).toContain(String(address.port));
  expect(await once(child, "exit")).toEqual([1, null]);
  other.close();
});

test("variables that are missing are one clear failure", async () => {
  const child = start({ [childEnvironment.token]: "" });

  expect(await firstMessage(child)).toMatchObject({ kind: "failed", code: "config_invalid" });
  expect(await once(child, "exit")).toEqual([1, null]);
});

/** Asks until the ledger has so many rows; the test's time limit ends a wait in vain. */
async function untilRows(url: string, rows: number): Promise<void> {
  for (;;) {
    const status = statusSchema.parse(await (await ask(`${url}/api/status`)).json());
    if (status.ledger.rows >= rows) return;
  }
}
