import { hash } from "node:crypto";
import { configSchema, type SemanticNamespaceStats, type SemanticStats } from "@headgate/contract";
import { expect, test, vi } from "vitest";
import { completion, opened } from "./gateway-case.fixture.ts";
import {
  type Answer,
  json,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

const DIMENSIONS = 64;
const [first, near] = ["How do I cancel my order?", "How can I cancel an order?"];
const asking = (content: string) => ({
  model: "gpt-5-mini",
  messages: [{ role: "user", content }],
});

/** A stand-in for a model: words of four letters or more are directions, and the text's length a small one. */
function vectorOf(text: string): number[] {
  const vector = Array.from({ length: DIMENSIONS }, () => 0);
  for (const word of text.toLowerCase().match(/[a-z]{4,}/g) ?? []) {
    vector[Number.parseInt(hash("sha256", word, "hex").slice(0, 4), 16) % (DIMENSIONS - 1)] = 1;
  }
  vector[DIMENSIONS - 1] = text.length / 300;
  return vector;
}

/** Ten tokens a text, at $0.02 per million: $0.0000002. */
const vectors: Answer = (response, received) => {
  const { input } = JSON.parse(received.body.toString()) as { input: readonly string[] };
  const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }));
  const tokens = 10 * input.length;
  json(200, {
    object: "list",
    model: "text-embedding-3-small",
    data: data.reverse(),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  })(response, received);
};

const embeddings = {
  provider: "mine",
  model: "text-embedding-3-small",
  dimensions: DIMENSIONS,
  shorten: true,
};

type Case = Readonly<{
  gateway: OpenGateway;
  chat: ScriptedProvider;
  endpoint: ScriptedProvider;
  config: (change?: object, semantic?: object) => Parameters<typeof openGateway>[0];
}>;

async function open(
  answers: readonly Answer[],
  change: object = {},
  semantic: object = {},
): Promise<Case> {
  const chat = await scriptedProvider(json(200, completion));
  const endpoint = await scriptedProvider(...answers);
  const config: Case["config"] = (more = {}, measure = semantic) => ({
    providers: {
      openai: { kind: "openai", base_url: `${chat.url}/v1`, api_key: "sk-chat" },
      mine: { kind: "openai", base_url: `${endpoint.url}/v1`, api_key: "sk-own", prices: "openai" },
    },
    embeddings,
    policies: [
      {
        name: "near",
        semantic_cache: { mode: "on", threshold: 0.9, max_wait_ms: 5_000, ...measure },
      },
    ],
    ...more,
  });
  const gateway = await openGateway(
    config(change),
    { attribution: { team: "support" } },
    { random: () => 0.5 },
  );
  opened.push(chat, endpoint, gateway);
  return { gateway, chat, endpoint, config };
}

const semanticOf = async ({ gateway }: OpenGateway): Promise<SemanticStats> =>
  (await gateway.caches.stats()).semantic;

const statsWhen = async (gateway: OpenGateway, expected: Partial<SemanticStats>): Promise<void> => {
  await vi.waitFor(async () => expect(await semanticOf(gateway)).toMatchObject(expected), 20_000);
};
const namespaceWhen = async (
  gateway: OpenGateway,
  expected: Partial<SemanticNamespaceStats>,
): Promise<void> => {
  await vi.waitFor(
    async () => expect((await semanticOf(gateway)).namespaces[0]).toMatchObject(expected),
    20_000,
  );
};
const ask = async (gateway: OpenGateway, content: string) => {
  const answer = await gateway.post("/v1/chat/completions", asking(content));
  await answer.text();
  return { status: answer.status, cache: answer.headers.get("x-headgate-cache") };
};

test("a call for vectors is in the arms of the call that asked for them", async () => {
  const { gateway } = await open([vectors], {
    policies: [
      {
        name: "near",
        semantic_cache: { mode: "on", threshold: 0.9, max_wait_ms: 5_000 },
        holdout: { output: 0.5 },
      },
    ],
  });

  await ask(gateway, first);

  const rows = await gateway.rowsWhen(2);
  const own = rows.find(({ operation }) => operation === "embeddings");
  const asked = rows.find(({ operation }) => operation === "chat");
  expect(asked?.experiments).toHaveLength(1);
  expect(own?.experiments).toEqual(
    asked?.experiments?.map((place) => ({ ...place, for_call: asked.call_id })),
  );
});

