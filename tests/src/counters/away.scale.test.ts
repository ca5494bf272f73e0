import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountKey, type CountersNews, openBudgets } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { type NoServer, startRedis, type TestServer } from "../servers/index.ts";
import { serverCommand } from "./server-command.ts";

type Away = { do: "refuse" } | { do: "allow"; dollars: string };

const DOLLAR = 10n ** 12n;
const budget = "b@test";
const claim = (amount: bigint, limit?: bigint) => ({
  ...{ budget, subject: "[]", amount, atExpiry: "spent" as const },
  ...(limit !== undefined && { limit }),
  slots: { at: 1_000, oldest: 1_000, newest: 1_000 },
});
const key = accountKey({ budget, subject: "[]" });

/** A server of the test's own, and so many stores that share it. */
async function open(
  server: Pick<TestServer, "url">,
  gateways: number,
  whenAway: Away = { do: "refuse" },
  letThroughFile?: string,
) {
  const { counters } = configSchema.parse({
    stores: {
      counters: {
        ...{
          kind: "valkey",
          url: server.url,
          command_timeout_ms: 2_000,
          connect_timeout_ms: 5_000,
        },
        when_away: whenAway,
      },
    },
  }).stores;
  return Promise.all(
    Array.from({ length: gateways }, async () => {
      const news: CountersNews[] = [];
      const told = (one: CountersNews) => news.push(one);
      const store = await openBudgets({
        ...{ path: "", counters, told },
        ...(letThroughFile !== undefined && { letThroughFile }),
      });
      onTestFinished(() => store.close());
      await store.begin([budget], 500);
      const hold = (lease: string, dollars: bigint, limit?: bigint) =>
        store.reserve({
          ...{ lease, claims: [claim(dollars * DOLLAR, limit && limit * DOLLAR)] },
          ...{ heldAtMs: 0, expiresAtMs: 600_000, worstDollars: dollars * DOLLAR },
        });
      const settle = (lease: string, dollars: bigint) =>
        store.settle({ lease, amounts: new Map([[key, dollars * DOLLAR]]), simulated: false });
      const standing = async () => (await store.standings([budget], 0))[0];
      return { store, news, hold, settle, standing };
    }),
  );
}

async function start(
  skip: (reason: string) => void,
  settings: readonly string[] = [],
): Promise<TestServer> {
  const server: TestServer | NoServer = await startRedis(settings);
  if ("reason" in server) skip(server.reason);
  const started = server as TestServer;
  onTestFinished(() => started.close());
  return started;
}

const soon = { timeout: 15_000, interval: 25 };

test("while the counters are away hard budgets are closed with a time to come again, and what was held is there after", async ({
  skip,
}) => {
  const server = await start(skip);
  const [one] = await open(server, 1);
  if (one === undefined) throw new Error("no store was opened");
  await one.store.open(budget, [], 600);
  await one.hold("a:0", 3n, 10n);

  await server.kill();
  await expect(one.hold("b:0", 1n, 10n)).rejects.toMatchObject({
    code: "budgets_unavailable",
    details: { retry_after_ms: expect.any(Number) },
  });
  expect(await one.hold("c:0", 2n)).toEqual({ kind: "granted" });
  expect(await one.settle("a:0", 1n)).toBe("waits");
  expect(await one.settle("c:0", 2n)).toBe("waits");
  await server.restart();

  await expect
    .poll(() => one.standing().catch(() => undefined), soon)
    .toMatchObject({ spent: 3n * DOLLAR, leased: 0n });
  expect(one.news.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["away", "allowed", "back", "counted_afterwards"]),
  );
  expect(await one.hold("d:0", 8n, 10n)).toMatchObject({ kind: "refused" });
});

test("what the operator allows while they are away is bounded for each gateway, and counted once they are back", async ({
  skip,
}) => {
  const server = await start(skip);
  const gateways = await open(server, 2, { do: "allow", dollars: "5" });
  const [one, two] = gateways;
  if (one === undefined || two === undefined) throw new Error("no store was opened");
  await one.store.open(budget, [], 600);
  await server.kill();

  for (const [index, gateway] of gateways.entries()) {
    expect(await gateway.hold(`${index}:0`, 3n, 100n)).toEqual({ kind: "granted" });
    await expect(gateway.hold(`${index}:1`, 3n, 100n)).rejects.toMatchObject({
      code: "budgets_unavailable",
    });
    expect(await gateway.hold(`${index}:2`, 2n, 100n)).toEqual({ kind: "granted" });
    await gateway.settle(`${index}:0`, 1n);
    // What it came to makes no new room: it is not counted yet.
    await expect(gateway.hold(`${index}:3`, 1n, 100n)).rejects.toMatchObject({
      code: "budgets_unavailable",
    });
  }
  await server.restart();

  await expect
    .poll(() => two.standing().catch(() => undefined), soon)
    .toMatchObject({ spent: 2n * DOLLAR });
  for (const [index, gateway] of gateways.entries()) {
    // Let through before, it ends after, and what it came to is counted.
    await gateway.settle(`${index}:2`, 2n);
    await gateway.settle(`${index}:2`, 2n);
  }
  await expect
    .poll(() => two.standing(), soon)
    .toMatchObject({ spent: 6n * DOLLAR, leased: 0n, atWorstCase: 0n });
});

