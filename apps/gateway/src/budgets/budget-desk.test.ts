import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BudgetStore, compileBudgets, openBudgets, steadyMs } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { wireFor } from "@headgate/providers";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { newCounters } from "../counters.ts";
import { routesFor } from "../upstream/routes-for.ts";
import { BudgetDesk } from "./budget-desk.ts";

const PATH = "/v1/chat/completions";
const config = configSchema.parse({
  providers: { openai: { kind: "openai", base_url: "http://127.0.0.1:1/v1", api_key: "sk" } },
  budgets: [{ name: "all", measure: "requests", limit: "99", window: "month" }],
});
const [budget = ""] = compileBudgets(config.budgets).map(({ id }) => id);
const log = pino({ level: "silent" });

type Begin = BudgetStore["begin"];

/** A desk over a file of its own, and `reserve`, by which a call holds its first attempt there. */
async function openDesk(isOpened: boolean, begin?: (begins: Begin) => Begin) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-desk-"));
  const path = join(folder, "budgets.sqlite");
  const desk = new BudgetDesk({
    ...{ store: config.stores.counters, path, durability: "process", isOpened, log },
    counters: newCounters(),
    open: async (options) => {
      const store = await openBudgets(options);
      return begin === undefined
        ? store
        : Object.assign(store, { begin: begin(store.begin.bind(store)) });
    },
  });
  onTestFinished(async () => {
    await desk.close();
    await rm(folder, { recursive: true });
  });
  const rules = desk.rulesFor(config, loadPriceBook());
  const wire = wireFor("POST", PATH, {});
  const body = Buffer.from(JSON.stringify({ model: "gpt-5-mini", messages: [], max_tokens: 9 }));
  const request = wire.readRequest(body, PATH);
  const provider = routesFor(config, undefined, log).providers.get("openai");
  if (provider === undefined) throw new Error("no provider");
  const reserve = async (id: string, change: Readonly<{ patienceMs?: number }> = {}) =>
    desk
      .forCall(rules, {
        ...{ id, attribution: {}, tags: {}, wire, request, deadlineMs: steadyMs() + 60_000 },
        key: {
          ...{ id: "key", name: "key", hash: "", hint: "", created_at_ms: 0 },
          ...{ attribution: {}, tags: {} },
        },
        ...change,
      })
      ?.reserve(
        { provider, model: undefined, wire: undefined },
        {
          ...{ wire, request, body, pathAndQuery: PATH, headers: {}, edits: [] },
          ...{ hideUsageChunk: false, translation: undefined },
        },
        0,
      );
  return { desk, path, reserve };
}

test("calls that meet budgets which could not be made known make them known once, together", async () => {
  let begun = 0;
  const { desk, reserve } = await openDesk(false, (begins) => (...asked) => {
    begun += 1;
    return begun === 1 ? Promise.reject(new Error("the disk is full")) : begins(...asked);
  });
  await expect(desk.take(config)).rejects.toThrow("the disk is full");

  const held = await Promise.all(["a", "b", "c", "d"].map((id) => reserve(id)));

  expect(held).toEqual([undefined, undefined, undefined, undefined]);
  expect(begun).toBe(2);
});

test("who has no patience is told at once that a budget is being opened; others wait for it", async () => {
  const { desk, path, reserve } = await openDesk(true);
  await desk.take(config);

  const patient = reserve("a");
  await expect(reserve("b", { patienceMs: 0 })).rejects.toMatchObject({
    code: "budgets_reopening",
  });
  const control = await openBudgets({
    ...{ path, counters: config.stores.counters, told: () => undefined },
  });
  onTestFinished(() => control.close());
  await control.open(budget, [], Date.now());

  expect(await patient).toBeUndefined();
});
