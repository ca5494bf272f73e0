import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeBudgetStore } from "../budget-store.conformance.ts";
import { openSqliteBudgets } from "./open-sqlite-budgets.ts";

describeBudgetStore("budgets in one SQLite file, through two threads", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-budgets-"));
  const path = join(folder, "budgets.sqlite");
  const stores = [
    await openSqliteBudgets({ path }),
    await openSqliteBudgets({ path, durability: "disk" }),
  ] as const;
  return {
    stores,
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await rm(folder, { recursive: true });
    },
  };
});

test("a file that is no database is refused by its path, and left as it is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-budgets-"));
  const path = join(folder, "budgets.sqlite");
  await writeFile(path, "not a database, but long enough to look at".repeat(100));

  await expect(openSqliteBudgets({ path })).rejects.toMatchObject({
    code: "budgets_unavailable",
    message: expect.stringContaining(path),
  });

  await rm(folder, { recursive: true });
});

test("what was held outlives the process that held it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-budgets-"));
  const path = join(folder, "budgets.sqlite");
  const before = await openSqliteBudgets({ path });
  await before.reserve({
    lease: "a:0",
    claims: [
      {
        ...{ budget: "b", subject: "[]", amount: 9n, limit: 10n, atExpiry: "spent" },
        slots: { at: 1, oldest: 1, newest: 1 },
      },
    ],
    heldAtMs: 0,
    expiresAtMs: 100,
  });
  await before.close();

  const after = await openSqliteBudgets({ path });

  expect(await after.standings(["b"], 0)).toMatchObject([{ leased: 9n }]);
  expect(await after.leases()).toEqual({ count: 1, latestMs: 100 });
  await after.close();
  await expect(after.leases()).rejects.toMatchObject({ code: "budgets_unavailable" });
  await rm(folder, { recursive: true });
});

test("what was closed until it is opened is open for a process that nobody opens budgets for", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-budgets-"));
  const budgets = await openSqliteBudgets({ path: join(folder, "budgets.sqlite") });
  await budgets.begin(["b"], 1_000, { awaiting: new Set(["b"]) });
  await budgets.begin(["b"], 2_000, { awaiting: new Set() });
  expect(await budgets.begun(["b"])).toMatchObject([{ awaitsOpening: true }]);

  await budgets.begin(["b"], 3_000);

  expect(await budgets.begun(["b"])).toMatchObject([{ awaitsOpening: false }]);
  await budgets.close();
  await rm(folder, { recursive: true });
});
