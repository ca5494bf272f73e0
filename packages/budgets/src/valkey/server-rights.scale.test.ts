import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { configSchema, type StoreFailure, type ValkeyConfig } from "@headgate/contract";
import { Redis } from "ioredis";
import { describe, expect, onTestFinished, test } from "vitest";
import type { BudgetStore } from "../store.ts";
import { lookAtValkey } from "./look-at-valkey.ts";
import { openValkeyBudgets } from "./open-valkey-budgets.ts";

const server = process.env.HEADGATE_TEST_VALKEY ?? "";
const page = new URL("../../../../docs/how-to/many-machines.md", import.meta.url);

/** The rights that the page lists, for a user of a test's own prefix, with some changed behind them. */
async function userWith(prefix: string, ...changes: readonly string[]): Promise<ValkeyConfig> {
  const [, rights = ""] =
    /^ACL SETUSER headgate on >PASSWORD (.*)$/m.exec(readFileSync(page, "utf8")) ?? [];
  expect(rights).toContain("headgate");
  const owner = new Redis(server);
  const name = `user-${prefix}`;
  // Books that do not wait for a ledger.
  const run = /run_id:(\w+)/.exec(await owner.info("server"))?.[1] ?? "";
  await owner.hset(`{${prefix}}:budgets`, { id: "old", since: "1", run });
  await owner.call(
    "ACL",
    ...["SETUSER", name, "on", ">secret"],
    ...[...rights.replaceAll("headgate", prefix).split(" "), ...changes],
  );
  onTestFinished(async () => {
    await owner.call("ACL", "DELUSER", name);
    owner.disconnect();
  });
  const { counters } = configSchema.parse({
    stores: {
      counters: { kind: "valkey", url: server, prefix, username: name, password: "secret" },
    },
  }).stores;
  if (counters.kind !== "valkey") throw new Error("the counters are not on a server");
  return counters;
}

async function opened(config: ValkeyConfig) {
  const failures: StoreFailure[] = [];
  const store = await openValkeyBudgets({ config, failed: (failure) => failures.push(failure) });
  onTestFinished(() => store.close());
  return { store, failures };
}

const hold = (store: BudgetStore) =>
  store.reserve({
    lease: "a:0",
    claims: [
      {
        ...{ budget: "b@test", subject: "[]", amount: 1n, limit: 9n, atExpiry: "spent" },
        slots: { at: 1_000, oldest: 1_000, newest: 1_000 },
      },
    ],
    ...{ heldAtMs: Date.now(), expiresAtMs: Date.now() + 60_000 },
  });

describe.skipIf(server === "")("a user of the server that budgets are on", () => {
  test("may keep budgets with the rights that the page lists, and none under another prefix", async () => {
    const config = await userWith(randomUUID());
    const { store, failures } = await opened(config);

    expect(await hold(store)).toMatchObject({ kind: "granted" });
    await store.settle({ lease: "a:0", amounts: new Map(), simulated: false });
    await store.standings(["b@test"], 0);
    await store.expire({ nowMs: Date.now(), steadyMs: performance.now() });
    const facts = await lookAtValkey(config);

    expect(facts.unfit).toBeUndefined();
    expect(failures).toEqual([]);
    const { store: other, failures: refused } = await opened({ ...config, prefix: randomUUID() });
    await expect(hold(other)).rejects.toThrow(/NOPERM/);
    expect(refused).toContain("refused");
  });

  test("is told which rights to give where it may run no scripts, by budgets and by a look", async () => {
    const config = await userWith(randomUUID(), "-eval", "-evalsha");
    const { store, failures } = await opened(config);

    await expect(hold(store)).rejects.toThrow(/NOPERM.*give its user the rights/);
    await expect(lookAtValkey(config)).rejects.toThrow(/NOPERM.*give its user the rights/);
    expect(new Set(failures)).toEqual(new Set(["refused"]));
  });
});
