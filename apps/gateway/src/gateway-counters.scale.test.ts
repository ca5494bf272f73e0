import { randomUUID } from "node:crypto";
import { compileBudgets, openBudgets } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { completion, open, request } from "./gateway-case.fixture.ts";
import { json } from "./open-gateway.fixture.ts";

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
      ...{ connect_timeout_ms: 1_000, command_timeout_ms: 1_000 },
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
