import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { completion, open, opened, request } from "./gateway-case.fixture.ts";
import { json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const secret = { ...request, model: "secret-build-7" };
const answer = json(200, completion);
const secretAnswer = json(200, { ...completion, model: "secret-build-7" });

test("a discount of the operator's stands in the row, on the lines and in the totals", async () => {
  const { gateway } = await open([answer], {
    overlays: [
      {
        name: "volume-2026",
        kind: "discount",
        percent: "10",
        applies_to: { provider: "openai" },
        valid_from: "2026-01-01",
      },
    ],
  });

  await gateway.post("/v1/chat/completions", request);
  const [row] = await gateway.rowsWhen(1);

  expect(row?.charge).toMatchObject({
    confidence: "exact",
    list_cost: "0.000450000000",
    contracted_cost: "0.000405000000",
    effective_cost: "0.000405000000",
    billed_cost: "0.000405000000",
  });
  expect(row?.charge.lines.map(({ overlay }) => overlay?.names)).toEqual([
    ["volume-2026"],
    ["volume-2026"],
  ]);
  expect(row?.baseline_cost).toBe("0.000405000000");
});

test("a changed discount holds for the next call", async () => {
  const { gateway, provider } = await open([answer]);
  await gateway.post("/v1/chat/completions", request);

  gateway.gateway.reconfigure(
    configSchema.parse({
      providers: {
        openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-provider" },
      },
      overlays: [{ name: "half", kind: "discount", percent: "50", valid_from: "2026-01-01" }],
    }),
  );
  await gateway.post("/v1/chat/completions", request);

  const rows = await gateway.rowsWhen(2);
  expect(rows.map(({ charge }) => charge.contracted_cost)).toEqual([
    "0.000450000000",
    "0.000225000000",
  ]);
});

test("a deployment is priced as the configuration says, for sure", async () => {
  const provider = await scriptedProvider(json(200, { ...completion, model: "team-chat" }));
  opened.push(provider);
  const gateway = await openGateway({
    providers: {
      hosted: {
        kind: "openai-compatible",
        base_url: `${provider.url}/v1`,
        prices: "openai",
        price_names: { "team-chat": "gpt-5-mini" },
      },
    },
  });
  opened.push(gateway);

  await gateway.post("/v1/chat/completions", { ...request, model: "hosted/team-chat" });
  const [row] = await gateway.rowsWhen(1);

  expect(row?.charge).toMatchObject({ confidence: "exact", list_cost: "0.000450000000" });
  expect(row?.charge.lines[0]?.price_record).toContain("openai/gpt-5-mini/");
});

test("a name that another gateway prefixed is resolved", async () => {
  const { gateway } = await open([json(200, { ...completion, model: "openai/gpt-5-mini" })]);

  await gateway.post("/v1/chat/completions", request);
  const [row] = await gateway.rowsWhen(1);

  expect(row?.charge).toMatchObject({ confidence: "exact", list_cost: "0.000450000000" });
});

test("by default a call without a price is made and shown as unpriced", async () => {
  const { gateway } = await open([secretAnswer]);

  const response = await gateway.post("/v1/chat/completions", secret);

  expect(response.status).toBe(200);
  const [row] = await gateway.rowsWhen(1);
  expect(row?.charge).toMatchObject({ confidence: "unknown", effective_cost: null });
  expect(row?.charge.reason).toContain("secret-build-7");
});

test("where unknown prices are refused, no call without one is made, and the error says which", async () => {
  const { gateway, provider } = await open([secretAnswer], {
    unknown_price: {
      policy: "refuse",
      ceilings: [{ match: "*/*", input_per_million: "1", output_per_million: "1" }],
    },
  });

  const response = await gateway.post("/v1/chat/completions", secret);
  const body: unknown = await response.json();

  expect(response.status).toBe(403);
  expect(body).toMatchObject({ error: { code: "price_unknown" } });
  expect(JSON.stringify(body)).toContain("secret-build-7");
  expect(provider.received).toEqual([]);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain('headgate_refusals_total{code="price_unknown"} 1');
  expect(metrics).toContain("headgate_targets_without_price_total 1");
});

test("where unknown prices are refused, a priced call, a list of models and a count of tokens go on", async () => {
  const { gateway, provider } = await open([answer, json(200, { object: "list", data: [] })], {
    unknown_price: { policy: "refuse" },
  });

  const priced = await gateway.post("/v1/chat/completions", request);
  const models = await fetch(`${gateway.url}/v1/models`, {
    headers: { authorization: `Bearer ${gateway.secret}` },
  });

  expect([priced.status, models.status]).toEqual([200, 200]);
  expect(provider.received.length).toBe(2);
});

test("a ceiling lets a call without a price through, and its charge stays unknown", async () => {
  const unknown_price = {
    policy: "ceiling" as const,
    ceilings: [{ match: "openai/secret-*", input_per_million: "15", output_per_million: "75" }],
  };
  const { gateway, provider } = await open([secretAnswer], { unknown_price });

  const covered = await gateway.post("/v1/chat/completions", secret);
  const uncovered = await gateway.post("/v1/chat/completions", { ...secret, model: "other-1" });

  expect([covered.status, uncovered.status]).toEqual([200, 403]);
  expect(provider.received.length).toBe(1);
  const [row] = await gateway.rowsWhen(1);
  expect(row?.charge).toMatchObject({ confidence: "unknown", list_cost: null });
});

test("a fallback without a price is passed over, and the call goes to the one that has it", async () => {
  const { gateway, provider } = await open([answer], {
    unknown_price: { policy: "refuse" },
    models: { fast: ["openai/secret-build-7", "openai/gpt-5-mini"] },
  });

  const response = await gateway.post("/v1/chat/completions", { ...request, model: "fast" });

  expect(response.status).toBe(200);
  expect(provider.received.map(({ body }) => JSON.parse(body.toString()).model)).toEqual([
    "gpt-5-mini",
  ]);
});

const sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const profile = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc123";

test.each([
  [`global.${sonnet}`, "global", "0.004500000000"],
  [`eu.${sonnet}`, "geo", "0.004950000000"],
  [sonnet, "in_region", "0.004950000000"],
  [profile, "geo", "0.004950000000"],
])("a Bedrock call of %s is priced where it was served: %s", async (model, scope, cost) => {
  const provider = await scriptedProvider(
    json(200, {
      output: { message: { role: "assistant", content: [{ text: "Hi" }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 },
      metrics: { latencyMs: 10 },
    }),
  );
  opened.push(provider);
  const gateway = await openGateway({
    providers: {
      bedrock: {
        kind: "bedrock",
        region: "eu-central-1",
        base_url: provider.url,
        api_key: "key",
        price_names: { abc123: `eu.${sonnet}` },
      },
    },
  });
  opened.push(gateway);

  const response = await gateway.post(`/bedrock/model/${encodeURIComponent(model)}/converse`, {
    messages: [{ role: "user", content: [{ text: "Hello" }] }],
  });

  expect(response.status).toBe(200);
  const [row] = await gateway.rowsWhen(1);
  expect(row?.charge.list_cost).toBe(cost);
  expect(row?.charge.lines[0]?.price_record).toContain(`bedrock/${sonnet}/standard/${scope}`);
});
