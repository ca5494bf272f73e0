import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { openSqliteBudgets } from "./open-sqlite-budgets.ts";
import { ThreadedBudgets } from "./threaded-budgets.ts";

test("a thread that ends fails what it was asked, and is told once, so that another can be opened", async () => {
  const told: Error[] = [];
  const worker = new Worker(
    "require('node:worker_threads').parentPort.once('message', () => process.exit(1));",
    { eval: true },
  );
  const budgets = new ThreadedBudgets(worker, (error) => told.push(error));

  await expect(budgets.leases()).rejects.toMatchObject({ code: "budgets_unavailable" });
  await expect(budgets.leases()).rejects.toMatchObject({ code: "budgets_unavailable" });
  await budgets.close();

  expect(told).toHaveLength(1);
});

test("a store that is closed answers what it was asked before, and ended by nobody's fault", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-budgets-"));
  const told: Error[] = [];
  const budgets = await openSqliteBudgets({
    path: join(folder, "budgets.sqlite"),
    onEnded: (error) => told.push(error),
  });

  const asked = Array.from({ length: 300 }, () => budgets.leases());
  await budgets.close();

  expect(await Promise.all(asked)).toHaveLength(300);
  expect(told).toEqual([]);
  await rm(folder, { recursive: true });
});
