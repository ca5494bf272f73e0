import { expect, test } from "vitest";
import { damageBudget } from "./damaged-budgets.fixture.ts";
import { completion, opened, request } from "./gateway-case.fixture.ts";
import { json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const budget = { name: "month", limit: "1", window: "month" } as const;

test("an attempt before the budgets' store failed has its row, and the client what it came to", async () => {
  const provider = await scriptedProvider((response, received) => {
    damageBudget(gateway.data, budget).then(
      () => json(503, { error: { message: "busy" } })(response, received),
      (error: unknown) => response.destroy(error as Error),
    );
  });
  opened.push(provider);
  const base_url = `${provider.url}/v1`;
  const gateway = await openGateway({
    providers: { openai: { kind: "openai", base_url, api_key: "sk" } },
    models: { chat: ["openai/gpt-5-mini", "openai/gpt-5-nano"] },
    retries: { attempts_per_target: 1 },
    budgets: [budget],
  });
  opened.push(gateway);

  const failed = await gateway.post("/v1/chat/completions", {
    ...{ ...request, model: "chat", max_tokens: 100 },
  });

  expect(failed.status).toBe(503);
  expect(await failed.json()).toEqual({ error: { message: "busy" } });
  expect(failed.headers.get("x-headgate-attempts")).toBe("1");
  expect(provider.received).toHaveLength(1);
  expect(gateway.rows()).toMatchObject([{ attempt: 0, final: true, outcome: "provider_error" }]);
});

test("a call of which nothing was sent is refused where the budgets' store has failed", async () => {
  const provider = await scriptedProvider((response, received) => {
    damageBudget(gateway.data, budget).then(
      () => json(200, completion)(response, received),
      (error: unknown) => response.destroy(error as Error),
    );
  });
  opened.push(provider);
  const gateway = await openGateway({
    providers: { openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk" } },
    budgets: [budget],
  });
  opened.push(gateway);
  const ask = () => gateway.post("/v1/chat/completions", { ...request, max_tokens: 100 });

  const statuses = [(await ask()).status, (await ask()).status];

  expect(statuses).toEqual([200, 503]);
  expect(provider.received).toHaveLength(1);
  expect(gateway.rows()).toHaveLength(1);
});
