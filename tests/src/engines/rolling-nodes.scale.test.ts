import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import {
  type EngineNode,
  namedEngines,
  noEngines,
  simulatedProvider,
  startEngineNode,
  storesOf,
} from "./engine-node.fixture.ts";

const engines = namedEngines();
const PATIENCE = { timeout: 180_000, interval: 200 };
const CLIENTS = 4;
const BUDGET = "all";

describe.skipIf(engines === undefined)(
  "two whole nodes on PostgreSQL, Valkey and ClickHouse",
  () => {
    test("are replaced one after the other: no call fails, and each is in the ledger and its budget once", async () => {
      const nodes = await startNodes();
      const secret = await nodes[0].createKey("tests");
      let sent = 0;
      // A key is known, and a budget open, at each node by itself.
      for (const node of nodes) {
        await vi.waitFor(async () => expect(await node.call(secret)).toBe(200), PATIENCE);
        sent += 1;
      }
      const answers: (number | string)[] = [];
      let isRolling = true;
      let turn = 0;
      const clients = Array.from({ length: CLIENTS }, async () => {
        while (isRolling) {
          turn += 1;
          const node = nodes[turn % nodes.length];
          // As a balancer passes on to nobody who says that it is not ready.
          if (node === undefined || !(await node.isReady())) continue;
          answers.push(await node.call(secret));
        }
      });

      try {
        for (const node of nodes) {
          const before = answers.length;
          await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before + 20), PATIENCE);
          expect(await node.replace()).toEqual([0, 0]);
        }
        const before = answers.length;
        await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before + 20), PATIENCE);
      } finally {
        isRolling = false;
        await Promise.all(clients);
      }

      expect([...new Set(answers)]).toEqual([200]);
      sent += answers.length;
      await vi.waitFor(async () => {
        for (const node of nodes) expect((await node.status()).loader.bytes_waiting).toBe(0);
        expect((await nodes[0].totals()).attempts).toBeGreaterThanOrEqual(sent);
      }, PATIENCE);
      expect(await nodes[1].totals()).toMatchObject({ calls: sent, attempts: sent });
      await vi.waitFor(
        async () =>
          expect((await nodes[0].budgets()).leases).toEqual({ under_way: 0, unsettled: 0 }),
        PATIENCE,
      );
      const { budgets } = await nodes[0].budgets();
      expect(budgets.map(({ name, accounts }) => [name, accounts[0]?.spent])).toEqual([
        [BUDGET, String(sent)],
      ]);
    }, 600_000);
  },
);

/** The second comes when the first has made the schemas. */
async function startNodes(): Promise<readonly [EngineNode, EngineNode]> {
  const config = {
    providers: await simulatedProvider(),
    limits: { drain_grace_ms: 3_000 },
    budgets: [
      { name: BUDGET, measure: "requests" as const, limit: "1000000", window: "month" as const },
    ],
    stores: storesOf(`rolling_${randomUUID().slice(0, 8)}`, engines ?? noEngines()),
  };
  return [await startEngineNode(config), await startEngineNode(config)];
}
