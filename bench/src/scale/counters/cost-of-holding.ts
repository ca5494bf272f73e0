import { once } from "node:events";
import { accountKey, connectValkey, openBudgets, type ValkeyClient } from "@headgate/budgets";
import type { TestServer } from "@headgate/tests/servers";
import { countersOn } from "./counters-on.ts";

export type CostOfHolding = Readonly<{
  /** CPU time of this process to hold and settle one call, with 64 under way. */
  cpuMicroseconds: number;
  /** Scripts that the server ran before a call's reservation was answered, and for its settlement. */
  scriptsToHold: number;
  scriptsToSettle: number;
}>;

const UNDER_WAY = 64;
const budget = "bench@cost";
const claim = {
  ...{ budget, subject: "[]", amount: 1_000_000n, limit: 10n ** 30n, atExpiry: "spent" as const },
  slots: { at: 1_000, oldest: 1_000, newest: 1_000 },
};
const amounts = new Map([[accountKey(claim), 400_000n]]);

/** What the shared counters alone cost a process, without the call around them. */
export async function costOfHolding(server: TestServer, calls: number): Promise<CostOfHolding> {
  const counters = countersOn(server);
  const store = await openBudgets({ path: "", counters, told: () => undefined });
  await store.open(budget, [], 1);
  const looking = connectValkey(counters);
  await once(looking, "ready");
  const hold = (lease: string) =>
    store.reserve({ lease, claims: [claim], heldAtMs: 0, expiresAtMs: 600_000 });
  const settle = (lease: string) => store.settle({ lease, amounts, simulated: true });
  await each(UNDER_WAY * 20, async (index) => {
    await hold(`warm:${index}`);
    await settle(`warm:${index}`);
  });

  const before = await scriptsRun(looking);
  const cpuBefore = process.cpuUsage();
  await each(calls, (index) => hold(`call:${index}`));
  const between = await scriptsRun(looking);
  await each(calls, (index) => settle(`call:${index}`));
  const { user, system } = process.cpuUsage(cpuBefore);
  const after = await scriptsRun(looking);
  looking.disconnect();
  await store.close();
  return {
    cpuMicroseconds: (user + system) / calls,
    scriptsToHold: (between - before) / calls,
    scriptsToSettle: (after - between) / calls,
  };
}

/** Does something for each number, 64 at a time. */
async function each(count: number, run: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await run(index);
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, worker));
}

async function scriptsRun(server: ValkeyClient): Promise<number> {
  const told = await server.info("commandstats");
  return ["eval", "evalsha"].reduce(
    (sum, name) => sum + Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(told)?.[1] ?? "0"),
    0,
  );
}
