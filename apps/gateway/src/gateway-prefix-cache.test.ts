import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import { expect, test } from "vitest";
import { open } from "./gateway-case.fixture.ts";
import { type Answer, json } from "./open-gateway.fixture.ts";

/** About 2,000 tokens. */
const system = "Answer in one sentence, and name your source. ".repeat(170);
const ask = (question: string, instructions: unknown = system) => ({
  model: "claude-sonnet-4-5",
  max_tokens: 100,
  system: instructions,
  messages: [{ role: "user", content: question }],
});

/** Answers as Anthropic does: 2,000 tokens of a marked system prompt are written once, and read from then on. */
function cachingProvider(): Answer {
  const kept = new Set<string>();
  return (response, { body }) => {
    const sent = JSON.parse(body.toString()) as { system: unknown };
    const isMarked = JSON.stringify(sent.system).includes("cache_control");
    const prompt = JSON.stringify(sent.system);
    const isRead = isMarked && kept.has(prompt);
    if (isMarked) kept.add(prompt);
    const usage = {
      input_tokens: isMarked ? 20 : 2_020,
      cache_creation_input_tokens: isMarked && !isRead ? 2_000 : 0,
      cache_creation: {
        ephemeral_5m_input_tokens: isMarked && !isRead ? 2_000 : 0,
        ephemeral_1h_input_tokens: 0,
      },
      cache_read_input_tokens: isRead ? 2_000 : 0,
      output_tokens: 10,
    };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        id: "msg_1",
        type: "message",
        role: "assistant",
        model: "claude-sonnet-4-5",
        content: [{ type: "text", text: "Yes." }],
        stop_reason: "end_turn",
        usage,
      }),
    );
  };
}

/** A gateway in front of such a provider. */
async function inFrontOf(prefix_cache: object) {
  const { provider } = await open([cachingProvider()]);
  const { gateway } = await open([], {
    providers: { anthropic: { kind: "anthropic", base_url: provider.url, api_key: "sk-provider" } },
    policies: [{ name: "all", prefix_cache }],
  });
  return { gateway, provider };
}

test("a system prompt that is used again and again is marked, and what that saved adds up", async () => {
  const { gateway, provider } = await inFrontOf({ mode: "auto" });

  for (let call = 0; call < 8; call++) await gateway.post("/v1/messages", ask(`Question ${call}?`));
  const rows = await gateway.rowsWhen(8);

  const bodies = provider.received.map(({ body }) => body.toString());
  expect(bodies[0]).toBe(JSON.stringify(ask("Question 0?")));
  const marked = JSON.parse(bodies[7] ?? "") as unknown;
  expect(marked).toEqual(
    ask("Question 7?", [{ type: "text", text: system, cache_control: { type: "ephemeral" } }]),
  );

  const written = rows.find(({ usage }) => usage.cache_write_5m === 2_000);
  const read = rows[7];
  expect(written?.changes).toEqual([{ lever: "prefix-cache", did: "marked_5m", count: 1 }]);
  // At $3 a million, writing costs a quarter more and reading a tenth.
  expect(written?.savings).toEqual([{ lever: "prefix-cache", amount: "-0.001500000000" }]);
  expect(read?.savings).toEqual([{ lever: "prefix-cache", amount: "0.005400000000" }]);
  for (const row of rows) {
    const saved = row.savings.reduce((sum, { amount }) => sum + parseDollars(amount ?? ""), 0n);
    const { effective_cost } = row.charge;
    expect(parseDollars(row.baseline_cost ?? "") - parseDollars(effective_cost ?? "")).toBe(saved);
  }

  const [model] = gateway.gateway.caches.prefixStats().models;
  const reads = rows.filter(({ usage }) => usage.cache_read === 2_000).length;
  expect(model).toMatchObject({
    provider: "anthropic",
    model: "claude-sonnet-4-5",
    calls: 8,
    input_tokens: 8 * 2_020,
    written_tokens: 2_000,
    read_tokens: reads * 2_000,
    marked_1h: 0,
    saved: formatDollars(picodollars(BigInt(reads * 54 - 15) * 100_000_000n)),
    saved_unknown: 0,
  });
});

test("without the policy, in watch, and where the client marks itself, bytes stay as they came", async () => {
  for (const [policy, instructions] of [
    [{ mode: "off" }, system],
    [{ mode: "watch" }, system],
    [
      { mode: "auto" },
      [{ type: "text", text: system, cache_control: { type: "ephemeral", ttl: "1h" } }],
    ],
  ] as const) {
    const { gateway, provider } = await inFrontOf(policy);
    const sent = Array.from(
      { length: 6 },
      (_, call) => ` ${JSON.stringify(ask(`${call}?`, instructions), null, 2)}`,
    );

    for (const body of sent) await gateway.post("/v1/messages", body);
    const rows = await gateway.rowsWhen(6);

    expect(provider.received.map(({ body }) => body.toString())).toEqual(sent);
    expect(rows.flatMap(({ savings }) => savings)).toEqual([]);
  }
});