test("a model of one's own compares questions; its calls are rows of their own, counted against the saving", async () => {
  const { gateway, chat, endpoint } = await open([vectors]);

  await ask(gateway, first);
  await statsWhen(gateway, { entries: 1 });
  const second = await ask(gateway, near);

  expect(second.cache).toMatch(/^hit; tier=semantic; similarity=/);
  expect(chat.received).toHaveLength(1);
  const sent = endpoint.received[0];
  expect(sent?.path).toBe("/v1/embeddings");
  expect(sent?.headers.authorization).toBe("Bearer sk-own");
  expect(JSON.parse(String(sent?.body))).toEqual({
    model: "text-embedding-3-small",
    input: [first],
    encoding_format: "float",
    dimensions: DIMENSIONS,
  });
  const rows = await gateway.rowsWhen(4);
  const own = rows.filter(({ operation }) => operation === "embeddings");
  expect(own).toHaveLength(2);
  expect(own[0]).toMatchObject({
    source: "gateway",
    provider: "mine",
    outcome: "completed",
    usage: { input: 10 },
    charge: { effective_cost: "0.000000200000" },
    baseline_cost: "0.000000000000",
    savings: [{ lever: "semantic-cache", amount: "-0.000000200000" }],
    attribution: { team: "support" },
    tags: { "headgate.made_for": "semantic-cache" },
  });
  await namespaceWhen(gateway, {
    model: "mine/text-embedding-3-small",
    own_cost: "0.000000400000",
    saved: "0.000449600000",
  });
});

test("texts that are asked for while requests are under way go out together, and share the cost exactly", async () => {
  const held: (() => void)[] = [];
  const { gateway, endpoint } = await open([
    (response, received) => held.push(() => vectors(response, received)),
  ]);
  const texts = Array.from(
    { length: 10 },
    (_, index) => `How do I cancel order ${"x".repeat(index)}?`,
  );

  const answers = texts.map((text) => ask(gateway, text));
  await vi.waitFor(() => expect(held).toHaveLength(4), 20_000);
  await Promise.all(answers);
  for (const answer of held.splice(0)) answer();
  await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), 20_000);
  for (const answer of held.splice(0)) answer();
  await statsWhen(gateway, { embedded: 10 });

  const inputs = endpoint.received.map(
    ({ body }) => (JSON.parse(body.toString()) as { input: string[] }).input,
  );
  expect(inputs.flat().sort()).toEqual([...texts].sort());
  expect(inputs.map(({ length }) => length)).toEqual([1, 1, 1, 1, 6]);
  await namespaceWhen(gateway, { own_cost: "0.000002000000", own_cost_unknown: 0 });
});

const whole = {
  object: "list",
  model: "text-embedding-3-small",
  usage: { prompt_tokens: 10, total_tokens: 10 },
};

test.each<[string, Answer, object]>([
  [
    "with other dimensions",
    json(200, { ...whole, data: [{ index: 0, embedding: [1, 0] }] }),
    // It was billed all the same.
    { outcome: "interrupted", charge: { effective_cost: "0.000000200000" } },
  ],
  [
    "with NaN",
    json(200, '{"data":[{"index":0,"embedding":[NaN]}],"usage":{"prompt_tokens":10}}'),
    { outcome: "interrupted", charge: { effective_cost: null } },
  ],
  [
    "with HTTP 500",
    json(500, {}),
    { outcome: "provider_error", charge: { effective_cost: "0.000000000000" } },
  ],
  [
    "with HTTP 307",
    json(307, {}, { location: "http://127.0.0.1:1/" }),
    { outcome: "provider_error" },
  ],
  [
    "without an end",
    (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => response.write(" ".repeat(65_536), () => response.destroyed || more());
      more();
    },
    { outcome: "interrupted", charge: { effective_cost: null }, savings: [{ amount: null }] },
  ],
  ["by breaking off", (response) => response.destroy(), { charge: { effective_cost: null } }],
])(
  "an endpoint that answers %s costs no call its answer, and is recorded",
  async (_what, answer, row) => {
    const { gateway, chat } = await open([vectors, answer]);
    await ask(gateway, first);
    await statsWhen(gateway, { entries: 1 });

    const second = await ask(gateway, near);

    expect([second.status, second.cache]).toEqual([200, "miss"]);
    expect(chat.received).toHaveLength(2);
    await statsWhen(gateway, { failed: 1, embedded: 1 });
    const own = (await gateway.rowsWhen(4)).filter(({ operation }) => operation === "embeddings");
    expect(own[1]).toMatchObject({ ...row, baseline_cost: "0.000000000000" });
  },
);

