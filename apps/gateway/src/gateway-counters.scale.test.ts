import { randomUUID } from "node:crypto";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { compileBudgets, openBudgets } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { expect, onTestFinished, test } from "vitest";
import { completion, open, opened, request } from "./gateway-case.fixture.ts";
import { json, type OpenGateway, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const url = process.env.HEADGATE_TEST_VALKEY;
const answer = json(200, completion);
const bounded = { ...request, max_tokens: 100 };
/** Room for four such calls as they end, and not for five. */
const budgets = [{ name: "month", limit: "0.004", window: "month" as const }];

const configOn = (server: string, prefix = randomUUID()) => ({
  budgets,
  stores: {
    counters: {
      ...{ kind: "valkey" as const, url: server, prefix },
      ...{ connect_timeout_ms: 10_000, command_timeout_ms: 10_000 },
    },
  },
});

test.skipIf(url === undefined)(
  "two gateways of two data directories hold their calls to one budget",
  async () => {
    const config = configOn(url ?? "");
    const gateways = [await open([answer], config), await open([answer], config)];
    const { counters } = configSchema.parse(config).stores;
    const store = await openBudgets({ path: "", counters, told: () => undefined });
    onTestFinished(() => store.close());
    const [budget] = compileBudgets(configSchema.parse({ budgets }).budgets);
    if (budget === undefined) throw new Error("no budget is configured");
    const first = await gateways[0]?.gateway.post("/v1/chat/completions", bounded);
    expect(first?.status).toBe(503);
    expect(first?.headers.get("x-headgate-error")).toBe("budgets_reopening");
    expect(first?.headers.get("retry-after")).toBe("5");
    await store.open(budget.id, [], Date.now());

    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const response = await gateways[index % 2]?.gateway.post("/v1/chat/completions", bounded);
        await response?.arrayBuffer();
        return response?.status;
      }),
    );

    expect(new Set(statuses)).toEqual(new Set([200, 402]));
    const asked = gateways.reduce((sum, { provider }) => sum + provider.received.length, 0);
    expect(asked).toBe(statuses.filter((status) => status === 200).length);
    await expect
      .poll(() => store.standings([budget.id], 0), { timeout: 10_000 })
      .toMatchObject([{ spent: BigInt(asked) * 450_000_000n, leased: 0n }]);
  },
);

test("a gateway starts without its counters, answers what no budget covers, and says why it refuses the rest", async () => {
  const config = configOn("redis://127.0.0.1:1");
  const { gateway, provider } = await open([answer], {
    ...config,
    budgets: [{ ...budgets[0], name: "team", limit: "1", match: { team: "held" } }],
  });
  const held = await gateway.addKey({ attribution: { team: "held" } });

  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(200);
  const refused = await gateway.post("/v1/chat/completions", bounded, {
    authorization: `Bearer ${held}`,
  });

  expect(refused.status).toBe(503);
  expect(refused.headers.get("x-headgate-error")).toBe("budgets_unavailable");
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(await refused.text()).toContain("127.0.0.1:1");
  expect(provider.received).toHaveLength(1);
  expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain(
    "headgate_shared_counters_away 1",
  );
});

const question = { ...request, temperature: 0 };

test.skipIf(url === undefined)(
  "a question that two gateways are asked at one time is paid for once, and kept for both",
  async () => {
    const provider = await scriptedProvider(answer);
    opened.push(provider);
    const config = {
      ...configOn(url ?? ""),
      budgets: [],
      providers: {
        openai: { kind: "openai" as const, base_url: `${provider.url}/v1`, api_key: "sk-provider" },
      },
    };
    const [one, two] = [await openGateway(config), await openGateway(config)];
    opened.push(one, two);
    // Answers are shared within a key: both gateways have it, as control publishes keys to all.
    const own = await readFile(dataDirectory(two.data).keys);
    await copyFile(dataDirectory(one.data).keys, dataDirectory(two.data).keys);
    const ask = (gateway: OpenGateway) =>
      gateway.post("/v1/chat/completions", question, { authorization: `Bearer ${one.secret}` });
    const isKnown = async () =>
      (await two.post("/v1/chat/completions", {}, { authorization: `Bearer ${one.secret}` }))
        .status;
    await expect.poll(isKnown, { timeout: 15_000 }).not.toBe(401);

    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const response = await ask(index % 2 === 0 ? one : two);
        const how = response.headers.get("x-headgate-cache")?.split(";")[0];
        return { how, body: (await response.json()) as { id: string } };
      }),
    );

    expect(provider.received).toHaveLength(1);
    expect(answers.filter(({ how }) => how === "miss")).toHaveLength(1);
    expect(answers.every(({ body }) => body.id === completion.id)).toBe(true);
    // Another key is another tenant.
    await writeFile(dataDirectory(two.data).keys, own);
    const stranger = async () =>
      (await two.post("/v1/chat/completions", question)).headers.get("x-headgate-cache");
    await expect.poll(stranger, { timeout: 15_000 }).toBe("miss");
    expect(provider.received).toHaveLength(2);
  },
);
