import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import {
  accountKey,
  type BudgetStore,
  type CountersNews,
  connectValkey,
  openBudgets,
} from "@headgate/budgets";
import { configSchema, type ValkeyConfig } from "@headgate/contract";
import { expect, onTestFinished, test, vi } from "vitest";
import { startRedis, type TestServer } from "../servers/index.ts";
import { serverCommand } from "./server-command.ts";

const soon = { timeout: 30_000, interval: 50 };
const portOf = ({ url }: TestServer): number => Number(new URL(url).port);

async function started(skip: (reason: string) => void): Promise<TestServer> {
  const server = await startRedis();
  if ("reason" in server) {
    skip(server.reason);
    throw new Error(server.reason);
  }
  onTestFinished(() => server.close());
  return server;
}

/** An address that moves: connections that were made before go on to where it was. */
async function movingAddress(first: TestServer) {
  let target = portOf(first);
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    moveTo: (next: TestServer) => {
      target = portOf(next);
    },
  };
}

/** A primary behind an address that moves, and its replica. */
async function primaryAndReplica(skip: (reason: string) => void) {
  const [primary, replica] = [await started(skip), await started(skip)];
  await serverCommand(replica, `REPLICAOF 127.0.0.1 ${portOf(primary)}`);
  await expect
    .poll(() => serverCommand(replica, "INFO replication"), soon)
    .toContain("master_link_status:up");
  const { url, moveTo } = await movingAddress(primary);
  const { counters } = configSchema.parse({ stores: { counters: { kind: "valkey", url } } }).stores;
  if (counters.kind !== "valkey") throw new Error("the counters are not on a server");
  return {
    ...{ primary, replica, counters },
    /** What the primary answers from now on does not reach the replica. */
    part: () => serverCommand(replica, "REPLICAOF NO ONE"),
    /** The primary takes no writes any more, and ends no connection. */
    demote: async () => {
      await serverCommand(primary, `REPLICAOF 127.0.0.1 ${portOf(replica)}`);
      await expect
        .poll(() => serverCommand(primary, "INFO replication"), soon)
        .toContain("master_link_status:up");
    },
    moveTo: () => moveTo(replica),
  };
}

async function open(counters: ValkeyConfig) {
  const news: CountersNews[] = [];
  const store = await openBudgets({ path: "", counters, told: (one) => news.push(one) });
  onTestFinished(() => store.close());
  const hold = (lease: string) =>
    store.reserve({
      ...{ lease, heldAtMs: 0, expiresAtMs: 600_000 },
      claims: [
        {
          ...{ budget: "b@test", subject: "[]", amount: 1n, limit: 3n, atExpiry: "spent" as const },
          slots: { at: 1_000, oldest: 1_000, newest: 1_000 },
        },
      ],
    });
  return { store, hold, kinds: () => news.map(({ kind }) => kind) };
}

/** Writes something without a meaning: what only reads a replica answers. */
const notice = (store: BudgetStore): Promise<void> =>
  store.open("b@test", [], 1).catch(() => undefined);

const amounts = new Map([[accountKey({ budget: "b@test", subject: "[]" }), 1n]]);

test("a primary that becomes a replica, and closes no connection, is left for the one that the address names now", async ({
  skip,
}) => {
  const { replica, counters, part, demote, moveTo } = await primaryAndReplica(skip);
  const { hold, kinds } = await open(counters);
  const cache = connectValkey(counters);
  cache.on("error", () => undefined);
  onTestFinished(() => {
    cache.disconnect();
  });
  await hold("a:0");
  await hold("b:0");
  await expect.poll(() => cache.set("kept", "before").catch(() => undefined), soon).toBe("OK");
  await expect.poll(() => serverCommand(replica, "EXISTS kept"), soon).toContain(":1");

  await part();
  await demote();
  await expect(hold("c:0")).rejects.toMatchObject({ code: "budgets_unavailable" });
  moveTo();

  await expect
    .poll(() => hold("c:0").catch(() => undefined), soon)
    .toEqual({
      kind: "granted",
    });
  expect(await hold("d:0")).toMatchObject({ kind: "refused", leased: 3n });
  await expect.poll(() => cache.set("kept", "after").catch(() => undefined), soon).toBe("OK");
  // While the address still named the replica nobody was told that it is back.
  expect(kinds().filter((kind) => kind === "away" || kind === "back")).toEqual(["away", "back"]);
});

test("what a replica that takes over lacks is told again by all who were granted it, held or spent", async ({
  skip,
}) => {
  const { replica, counters, part, demote, moveTo } = await primaryAndReplica(skip);
  const [one, two] = [await open(counters), await open(counters)];
  await one.hold("a:0");
  const granted = `HGET {${counters.prefix}}:budgets granted`;
  await expect.poll(() => serverCommand(replica, granted), soon).toBe("$1\r\n1\r\n");
  await part();
  await one.hold("b:0");
  await two.hold("c:0");
  await two.store.settle({ lease: "c:0", amounts, simulated: false });

  await demote();
  moveTo();
  for (const { store, kinds } of [one, two]) {
    await notice(store);
    await expect.poll(kinds, soon).toContain("told_again");
  }

  expect(await one.hold("d:0")).toMatchObject({ kind: "refused", spent: 1n, leased: 2n });
  expect(await two.store.leases()).toMatchObject({ count: 2 });
});

test("what a replica that takes over has is counted once, also where a Headgate of the version before arrives first", async ({
  skip,
}) => {
  const { replica, counters, part, demote, moveTo } = await primaryAndReplica(skip);
  const { store, hold, kinds } = await open(counters);
  await hold("a:0");
  await store.settle({ lease: "a:0", amounts, simulated: false });
  await hold("b:0");
  const books = `{${counters.prefix}}:budgets`;
  await expect
    .poll(() => serverCommand(replica, `HGET ${books} granted`), soon)
    .toBe("$1\r\n2\r\n");
  await part();
  await demote();
  // It writes which process answers, and not where the count of grants stood.
  const run = /run_id:(\w+)/.exec(await serverCommand(replica, "INFO server"))?.[1] ?? "";
  await serverCommand(replica, `HSET ${books} run ${run}`);

  moveTo();
  await notice(store);
  await expect.poll(kinds, soon).toContain("back");

  expect(await hold("c:0")).toEqual({ kind: "granted" });
  expect(await hold("d:0")).toMatchObject({ kind: "refused", spent: 1n, leased: 2n });
});

test("a server that lacks more than anybody remembers is taken for an emptied one", async ({
  skip,
}) => {
  const { replica, counters, part, demote, moveTo } = await primaryAndReplica(skip);
  const { store, hold, kinds } = await open(counters);
  const books = `EXISTS {${counters.prefix}}:budgets`;
  await expect.poll(() => serverCommand(replica, books), soon).toContain(":1");
  await part();
  await hold("a:0");
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000);
  await hold("b:0");
  clock.mockRestore();

  await demote();
  moveTo();
  await notice(store);
  await expect.poll(() => kinds().filter((kind) => kind === "emptied"), soon).toHaveLength(2);
  await expect.poll(() => store.begin(["b@test"], 1).catch(() => []), soon).toHaveLength(1);

  await expect(hold("c:0")).rejects.toMatchObject({ code: "budgets_reopening" });
});