test("an endpoint that hangs is waited for as long as the policy says, and given up as the model's own limit says", async () => {
  const { gateway, chat } = await open(
    [vectors, () => undefined],
    { embeddings: { ...embeddings, timeout_ms: 3_000 } },
    { max_wait_ms: 20 },
  );
  await ask(gateway, first);
  await statsWhen(gateway, { entries: 1 });

  const second = await ask(gateway, near);

  expect([second.status, second.cache]).toEqual([200, "miss"]);
  expect(chat.received).toHaveLength(2);
  await statsWhen(gateway, { slow: 1, failed: 1 });
  const rows = await gateway.rowsWhen(4);
  expect(rows.filter(({ outcome }) => outcome === "timed_out")).toMatchObject([
    { operation: "embeddings", charge: { effective_cost: null } },
  ]);
  await namespaceWhen(gateway, { own_cost: "0.000000200000", own_cost_unknown: 1 });
});

test("an endpoint that keeps failing is left alone for a while", async () => {
  const { gateway, endpoint } = await open([json(503, {})], {
    circuit_breaker: { failures: 2, open_ms: 600_000 },
  });

  for (const text of [first, near, "Where is my order?", "Where is my parcel?"]) {
    expect((await ask(gateway, text)).status).toBe(200);
  }

  await statsWhen(gateway, { failed: 4 });
  expect(endpoint.received).toHaveLength(2);
});

test("what a model says after a change of the configuration is compared with its own alone", async () => {
  const { gateway, chat, config } = await open([vectors]);
  await ask(gateway, first);
  await statsWhen(gateway, { entries: 1 });

  gateway.gateway.reconfigure(
    configSchema.parse(config({ embeddings: { ...embeddings, prefix: "query: " } })),
  );
  const other = await ask(gateway, near);
  await statsWhen(gateway, { entries: 2 });
  gateway.gateway.reconfigure(configSchema.parse(config()));
  const again = await ask(gateway, near);

  expect(other.cache).toBe("miss");
  expect(again.cache).toMatch(/^hit; tier=semantic/);
  expect(chat.received).toHaveLength(2);
});

test("vectors are held to the budgets of dollars: without room none is asked for, and calls are answered", async () => {
  const match = { tag: "headgate.made_for=semantic-cache" };
  const { gateway, chat, endpoint } = await open([vectors], {
    budgets: [{ name: "own", match, limit: "0.0000001", window: "month" }],
  });

  const answers = [await ask(gateway, first), await ask(gateway, near)];

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  await statsWhen(gateway, { failed: 2 });
  expect([chat.received.length, endpoint.received.length]).toEqual([2, 0]);
});

test("a limit of requests counts what clients ask, not what Headgate asks for itself", async () => {
  const { gateway, endpoint } = await open([vectors], {
    budgets: [{ name: "calls", measure: "requests", limit: "2", window: "month" }],
  });
  await ask(gateway, first);
  await statsWhen(gateway, { entries: 1 });

  const second = await ask(gateway, "Where is my parcel?");
  await statsWhen(gateway, { entries: 2 });
  const third = await ask(gateway, "What is the weather?");

  expect([second.status, third.status]).toEqual([200, 429]);
  expect(endpoint.received).toHaveLength(3);
});

test("a client cannot pass its call off as Headgate's own", async () => {
  const { gateway } = await open([vectors]);

  const answer = await gateway.post("/v1/chat/completions", asking(first), {
    "x-headgate-tags": "headgate.made_for=semantic-cache",
  });

  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("tags that begin with headgate. are Headgate's own");
});