test("counters that were emptied are noticed by every gateway, and closed until they are opened", async ({
  skip,
}) => {
  const server = await start(skip);
  const gateways = await open(server, 2);
  const [one, two] = gateways;
  if (one === undefined || two === undefined) throw new Error("no store was opened");
  await one.store.open(budget, [], 600);
  await one.hold("a:0", 3n, 10n);
  for (const { news } of gateways) news.length = 0;

  await serverCommand(server, "FLUSHALL");

  for (const gateway of gateways) {
    await expect
      .poll(() => gateway.hold("b:0", 1n, 10n).catch((error) => error.code), soon)
      .toBe("budgets_reopening");
    await expect.poll(() => gateway.news.map(({ kind }) => kind), soon).toContain("emptied");
  }
  const isClosed = async () => (await two.store.begun([budget]))[0]?.awaitsOpening;
  await expect.poll(() => isClosed().catch(() => undefined), soon).toBe(true);
  const opening = { subject: "[]", slot: 1_000, amount: 9n * DOLLAR, simulated: false };
  await two.store.open(budget, [opening], 700);

  await expect
    .poll(() => one.hold("c:0", 1n, 10n).catch((error) => error.code), soon)
    .toEqual({ kind: "granted" });
  expect(await two.hold("d:0", 1n, 10n)).toMatchObject({ kind: "refused", spent: 9n * DOLLAR });
  // What was held before is of other books: the ledger tells of it.
  expect(await one.settle("a:0", 1n)).toBe("not_held");
});

test("a server that comes back without a log of what it answered is not believed", async ({
  skip,
}) => {
  const server = await start(skip, ["--appendonly", "no"]);
  const [one] = await open(server, 1);
  if (one === undefined) throw new Error("no store was opened");
  await one.store.open(budget, [], 600);
  await one.hold("a:0", 3n, 10n);
  await serverCommand(server, "SAVE");
  await one.hold("b:0", 3n, 10n);

  // It comes back with the snapshot, which knows nothing of the second.
  await server.restart();

  await expect
    .poll(() => one.hold("c:0", 1n, 10n).catch((error) => error.code), soon)
    .toBe("budgets_reopening");
});

test("a connection on which nothing comes any more is given up, and a new one takes calls", async ({
  skip,
}) => {
  const server = await start(skip);
  const between = await silencing(Number(new URL(server.url).port));
  const [one] = await open({ url: between.url }, 1);
  if (one === undefined) throw new Error("no store was opened");
  await one.store.open(budget, [], 600);
  await one.hold("a:0", 3n, 10n);

  between.silence();

  await expect(one.hold("b:0", 1n, 10n)).rejects.toMatchObject({ code: "budgets_unavailable" });
  await expect
    .poll(() => one.hold("c:0", 1n, 10n).catch((error) => error.code), soon)
    .toEqual({ kind: "granted" });
});

/** Passes bytes on, but never again on the connections that were there when it was silenced, which stay open. */
async function silencing(port: number): Promise<{ url: string; silence: () => void }> {
  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return {
    url: `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}

test("what was let through outlives the process that did it: the next one counts it, and has no allowance anew", async ({
  skip,
}) => {
  const server = await start(skip);
  const [other] = await open(server, 1);
  if (other === undefined) throw new Error("no store was opened");
  const folder = await mkdtemp(join(tmpdir(), "headgate-let-through-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const letThroughFile = join(folder, "let-through");
  const next = async () => {
    const [store] = await open(server, 1, { do: "allow", dollars: "5" }, letThroughFile);
    if (store === undefined) throw new Error("no store was opened");
    return store;
  };
  const first = await next();
  await other.store.open(budget, [], 501);
  await server.kill();
  await first.hold("spent:0", 2n, 10n);
  await first.settle("spent:0", 1n);
  await first.hold("under-way:0", 2n, 10n);

  await first.store.close();
  const second = await next();

  await expect(second.hold("more:0", 2n, 10n)).rejects.toMatchObject({
    code: "budgets_unavailable",
  });
  await second.hold("less:0", 1n, 10n);
  await second.settle("less:0", 1n);
  // Killed: what it wrote by then is there, and nothing else is.
  await second.store.expire({ nowMs: 1, steadyMs: 1 }).catch(() => undefined);
  const copy = await readFile(letThroughFile);
  await second.store.close();
  await writeFile(letThroughFile, copy);
  await server.restart();
  const third = await next();

  await expect
    .poll(() => third.standing().catch(() => undefined), { timeout: 30_000 })
    .toMatchObject({
      ...{ spent: 4n * DOLLAR, leased: 0n, atWorstCase: 2n * DOLLAR },
    });
  await third.store.close();
  await expect(readFile(letThroughFile)).rejects.toMatchObject({ code: "ENOENT" });
});

test("what the server refuses to count is left out and told of, and does not keep all others away", async ({
  skip,
}) => {
  const server = await start(skip);
  const [one] = await open(server, 1);
  if (one === undefined) throw new Error("no store was opened");
  await one.store.open(budget, [], 600);
  await one.hold("damaged:0", 3n);
  await one.hold("whole:0", 2n);
  const books = "{headgate}:budgets";
  const [, id = ""] = (await serverCommand(server, `HGET ${books} id`)).split("\r\n");
  const account = `"${books}:${id}:a:${budget}\\n[]"`;
  const lessThanHeld = `"0 ${2n * DOLLAR} 0 0 0"`;
  expect(await serverCommand(server, `HSET ${account} 1000 ${lessThanHeld}`)).toContain(":0");
  await server.kill();
  for (const lease of ["damaged:0", "whole:0"]) expect(await one.settle(lease, 1n)).toBe("waits");

  await server.restart();

  await expect
    .poll(() => one.news.map(({ kind }) => kind), soon)
    .toEqual(expect.arrayContaining(["refused", "counted_afterwards"]));
  expect(await one.store.leases()).toMatchObject({ count: 1 });
});
