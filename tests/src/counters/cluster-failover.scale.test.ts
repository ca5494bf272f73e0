import { accountKey, type BudgetStore, type CountersNews, openBudgets } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { startRedis, type TestServer } from "../servers/index.ts";
import { serverCommand } from "./server-command.ts";

const soon = { timeout: 30_000, interval: 50 };
const portOf = ({ url }: TestServer): number => Number(new URL(url).port);
const amounts = new Map([[accountKey({ budget: "b@test", subject: "[]" }), 1n]]);

async function started(skip: (reason: string) => void): Promise<TestServer> {
  const server = await startRedis(["--cluster-enabled", "yes"]);
  if ("reason" in server) {
    skip(server.reason);
    throw new Error(server.reason);
  }
  onTestFinished(() => server.close());
  return server;
}

/** A cluster of one primary with all slots, and its replica. */
async function cluster(skip: (reason: string) => void) {
  const [primary, replica] = [await started(skip), await started(skip)];
  await serverCommand(primary, "CLUSTER ADDSLOTSRANGE 0 16383");
  // Two that were born at one epoch agree on no owner of slots.
  await serverCommand(replica, "CLUSTER SET-CONFIG-EPOCH 2");
  await serverCommand(replica, `CLUSTER MEET 127.0.0.1 ${portOf(primary)}`);
  const id = /[0-9a-f]{40}/.exec(await serverCommand(primary, "CLUSTER MYID"))?.[0] ?? "";
  await expect.poll(() => serverCommand(replica, `CLUSTER REPLICATE ${id}`), soon).toContain("OK");
  for (const server of [primary, replica]) {
    await expect
      .poll(() => serverCommand(server, "CLUSTER INFO"), soon)
      .toMatch(/cluster_state:ok[\s\S]*cluster_known_nodes:2/);
  }
  await expect
    .poll(() => serverCommand(replica, "INFO replication"), soon)
    .toContain("master_link_status:up");
  const nodes = [primary, replica].map((server) => ({ host: "127.0.0.1", port: portOf(server) }));
  return {
    ...{ primary, replica, nodes },
    /** What the primary answers from now on does not reach the replica. */
    part: async () => {
      await serverCommand(primary, "ACL SETUSER default -psync -sync");
      await serverCommand(primary, "CLIENT KILL TYPE replica");
    },
    /** The replica takes over; no connection of a gateway ends. */
    takeOver: async (how: "" | "TAKEOVER") => {
      expect(await serverCommand(replica, `CLUSTER FAILOVER ${how}`.trim())).toContain("OK");
      await expect
        .poll(() => serverCommand(replica, "INFO replication"), soon)
        .toContain("role:master");
      await expect
        .poll(() => serverCommand(primary, "INFO replication"), soon)
        .toContain("role:slave");
    },
  };
}

async function open(nodes: readonly object[]) {
  const news: CountersNews[] = [];
  const counters = { kind: "valkey", mode: "cluster", nodes, command_timeout_ms: 500 };
  const config = configSchema.parse({ stores: { counters } });
  const store = await openBudgets({
    ...{ path: "", counters: config.stores.counters, told: (one) => news.push(one) },
  });
  onTestFinished(() => store.close());
  await expect.poll(() => store.leases().catch(() => undefined), soon).toBeDefined();
  const hold = (lease: string, limit = 100n) =>
    store.reserve({
      ...{ lease, heldAtMs: 0, expiresAtMs: 600_000 },
      claims: [
        {
          ...{ budget: "b@test", subject: "[]", amount: 1n, limit, atExpiry: "spent" as const },
          slots: { at: 1_000, oldest: 1_000, newest: 1_000 },
        },
      ],
    });
  const spend = async (lease: string) => {
    expect(await hold(lease)).toEqual({ kind: "granted" });
    expect(await store.settle({ lease, amounts, simulated: false })).toBe("settled");
  };
  return { store, hold, spend, kinds: () => news.map(({ kind }) => kind) };
}

const spent = async (store: BudgetStore) =>
  (await store.standings(["b@test"], 0)).map((one) => one.spent);

test("after a planned failover in a cluster, what the new primary granted itself is counted once, also when its link breaks later", async ({
  skip,
}) => {
  const { replica, nodes, takeOver } = await cluster(skip);
  const [one, two] = [await open(nodes), await open(nodes)];
  await one.spend("a:0");
  await takeOver("");
  await one.spend("b:0");
  await two.store.expire({ nowMs: 1, steadyMs: 1 });
  await one.spend("c:0");

  // An answer that comes too late: the link is lost, and looks again whose books the server has.
  await serverCommand(replica, "CLIENT PAUSE 700 ALL");
  await expect(one.hold("late:0")).rejects.toMatchObject({ code: "budgets_unavailable" });
  await expect.poll(one.kinds, soon).toContain("back");

  expect(await spent(one.store)).toEqual([3n]);
  // Once, when they were made.
  expect(one.kinds().filter((kind) => kind === "emptied")).toHaveLength(1);
});

test("what a cluster's replica that takes over lacks is told again before anything is granted there, though no connection ends", async ({
  skip,
}) => {
  const { primary, nodes, part, takeOver } = await cluster(skip);
  const { hold, spend, kinds } = await open(nodes);
  await spend("a:0");
  await expect
    .poll(() => serverCommand(primary, "INFO replication"), soon)
    .toMatch(/slave0:[^\n]*offset=(\d+),[\s\S]*master_repl_offset:\1\r/);
  await part();
  await hold("b:0");
  await spend("c:0");
  await takeOver("TAKEOVER");

  expect(await hold("d:0", 3n)).toMatchObject({ kind: "refused", spent: 2n, leased: 1n });
  expect(kinds()).toContain("told_again");
});
