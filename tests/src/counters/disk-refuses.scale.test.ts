import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { lookAtValkey, openBudgets } from "@headgate/budgets";
import { configSchema, type StoreFailure } from "@headgate/contract";
import { expect, onTestFinished, test, vi } from "vitest";
import { startRedis } from "../servers/index.ts";
import { serverCommand } from "./server-command.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };

test("a server that cannot save answers questions and takes no writes: each is counted, and told with what mends it", async (context) => {
  const server = await startRedis(["--save", "3600 1"]);
  if ("reason" in server) return context.skip(server.reason);
  onTestFinished(() => server.close());
  const { counters } = configSchema.parse({
    stores: { counters: { kind: "valkey", url: server.url } },
  }).stores;
  if (counters.kind !== "valkey") throw new Error("the counters are not on a server");
  // Books that do not wait for a ledger.
  const run = /run_id:(\w+)/.exec(await serverCommand(server, "INFO server"))?.[1] ?? "";
  const books = `{${counters.prefix}}:budgets`;
  await serverCommand(server, `HSET ${books} id old since 1 run ${run}`);
  const failures: StoreFailure[] = [];
  const store = await openBudgets({
    ...{ path: "", counters, told: () => undefined },
    failed: (failure) => failures.push(failure),
  });
  onTestFinished(() => store.close());
  const hold = (lease: string) =>
    store.reserve({
      lease,
      claims: [
        {
          ...{ budget: "b@test", subject: "[]", amount: 1n, limit: 9n, atExpiry: "spent" },
          slots: { at: 1_000, oldest: 1_000, newest: 1_000 },
        },
      ],
      ...{ heldAtMs: Date.now(), expiresAtMs: Date.now() + 60_000 },
    });
  expect(await hold("a:0")).toMatchObject({ kind: "granted" });
  expect((await lookAtValkey(counters)).unfit).toBeUndefined();

  // Where its file would go there is a folder: what it saves can go nowhere, as on a full disk.
  const folder = (await serverCommand(server, "CONFIG GET dir")).trimEnd().split("\r\n").at(-1);
  mkdirSync(join(folder ?? "", "dump.rdb"));
  await serverCommand(server, "BGSAVE");
  await vi.waitFor(async () => {
    expect(await serverCommand(server, "INFO persistence")).toContain("rdb_last_bgsave_status:err");
  }, PATIENCE);

  await expect(hold("b:0")).rejects.toThrow(/MISCONF.*free disk space/);
  expect(failures).toContain("read_only");
  expect((await lookAtValkey(counters)).unfit).toMatch(/free disk space/);
});
