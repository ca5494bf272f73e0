import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileBudgets, openSqliteBudgets } from "@headgate/budgets";
import { configSchema, type LedgerRow, rowId } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { ledgerRow } from "../../ledger-row.fixture.ts";
import { BatchProviders } from "./batch-providers.ts";
import { BudgetHolds } from "./budget-holds.ts";

const NOW_MS = Date.parse("2026-11-23T12:00:00Z");
const MONTH = { limit: "9", window: "month" } as const;

const item = (id: string) => ({
  ...{ id, callId: `call-${id}`, keyId: "key-1", attribution: {}, tags: {} },
  ...{ format: "openai.chat_completions" as const, path: "/v1/chat/completions" },
  ...{ model: "gpt-5-mini", admittedAtMs: NOW_MS },
  ...{ deadlineMs: NOW_MS + 3_600_000, realTimeAtMs: NOW_MS + 1_800_000 },
  body: Buffer.from(
    JSON.stringify({ model: "gpt-5-mini", max_completion_tokens: 100, messages: [] }),
  ),
  target: {
    ...{ provider: "openai", model: "gpt-5-mini", endpoint: "/v1/chat/completions" },
    format: "openai.chat_completions" as const,
  },
});

async function open(...budgets: readonly object[]) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-holds-"));
  const store = await openSqliteBudgets({ path: join(folder, "budgets.sqlite") });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  const config = configSchema.parse({ budgets });
  const log = pino({ level: "silent" });
  const prices = loadPriceBook();
  const holds = new BudgetHolds({
    ...{ store: async () => store, config: () => config, prices: () => prices },
    providers: new BatchProviders(() => config, { nowMs: () => NOW_MS, log }),
    nowMs: () => NOW_MS,
  });
  const ids = compileBudgets(config.budgets).map(({ id }) => id);
  return { holds, store, ids, standings: () => store.standings(ids, 0) };
}

/** What became of a line that is in no result. */
const missing = (id: string): LedgerRow => ({
  ...ledgerRow({ call_id: `call-${id}`, started_at_ms: NOW_MS, key_id: "key-1" }),
  ...{ row_id: rowId(`call-${id}`, 1), attempt: 1, final: false },
  ...{ provider: "openai", request_model: "gpt-5-mini", usage_origin: "none", usage: {} },
  charge: { ...ledgerRow({ call_id: "x" }).charge, effective_cost: null },
});

test("what waits takes no lane of a limit of calls at one time: nothing of it is under way", async () => {
  const { holds } = await open({ name: "lanes", measure: "concurrency", limit: "1" });

  await holds.hold(item("a"));

  await expect(holds.hold(item("b"))).resolves.toBeUndefined();
});

test("an attempt that nobody knows the cost of is spent at what its request holds, once, beside it", async () => {
  const month = { limit: "9", window: "month" };
  const { holds, standings } = await open(
    { name: "dollars", ...month },
    { name: "tokens", measure: "tokens", ...month, limit: "100000" },
  );
  await holds.hold(item("a"));
  const [dollars, tokens] = await standings();

  await holds.recorded(missing("a"));
  await holds.recorded(missing("a"));

  expect(dollars?.leased).toBeGreaterThan(0n);
  for (const [index, held] of [dollars?.leased, tokens?.leased].entries()) {
    expect((await standings())[index]).toMatchObject({
      ...{ spent: held, atWorstCase: held, leased: held },
    });
  }
});

test("one whose request holds nothing any more is spent at the most that its model can come to", async () => {
  const { holds, standings } = await open({ name: "dollars", limit: "9", window: "month" });
  await holds.hold(item("a"));
  const [held] = await standings();
  await holds.release(item("a"));

  await holds.recorded(missing("a"));

  const [standing] = await standings();
  expect(standing?.spent).toBeGreaterThan(held?.leased ?? Number.NaN);
  expect(standing?.atWorstCase).toBe(standing?.spent);
});

test("what came beside a request at a known cost is counted once, however often its row is recorded", async () => {
  const { holds, standings } = await open({ name: "dollars", limit: "9", window: "month" });
  const late = ledgerRow({ call_id: "call-a", started_at_ms: NOW_MS, final: false });

  await holds.recorded(late);
  await holds.recorded(late);

  expect(await standings()).toMatchObject([{ spent: 3_000_000_000n, atWorstCase: 0n }]);
});

test("a request that is taken in waits for a budget that is being opened", async () => {
  const { holds, store, ids, standings } = await open({ ...MONTH, name: "dollars" });
  await store.begin(ids, NOW_MS, { awaiting: new Set(ids) });
  await expect(holds.hold(item("a"))).rejects.toMatchObject({ code: "budgets_reopening" });

  const admitted = holds.admit(item("a"));
  await store.open(ids[0] ?? "", [], NOW_MS);
  await admitted;

  expect((await standings())[0]?.leased).toBeGreaterThan(0n);
});

test("an answer for which nothing is held is spent, once, as one that took the place of what was held is", async () => {
  const { holds, standings } = await open({ ...MONTH, name: "dollars" });
  const answered = ledgerRow({ call_id: "call-a", started_at_ms: NOW_MS, final: true });

  await holds.recorded(answered);
  await holds.recorded(answered);
  expect(await standings()).toMatchObject([{ spent: 3_000_000_000n, atWorstCase: 0n }]);

  await holds.hold(item("b"));
  const held = ledgerRow({ call_id: "call-b", started_at_ms: NOW_MS, final: true });
  await holds.recorded(held);
  // A row that was written and not noted is recorded again.
  await holds.recorded(held);
  expect(await standings()).toMatchObject([{ spent: 6_000_000_000n, leased: 0n }]);
});