test("a system prompt that changes is told with its place, its tokens and its cost, without a word of it", async () => {
  const { gateway } = await inFrontOf({ mode: "watch" });
  const dated = (second: string) => [
    {
      type: "text",
      text: `${system.slice(0, 4_000)}Now: ${second}. ${system.slice(4_000)}`,
      cache_control: { type: "ephemeral" },
    },
  ];

  for (const second of ["01", "02", "03"]) {
    await gateway.post("/v1/messages", ask("Why?", dated(second)));
  }
  const rows = await gateway.rowsWhen(3);

  const { broken } = gateway.gateway.caches.prefixStats();
  expect(broken).toHaveLength(1);
  expect(broken[0]).toMatchObject({
    part: "system",
    times: 2,
    call_id: rows[2]?.call_id,
    cost_unknown: 0,
    tokens_unknown: 0,
  });
  const { from_byte = 0, to_byte, tokens_again = 0, cost_again = "" } = broken[0] ?? {};
  expect(from_byte).toBeGreaterThan(3_900);
  expect(from_byte).toBeLessThan(4_100);
  expect((to_byte ?? 0) - from_byte).toBeLessThanOrEqual(128);
  // About half of 2,000 tokens, twice, was written at 3.75 $ instead of read at 0.30 $ a million.
  expect(tokens_again).toBeGreaterThan(1_800);
  expect(tokens_again).toBeLessThan(2_200);
  expect(parseDollars(cost_again)).toBe(BigInt(tokens_again) * 3_450_000n);
  expect(JSON.stringify(broken)).not.toContain("sentence");
});

test("Bedrock gets a cache point of its own words, and what it read and wrote is the saving", async () => {
  const usage = { inputTokens: 20, outputTokens: 10, totalTokens: 2_030 };
  const said = {
    output: { message: { role: "assistant", content: [{ text: "Yes." }] } },
    stopReason: "end_turn",
    metrics: { latencyMs: 10 },
  };
  const { provider } = await open([
    (response, received) => {
      const isMarked = received.body.includes("cachePoint");
      const counted = isMarked
        ? { ...usage, cacheReadInputTokens: 2_000, cacheWriteInputTokens: 0 }
        : { ...usage, inputTokens: 2_020 };
      json(200, { ...said, usage: counted })(response, received);
    },
  ]);
  const { gateway } = await open([], {
    providers: {
      bedrock: {
        kind: "bedrock",
        region: "eu-central-1",
        base_url: provider.url,
        aws_credentials: { access_key_id: "AKIAOPERATOR", secret_access_key: "operator-secret" },
      },
    },
    policies: [{ name: "all", prefix_cache: { mode: "auto", ttl: "5m" } }],
  });
  const path = "/bedrock/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse";

  for (let call = 0; call < 8; call++) {
    await gateway.post(path, {
      system: [{ text: system }],
      messages: [{ role: "user", content: [{ text: `Question ${call}?` }] }],
    });
  }
  const rows = await gateway.rowsWhen(8);

  expect(JSON.parse(provider.received[7]?.body.toString() ?? "")).toEqual({
    system: [{ text: system }, { cachePoint: { type: "default" } }],
    messages: [{ role: "user", content: [{ text: "Question 7?" }] }],
  });
  const last = rows[7];
  expect(last?.usage).toMatchObject({ input: 20, cache_read: 2_000 });
  expect(last?.changes).toEqual([{ lever: "prefix-cache", did: "marked_5m", count: 1 }]);
  const [saving] = last?.savings ?? [];
  expect(parseDollars(saving?.amount ?? "")).toBeGreaterThan(0n);
  expect(
    parseDollars(last?.baseline_cost ?? "") - parseDollars(last?.charge.effective_cost ?? ""),
  ).toBe(parseDollars(saving?.amount ?? ""));
});

/** Providers that carry Anthropic's bodies as their own. */
const carriers = {
  "Bedrock's InvokeModel": {
    provider: {
      kind: "bedrock",
      region: "eu-central-1",
      aws_credentials: { access_key_id: "AKIAOPERATOR", secret_access_key: "operator-secret" },
    },
    path: "/bedrock/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke",
    version: "bedrock-2023-05-31",
    format: "bedrock.invoke_model",
  },
  "Vertex's rawPredict": {
    provider: { kind: "vertex", project: "p", location: "us-east1", access_token: "ya" },
    path: "/gemini/v1/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict",
    version: "vertex-2023-10-16",
    format: "vertex.raw_predict",
  },
} as const;

test.each(Object.entries(carriers))(
  "%s gets Anthropic's markers in Anthropic's words, and what it wrote and read is the saving",
  async (_name, { provider: settings, path, version, format }) => {
    const { provider } = await open([cachingProvider()]);
    const { gateway } = await open([], {
      providers: { carrier: { ...settings, base_url: provider.url } },
      policies: [{ name: "all", prefix_cache: { mode: "auto", ttl: "5m" } }],
    });
    const carried = (question: string, instructions?: unknown) => {
      const { model: _inThePath, ...body } = ask(question, instructions);
      return { anthropic_version: version, ...body };
    };

    for (let call = 0; call < 8; call++) {
      const response = await gateway.post(path, carried(`Question ${call}?`));
      expect(response.status).toBe(200);
    }
    const rows = await gateway.rowsWhen(8);

    const bodies = provider.received.map(({ body }) => body.toString());
    expect(bodies[0]).toBe(JSON.stringify(carried("Question 0?")));
    expect(JSON.parse(bodies[7] ?? "")).toEqual(
      carried("Question 7?", [
        { type: "text", text: system, cache_control: { type: "ephemeral" } },
      ]),
    );
    const last = rows[7];
    expect(last).toMatchObject({ wire_format: format, usage: { input: 20, cache_read: 2_000 } });
    expect(last?.changes).toEqual([{ lever: "prefix-cache", did: "marked_5m", count: 1 }]);
    for (const row of rows) {
      const saved = row.savings.reduce((sum, { amount }) => sum + parseDollars(amount ?? ""), 0n);
      const spared =
        parseDollars(row.baseline_cost ?? "") - parseDollars(row.charge.effective_cost ?? "");
      expect(saved).toBe(spared);
    }
    expect(parseDollars(last?.savings[0]?.amount ?? "")).toBeGreaterThan(0n);
  },
);
