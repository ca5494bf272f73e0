import { randomUUID } from "node:crypto";
import { compileBudgets, openBudgets, slotsAt } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, openApp } from "../open-app.fixture.ts";

const url = process.env.HEADGATE_TEST_VALKEY;

test.skipIf(url === undefined)(
  "shared budgets of new books are opened with what the ledger knows, and only then is there room",
  async () => {
    const config = configSchema.parse({
      stores: { counters: { kind: "valkey", url: url ?? "", prefix: randomUUID() } },
      budgets: [
        { name: "everyone", limit: "1", window: "month" },
        { name: "lanes", measure: "concurrency", limit: "8" },
      ],
    });
    const app = await openApp({ config });
    onTestFinished(() => app.close());
    onTestFinished(() => app.budgets.close());
    const rows = [ledgerRow({ call_id: "a", started_at_ms: NOW_MS - 60_000 })];
    await app.ledger.append({ rows, cursors: [] });
    const { counters } = config.stores;
    const gateway = await openBudgets({ path: "", counters, told: () => undefined });
    onTestFinished(() => gateway.close());
    const [month, lanes] = compileBudgets(config.budgets);
    if (month?.window === undefined || lanes === undefined) throw new Error("no budget");
    await gateway.begin([month.id, lanes.id], NOW_MS);
    const claim = {
      ...{ budget: month.id, subject: "[]", amount: 997_000_000_001n, limit: month.limit },
      ...{ atExpiry: "spent" as const, slots: slotsAt(month.window, NOW_MS, "UTC") },
    };
    const hold = (amount: bigint) =>
      gateway.reserve({
        ...{ lease: `b:${amount}`, claims: [{ ...claim, amount }] },
        ...{ heldAtMs: 0, expiresAtMs: 60_000 },
      });
    await expect(hold(1n)).rejects.toMatchObject({ code: "budgets_reopening" });

    await app.budgets.tick();

    expect(await hold(997_000_000_001n)).toMatchObject({ kind: "refused", spent: 3_000_000_000n });
    expect(await hold(997_000_000_000n)).toEqual({ kind: "granted" });
    const begun = await gateway.begun([month.id, lanes.id]);
    expect(begun.map(({ awaitsOpening }) => awaitsOpening)).toEqual([false, false]);
  },
);

test.skipIf(url === undefined)(
  "of nodes that have a ledger each all tell what was spent, whoever reads last",
  async () => {
    const config = configSchema.parse({
      stores: { counters: { kind: "valkey", url: url ?? "", prefix: randomUUID() } },
      budgets: [{ name: "everyone", limit: "1", window: "month" }],
    });
    const gateway = await openBudgets({
      ...{ path: "", counters: config.stores.counters, told: () => undefined },
    });
    onTestFinished(() => gateway.close());
    const [{ id } = { id: "" }] = compileBudgets(config.budgets);
    await gateway.begin([id], NOW_MS);
    for (const node of ["one", "two"]) {
      const app = await openApp({ config });
      onTestFinished(() => app.close());
      onTestFinished(() => app.budgets.close());
      const rows = [ledgerRow({ call_id: node, started_at_ms: NOW_MS - 60_000 })];
      await app.ledger.append({ rows, cursors: [] });

      await app.budgets.tick();
      await app.budgets.tick();
    }

    expect(await gateway.standings([id], 0)).toMatchObject([
      { spent: 6_000_000_000n, opening: 6_000_000_000n },
    ]);
  },
);
