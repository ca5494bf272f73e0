import { expect, test } from "vitest";
import { completion, opened } from "./gateway-case.fixture.ts";
import { json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";
import { message } from "./translated-call.fixture.ts";

/** A gateway whose budget has no room for a call, and sends it to a cheaper model of another format. */
async function openStepping(more: object = {}) {
  const openai = await scriptedProvider(json(200, completion));
  const anthropic = await scriptedProvider(json(200, message));
  opened.push(openai, anthropic);
  const gateway = await openGateway({
    providers: {
      openai: { kind: "openai", base_url: `${openai.url}/v1`, api_key: "sk-provider" },
      anthropic: { kind: "anthropic", base_url: anthropic.url, api_key: "sk-ant" },
    },
    budgets: [
      {
        ...{ name: "month", limit: "0.006", window: "month" },
        ...{ at_limit: "step_down", step_down_to: "anthropic/claude-haiku-4-5" },
      },
    ],
    ...more,
  });
  opened.push(gateway);
  return { gateway, openai, anthropic };
}

const dear = {
  model: "gpt-5-pro",
  max_tokens: 100,
  messages: [{ role: "user", content: "Hello" }],
};

test("a call that can be carried over steps down across formats", async () => {
  const { gateway, openai, anthropic } = await openStepping();

  const answered = await gateway.post("/v1/chat/completions", dear);

  expect(answered.status).toBe(200);
  expect(openai.received).toHaveLength(0);
  expect(JSON.parse(String(anthropic.received[0]?.body))).toMatchObject({
    model: "claude-haiku-4-5",
  });
});

test.each([
  ["cannot be carried over", "/v1/chat/completions", { ...dear, seed: 7 }],
  [
    "is of another kind than its provider takes",
    "/v1/embeddings",
    { model: "text-embedding-3-large", input: "Hello. ".repeat(10_000) },
  ],
])(
  "a call that %s is refused by its budget, as one without a cheaper model",
  async (_what, path, body) => {
    const { gateway, openai, anthropic } = await openStepping();

    const refused = await gateway.post(path, body);

    expect(refused.status).toBe(402);
    expect(refused.headers.get("x-headgate-error")).toBe("budget_exceeded");
    expect(refused.headers.get("x-headgate-budget")).toContain("month");
    const { error } = (await refused.json()) as { error: { message: string } };
    expect(error.message).toContain("Budget month: limit $0.00600");
    expect(error.message).toContain("could not step down to anthropic/claude-haiku-4-5: ");
    expect([openai.received, anthropic.received]).toEqual([[], []]);
  },
);

test.each([
  ["denies the cheaper model", { deny: ["anthropic/claude-haiku-4-5"] }, "it denies anthropic/"],
  ["names other providers", { providers: ["openai"] }, "is not one of providers: openai"],
  ["names regions", { regions: ["eu-west-1"] }, 'provider "anthropic" has no region'],
])("a call whose policy %s does not step down to it", async (_what, route, why) => {
  const { gateway, anthropic } = await openStepping({
    policies: [{ name: "near", match: {}, route }],
  });

  const refused = await gateway.post("/v1/chat/completions", dear);

  expect(refused.headers.get("x-headgate-error")).toBe("budget_exceeded");
  const { error } = (await refused.json()) as { error: { message: string } };
  expect(error.message).toContain(why);
  expect(anthropic.received).toEqual([]);
});

test("a call whose cheaper model has no price is refused by its budget too", async () => {
  const { gateway } = await openStepping({
    budgets: [
      {
        ...{ name: "month", limit: "0.006", window: "month" },
        ...{ at_limit: "step_down", step_down_to: "openai/secret-build-7" },
      },
    ],
    unknown_price: { policy: "refuse" },
  });

  const refused = await gateway.post("/v1/chat/completions", dear);

  expect([refused.status, refused.headers.get("x-headgate-error")]).toEqual([
    402,
    "budget_exceeded",
  ]);
});
