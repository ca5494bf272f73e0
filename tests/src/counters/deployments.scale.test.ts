import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BudgetStore, type CountersNews, openBudgets } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../servers/free-port.ts";
import { startRedis, type TestServer } from "../servers/index.ts";
import { isInstalled, newServerFolder, startServer } from "../servers/test-server.ts";
import { serverCommand, serverCommandAt } from "./server-command.ts";

const soon = { timeout: 30_000, interval: 50 };
const budget = "b@test";
const hold = (store: BudgetStore, lease: string, subject = "[]", limit = 10n) =>
  store.reserve({
    ...{ lease, heldAtMs: 0, expiresAtMs: 600_000 },
    claims: [
      {
        ...{ budget, subject, amount: 1n, limit, atExpiry: "spent" as const },
        slots: { at: 1_000, oldest: 1_000, newest: 1_000 },
      },
    ],
  });

const portOf = ({ url }: TestServer): number => Number(new URL(url).port);
const nodesOf = (servers: readonly TestServer[]) =>
  servers.map((server) => ({ host: "127.0.0.1", port: portOf(server) }));

async function startSome(
  settings: readonly (readonly string[])[],
  skip: (reason: string) => void,
): Promise<readonly TestServer[]> {
  const servers: TestServer[] = [];
  for (const one of settings) {
    const server = await startRedis(one);
    if ("reason" in server) skip(server.reason);
    servers.push(server as TestServer);
    onTestFinished(() => (server as TestServer).close());
  }
  return servers;
}

async function openStore(counters: object) {
  const news: CountersNews[] = [];
  const config = configSchema.parse({ stores: { counters: { kind: "valkey", ...counters } } });
  const store = await openBudgets({
    ...{ path: "", counters: config.stores.counters, told: (one) => news.push(one) },
  });
  onTestFinished(() => store.close());
  return { store, news };
}

test("in a cluster of three, a call's accounts lie together, and the limit holds for all gateways", async ({
  skip,
}) => {
  const clustered = ["--cluster-enabled", "yes"];
  const servers = await startSome([clustered, clustered, clustered], skip);
  const slots = ["0 5461", "5462 10922", "10923 16383"];
  for (const [index, server] of servers.entries()) {
    expect(await serverCommand(server, `CLUSTER ADDSLOTSRANGE ${slots[index]}`)).toContain("OK");
    if (index > 0)
      await serverCommand(server, `CLUSTER MEET 127.0.0.1 ${portOf(servers[0] ?? server)}`);
  }
  for (const server of servers) {
    await expect
      .poll(() => serverCommand(server, "CLUSTER INFO"), soon)
      .toMatch(/cluster_state:ok[\s\S]*cluster_known_nodes:3/);
  }
  const counters = { mode: "cluster", nodes: nodesOf(servers) };
  const [one, two] = [await openStore(counters), await openStore(counters)];
  await expect.poll(() => one.store.leases().catch(() => undefined), soon).toBeDefined();
  await one.store.open(budget, [], 1);

  const held = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      hold([one, two][index % 2]?.store ?? one.store, `${index}:0`, `["${index % 3}"]`),
    ),
  );

  expect(held.filter(({ kind }) => kind === "granted")).toHaveLength(30);
  await one.store.forget(2_000);
  expect(await two.store.leases()).toMatchObject({ count: 30 });
});

test("behind a sentinel the replica takes over when the primary dies, with what was held", async ({
  skip,
}) => {
  const [primary] = await startSome([[]], skip);
  if (primary === undefined) throw new Error("no server was started");
  const [replica] = await startSome([["--replicaof", "127.0.0.1", String(portOf(primary))]], skip);
  if (replica === undefined) throw new Error("no replica was started");
  await expect
    .poll(() => serverCommand(replica, "INFO replication"), soon)
    .toContain("master_link_status:up");
  const sentinel = await startSentinel(portOf(primary));
  onTestFinished(() => sentinel.close());
  await expect
    .poll(() => serverCommand(sentinel, "SENTINEL REPLICAS budgets"), soon)
    .toContain(String(portOf(replica)));
  const { store, news } = await openStore({
    ...{ mode: "sentinel", nodes: nodesOf([sentinel]), sentinel_name: "budgets" },
    connect_timeout_ms: 5_000,
  });
  await store.open(budget, [], 1);
  await hold(store, "a:0");
  await expect
    .poll(() => serverCommand(primary, "INFO replication"), soon)
    .toMatch(/slave0:[^\n]*offset=(\d+),[\s\S]*master_repl_offset:\1\r/);

  await primary.kill();

  await expect
    .poll(() => hold(store, "b:0").catch(() => undefined), soon)
    .toEqual({
      kind: "granted",
    });
  expect(await store.leases()).toMatchObject({ count: 2 });
  expect(news.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["away", "back"]));
});

/** One sentinel that finds by itself that the primary is gone. */
async function startSentinel(port: number): Promise<TestServer> {
  const folder = newServerFolder("sentinel");
  const own = await freePort();
  const file = join(folder, "sentinel.conf");
  const settings = [
    `port ${own}`,
    "bind 127.0.0.1",
    `dir ${folder}`,
    `sentinel monitor budgets 127.0.0.1 ${port} 1`,
    "sentinel down-after-milliseconds budgets 500",
    "sentinel failover-timeout budgets 3000",
  ];
  writeFileSync(file, `${settings.join("\n")}\n`);
  return startServer({
    program: {
      ...{
        name: "sentinel",
        command: isInstalled("valkey-server") ? "valkey-server" : "redis-server",
      },
      arguments: [file, "--sentinel"],
    },
    ...{ url: `redis://127.0.0.1:${own}`, folder },
    answers: () =>
      serverCommandAt(own, "PING").then(
        (answer) => answer.startsWith("+PONG"),
        () => false,
      ),
  });
}
