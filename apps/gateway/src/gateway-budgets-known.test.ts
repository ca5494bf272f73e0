import { rm, writeFile } from "node:fs/promises";
import { compileBudgets, openSqliteBudgets } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { expect, onTestFinished, test } from "vitest";
import { completion, open, request } from "./gateway-case.fixture.ts";
import { json, type OpenGateway } from "./open-gateway.fixture.ts";

const answer = json(200, completion);
const bounded = { ...request, max_tokens: 100 };
const month = { name: "month", limit: "1", window: "month" } as const;
const lanes = { name: "lanes", measure: "concurrency", limit: "8" } as const;
/** Control's address: nobody is there, and nothing in these tests asks it. */
const control = { url: "http://127.0.0.1:1", token: "token" };

const configOf = (base_url: string, budgets: readonly object[]) =>
  configSchema.parse({
    ...{ listen: { port: 0 }, budgets },
    providers: { openai: { kind: "openai", base_url: `${base_url}/v1`, api_key: "sk" } },
  });
const [monthId = "", lanesId = ""] = compileBudgets(
  configSchema.parse({ budgets: [month, lanes] }).budgets,
).map(({ id }) => id);

async function storeOf(gateway: OpenGateway) {
  const store = await openSqliteBudgets({ path: dataDirectory(gateway.data).budgets });
  onTestFinished(() => store.close());
  return store;
}

test("a new budget is closed until what was spent before is read, and a call waits for that", async () => {
  const { gateway, provider } = await open([answer], { budgets: [month, lanes] }, {}, { control });
  const store = await storeOf(gateway);
  expect(await store.begun([monthId, lanesId])).toMatchObject([
    { awaitsOpening: true },
    { awaitsOpening: false },
  ]);

  const answered = gateway.post("/v1/chat/completions", bounded);
  const opening = { subject: "[]", amount: 999_999_000_000n, simulated: false };
  const now = new Date();
  const slot = Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
  await store.open(monthId, [{ ...opening, slot }], Date.now());

  expect((await answered).status).toBe(402);
  expect(provider.received).toHaveLength(0);
});

test("a call does not wait for ever for a budget that nobody opens", async () => {
  const { gateway, provider } = await open([answer], { budgets: [month] }, {}, { control });

  const refused = await gateway.post("/v1/chat/completions", bounded);

  expect(refused.status).toBe(503);
  expect(refused.headers.get("x-headgate-error")).toBe("budgets_reopening");
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(provider.received).toHaveLength(0);
});

test("a budget that leaves the configuration and comes back has a gap, and is closed until the ledger has told of it", async () => {
  const { gateway, provider } = await open([answer], { budgets: [month] }, {}, { control });
  const store = await storeOf(gateway);
  await store.open(monthId, [], Date.now());
  const before = Date.now();

  gateway.gateway.reconfigure(configOf(provider.url, []));
  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(200);
  gateway.gateway.reconfigure(configOf(provider.url, [month]));

  await expect
    .poll(() => store.begun([monthId]))
    .toMatchObject([{ gaps: [{}], openedMs: undefined, awaitsOpening: true }]);
  const [gap] = (await store.begun([monthId]))[0]?.gaps ?? [];
  const [row] = await gateway.rowsWhen(1);
  expect(gap?.startMs).toBeGreaterThanOrEqual(before);
  expect(row?.started_at_ms).toBeGreaterThanOrEqual(gap?.startMs ?? Number.NaN);
  expect(row?.started_at_ms).toBeLessThan(gap?.endMs ?? Number.NaN);
});

test("what stays in the configuration has no gap, whatever else changes", async () => {
  const { gateway, provider } = await open([answer], { budgets: [month] });
  const store = await storeOf(gateway);

  gateway.gateway.reconfigure(configOf(provider.url, [month, lanes]));

  await expect.poll(() => store.begun([monthId, lanesId])).toHaveLength(2);
  expect(await store.begun([monthId])).toMatchObject([{ gaps: [] }]);
});

test("budgets that could not be made known at a change are made known with the first call that can", async () => {
  const { gateway, provider } = await open([answer]);
  const path = dataDirectory(gateway.data).budgets;
  await writeFile(path, "not a database, but long enough to look at".repeat(100));
  gateway.gateway.reconfigure(configOf(provider.url, [month]));
  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(503);
  await rm(path);

  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(200);

  expect(await (await storeOf(gateway)).begun([monthId])).toMatchObject([{ budget: monthId }]);
});
