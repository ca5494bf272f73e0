import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Worker } from "node:worker_threads";
import {
  configSchema,
  type HeadgateError,
  INTERNAL_TOKEN_HEADER,
  keySnapshotSchema,
  type Status,
  statusSchema,
} from "@headgate/contract";
import { dataDirectory, openSqliteState, readKeySnapshot } from "@headgate/ledger";
import { pino } from "pino";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { appendToSpool } from "./append-to-spool.fixture.ts";
import type { ControlSettings } from "./control-environment.ts";
import { type RunningControl, startControl } from "./start-control.ts";

const TOKEN = "the-token-of-this-run";
const log = pino({ level: "silent" });

let folder: string;
let running: RunningControl[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-control-"));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((control) => control.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(settings: Partial<ControlSettings> = {}): Promise<RunningControl> {
  const control = await startControl({
    settings: {
      config: configSchema.parse({}),
      dataDirectory: folder,
      token: TOKEN,
      mode: "live",
      port: 0,
      consoleDirectory: undefined,
      ...settings,
    },
    log,
  });
  running.push(control);
  return control;
}

const failureOf = async (starting: Promise<unknown>): Promise<HeadgateError> => {
  try {
    await starting;
  } catch (error) {
    return error as HeadgateError;
  }
  throw new Error("control started");
};

const ask = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, {
    ...init,
    headers: {
      [INTERNAL_TOKEN_HEADER]: TOKEN,
      "x-forwarded-host": "localhost:4100",
      ...Object.fromEntries(new Headers(init.headers)),
    },
  });

const statusOf = async ({ url }: RunningControl): Promise<Status> =>
  statusSchema.parse(await (await ask(`${url}/api/status`)).json());

/** Asks until the answer is yes; the test's time limit ends a wait in vain. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

test("a stop loads what has come into the spool by then, and the next start loads none of it again", async () => {
  const first = await start();
  await appendToSpool(folder, ["a", "b"]);

  await first.stop();
  const status = await statusOf(await start());

  expect(status.ledger.rows).toBe(2);
  expect(status.loader).toMatchObject({ rows_added: 0, rows_conflicting: 0, last_error: null });
});

test("what is in the spool at the start comes into the ledger", async () => {
  await appendToSpool(folder, ["a", "b"]);

  const control = await start();

  await until(async () => (await statusOf(control)).ledger.rows === 2);
});

test("a start that fails since PostgreSQL is away has loaded what the spool holds", async () => {
  await appendToSpool(folder, ["a", "b"]);
  const url = "postgres://headgate@127.0.0.1:1/headgate";

  const failure = await failureOf(
    start({ config: configSchema.parse({ stores: { state: { kind: "postgres", url } } }) }),
  );
  const { ledger, loader } = await statusOf(await start());

  expect(failure.code).toBe("state_unusable");
  expect(ledger.rows).toBe(2);
  expect(loader.rows_added).toBe(0);
});

test("the keys are published at every start, over whatever lay there", async () => {
  const { keys } = dataDirectory(folder);
  const first = await start();
  await ask(`${first.url}/api/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "bot" }),
  });
  await first.stop();
  await writeFile(keys, JSON.stringify(keySnapshotSchema.parse({ version: 0, keys: [] })));

  await start();

  expect((await readKeySnapshot(keys))?.keys).toMatchObject([{ name: "bot" }]);
});

const standIn = { kind: "openai", base_url: "http://127.0.0.1:1/v1" };

test("a changed configuration holds without a restart", async () => {
  const control = await start();

  control.reconfigure(configSchema.parse({ providers: { added: standIn } }));

  expect((await statusOf(control)).providers).toMatchObject([{ name: "added" }]);
});

test("an admin key that is new, changed or taken away holds from the next start only", async () => {
  const open = await start();
  open.reconfigure(configSchema.parse({ admin_key: "an-admin-key-of-some-length" }));

  expect((await ask(`${open.url}/api/status`)).status).toBe(200);
  await open.stop();

  const config = configSchema.parse({ admin_key: "the-admin-key-of-the-start" });
  const guarded = await start({ config });
  const statusWith = async (key: string): Promise<number> =>
    (await ask(`${guarded.url}/api/status`, { headers: { authorization: `Bearer ${key}` } }))
      .status;
  for (const admin_key of ["another-admin-key-of-some-length", undefined]) {
    guarded.reconfigure(configSchema.parse({ admin_key, providers: { added: standIn } }));

    expect((await ask(`${guarded.url}/api/status`)).status).toBe(403);
    expect(await statusWith("another-admin-key-of-some-length")).toBe(403);
    expect(await statusWith("the-admin-key-of-the-start")).toBe(200);
  }
});

test("a changed address to listen on neither opens nor closes the management API", async () => {
  const control = await start();

  control.reconfigure(configSchema.parse({ listen: { host: "0.0.0.0" } }));

  expect((await ask(`${control.url}/api/status`)).status).toBe(200);
});

test("control that lost its ledger's thread says so, and is not ready", async () => {
  const workers: Worker[] = [];
  const notice = (worker: Worker): void => {
    workers.push(worker);
  };
  process.on("worker", notice);
  onTestFinished(() => {
    process.off("worker", notice);
  });
  const control = await start();
  expect((await ask(`${control.url}/readyz`)).status).toBe(200);

  // A request that cannot be read ends the thread by an error of its own. To terminate it from
  // outside would tear DuckDB's native code down in the middle of a call, and the process with it.
  for (const worker of workers) worker.postMessage(null);

  expect((await control.failed).message).toContain("The ledger's thread failed");
  expect((await ask(`${control.url}/readyz`)).status).toBe(503);
  expect((await ask(`${control.url}/healthz`)).status).toBe(200);
  // How many rows a ledger has that does not answer is not known.
  expect((await statusOf(control)).ledger.rows).toBeNull();
  // The ledger can no longer be closed, and a stop says so; everything else is closed.
  running = [];
  await expect(control.stop()).rejects.toThrow("The ledger's thread failed");
  expect((await statusOf(await start())).ledger.rows).toBe(0);
});

test("stopping ends the live feed instead of waiting for its listeners", async () => {
  const control = await start();
  const feed = await ask(`${control.url}/api/live`);

  await control.stop();

  expect(await feed.text()).toBe(": listening\n\n");
});

test("a ledger that cannot be read is set aside, and the status says so", async () => {
  await writeFile(dataDirectory(folder).ledger, "this is not DuckDB ".repeat(1000));

  const status = await statusOf(await start());

  expect(status.ledger.rows).toBe(0);
  expect(status.loader.last_error).toContain("[ledger_corrupt]");
  const [kept] = (await readdir(folder)).filter((name) => name.includes("corrupt"));
  expect(await readFile(join(folder, String(kept)), "utf8")).toContain("this is not DuckDB");
});

test("where the ledger is away the keys are published all the same: one that was revoked since is not taken on", async () => {
  const { state, keys } = dataDirectory(folder);
  const store = await openSqliteState({ path: state });
  const { key } = await store.createKey({ name: "app", attribution: {}, tags: {}, nowMs: 1 });
  await store.close();
  const ledger = { kind: "clickhouse", url: "http://127.0.0.1:1" };

  const error = await failureOf(start({ config: configSchema.parse({ stores: { ledger } }) }));

  expect(error.code).toBe("ledger_unreachable");
  expect((await readKeySnapshot(keys))?.keys.map(({ id }) => id)).toEqual([key.id]);
});

test("where the ledger is away and nobody has a key, none are published: the node never ran, and would refuse every call", async () => {
  const ledger = { kind: "clickhouse", url: "http://127.0.0.1:1" };
  const config = configSchema.parse({ stores: { ledger } });

  expect((await failureOf(start({ config }))).code).toBe("ledger_unreachable");
  expect(await readdir(folder)).not.toContain(basename(dataDirectory(folder).keys));

  const before = { version: 0, keys: [] };
  await writeFile(dataDirectory(folder).keys, "what a run before left");
  await failureOf(start({ config }));
  expect(await readKeySnapshot(dataDirectory(folder).keys)).toMatchObject(before);
});

test("counters that are shared beside a state that is not are told of: keys and alarms would be each node's own", async () => {
  const counters = { kind: "valkey", url: "redis://127.0.0.1:1", connect_timeout_ms: 1 };

  const shared = await start({ config: configSchema.parse({ stores: { counters } }) });

  expect((await statusOf(shared)).loader.last_error).toContain("stores.counters is shared");
});

test("a ledger that is open already is one clear failure", async () => {
  await start();

  expect((await failureOf(start())).code).toBe("ledger_locked");
});

test("a data directory that cannot be made is one clear failure", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "");

  const error = await failureOf(start({ dataDirectory: join(file, "data") }));

  expect(error.code).toBe("data_dir_unusable");
});

test("a store of keys that is no database is one clear failure, and the file is left alone", async () => {
  const { state } = dataDirectory(folder);
  const text = "this is no SQLite database. ".repeat(100);
  await writeFile(state, text);

  expect((await failureOf(start())).code).toBe("state_unusable");
  expect(await readFile(state, "utf8")).toBe(text);
});

test("a taken port is one clear failure that names the port, and leaves the ledger free", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  const error = await failureOf(start({ port: address.port }));

  expect(error.code).toBe("port_taken");
  expect(error.message).toContain(String(address.port));
  other.close();
  expect((await statusOf(await start())).ledger.rows).toBe(0);
});
