import { hash } from "node:crypto";
import { configSchema, type SemanticNamespaceStats } from "@headgate/contract";
import type { TextEmbedder } from "@headgate/levers";
import { expect, test, vi } from "vitest";
import { completion, open } from "./gateway-case.fixture.ts";
import { type Answer, events, json, type OpenGateway } from "./open-gateway.fixture.ts";

const path = "/v1/chat/completions";
const asking = (content: string, change: object = {}) => ({
  model: "gpt-5-mini",
  messages: [{ role: "user", content }],
  ...change,
});
const saying = (content: string): Answer =>
  json(200, { ...completion, choices: [{ index: 0, message: { role: "assistant", content } }] });

type Policies = NonNullable<Parameters<typeof open>[1]>["policies"];
const policy = (semantic_cache: object, exact_cache: object = {}): Policies => [
  { name: "near", match: {}, semantic_cache: { mode: "on", ...semantic_cache }, exact_cache },
];

/** A stand-in for a model: words of four letters or more are directions, all else is not seen. */
const embedder: TextEmbedder = {
  embed: async (text) => {
    const vector = new Float32Array(512);
    const words = new Set(text.toLowerCase().match(/[a-z]{4,}/g) ?? []);
    for (const word of words) {
      const place = Number.parseInt(hash("sha256", word, "hex").slice(0, 4), 16) % 512;
      vector[place] = 1 / Math.sqrt(words.size);
    }
    return { vector, tokens: text.split(/\s+/).length, unknown: false };
  },
};
const withModel = { embedder, random: () => 0.5 };

const semanticOf = async ({ gateway }: OpenGateway) => (await gateway.caches.stats()).semantic;

/** What is told of the first namespace, once it is as expected: what follows a call happens after its answer. */
async function namespaceWhen(
  gateway: OpenGateway,
  expected: Partial<SemanticNamespaceStats>,
): Promise<void> {
  await vi.waitFor(
    async () => expect((await semanticOf(gateway)).namespaces[0]).toMatchObject(expected),
    20_000,
  );
}
const ask = async (gateway: OpenGateway, body: unknown, headers = {}) => {
  const answer = await gateway.post(path, body, headers);
  return { cache: answer.headers.get("x-headgate-cache"), answer, text: await answer.text() };
};

test("a near question is answered with the other's answer, and its row says how near and what that saved", async () => {
  const { gateway, provider } = await open(
    [json(200, completion)],
    { policies: policy({}) },
    {},
    withModel,
  );

  const first = await ask(gateway, asking("How do I cancel my order?"));
  await namespaceWhen(gateway, { entries: 1 });
  const second = await ask(gateway, asking("How can I cancel an order?"));

  expect(provider.received).toHaveLength(1);
  expect(first.cache).toBe("miss");
  expect(second.text).toBe(first.text);
  expect(second.cache).toMatch(/^hit; tier=semantic; similarity=1\.0000; age=\d+; call=/);
  expect(second.answer.headers.get("x-headgate-levers")).toBe("semantic-cache");
  const [paid, free] = await gateway.rowsWhen(2);
  expect(free).toMatchObject({
    charge: { effective_cost: "0.000000000000" },
    baseline_cost: "0.000450000000",
    savings: [{ lever: "semantic-cache", amount: "0.000450000000" }],
    cache: { status: "hit", tier: "semantic", similarity: 1, call_id: paid?.call_id },
  });
  await namespaceWhen(gateway, { mode: "on", lookups: 2, served: 1, saved: "0.000450000000" });
});

test("in shadow every call is answered by its provider; what would have been served is compared and priced", async () => {
  const { gateway, provider } = await open(
    [saying("In the app."), saying("In the app!"), saying("You cannot do that.")],
    { policies: policy({ mode: "shadow" }) },
    {},
    withModel,
  );

  await ask(gateway, asking("How do I cancel my order?"));
  await namespaceWhen(gateway, { entries: 1 });
  const second = await ask(gateway, asking("How can I cancel an order?"));
  await namespaceWhen(gateway, { entries: 2, right: 1, wrong: 0 });
  await ask(gateway, asking("How may one cancel the order?"));

  expect(second.cache).toBe("bypass; reason=not_deterministic");
  expect(provider.received).toHaveLength(3);
  await namespaceWhen(gateway, {
    mode: "shadow",
    would_hit: 2,
    served: 0,
    right: 1,
    wrong: 1,
    wrong_share: 0.5,
    saved: "0.000900000000",
  });
});

test("a served namespace has one in twenty answered by the provider, and compared", async () => {
  const { gateway, provider } = await open(
    [saying("In the app."), saying("You cannot do that.")],
    { policies: policy({}) },
    {},
    { embedder, random: () => 0.049 },
  );

  await ask(gateway, asking("How do I cancel my order?"));
  await namespaceWhen(gateway, { entries: 1 });
  const audited = await ask(gateway, asking("How can I cancel an order?"));

  expect(audited.text).toContain("You cannot do that.");
  expect(provider.received).toHaveLength(2);
  await namespaceWhen(gateway, { would_hit: 1, served: 0, wrong: 1, saved: "0.000000000000" });
});

test("no tenant gets another's answer, though it asks the very same", async () => {
  const { gateway, provider } = await open(
    [json(200, completion)],
    { policies: policy({}, { share: "team" }) },
    { attribution: { team: "a" } },
    withModel,
  );
  const colleague = await gateway.addKey({ attribution: { team: "a" } });
  const stranger = await gateway.addKey({ attribution: { team: "b" } });
  const unbound = await gateway.addKey({});
  const near = asking("How can I cancel an order?");
  const by = (secret: string, more = {}) => ({ authorization: `Bearer ${secret}`, ...more });
  await ask(gateway, asking("How do I cancel my order?"));
  await namespaceWhen(gateway, { entries: 1 });

  const ofColleague = await vi.waitFor(async () => {
    const asked = await ask(gateway, near, by(colleague));
    // The gateway sees a new key when it has read the published list again.
    expect(asked.answer.status).toBe(200);
    return asked;
  }, 60_000);
  const others = [
    await ask(gateway, near, by(stranger)),
    await ask(gateway, near, by(unbound, { "x-headgate-team": "a" })),
  ];

  expect(ofColleague.cache).toMatch(/^hit; tier=semantic/);
  expect(others.map(({ cache }) => cache)).toEqual(["miss", "miss"]);
  expect(provider.received).toHaveLength(3);
});

test.each([
  ["a number", "How do I pay for 3 orders?", "How do I pay for 4 orders?", {}],
  [
    "what else the request says",
    "How do I cancel my order?",
    "How can I cancel an order?",
    { max_tokens: 5 },
  ],
])(
  "near questions that differ in %s are asked of the provider",
  async (_what, first, second, change) => {
    const { gateway, provider } = await open(
      [json(200, completion)],
      { policies: policy({}) },
      {},
      withModel,
    );

    await ask(gateway, asking(first));
    await namespaceWhen(gateway, { entries: 1 });
    const other = await ask(gateway, asking(second, change));

    expect(other.cache).toBe("miss");
    expect(provider.received).toHaveLength(2);
  },
);

test("a stream is given to a near question as the stream that it was", async () => {
  const { gateway, provider } = await open(
    [
      events(
        `data: {"id":"c","model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n`,
        `data: {"id":"c","model":"gpt-5-mini-2025-08-07","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100}}\n\n`,
        "data: [DONE]\n\n",
      ),
    ],
    { policies: policy({}) },
    {},
    withModel,
  );
  const stream = { stream: true };

  const first = await ask(gateway, asking("How do I cancel my order?", stream));
  await namespaceWhen(gateway, { entries: 1 });
  const second = await ask(gateway, asking("How can I cancel an order?", stream));

  expect(second.text).toBe(first.text);
  expect(second.answer.headers.get("content-type")).toBe("text/event-stream");
  expect(provider.received).toHaveLength(1);
});

test.each([
  ["dies", () => Promise.reject(new Error("the thread ended")), "failed"],
  ["is too slow", () => new Promise<never>(() => undefined), "slow"],
] as const)(
  "a model that %s costs no call its answer, and is counted",
  async (_how, fail, count) => {
    let works = true;
    const failing: TextEmbedder = {
      embed: (text) => (works ? embedder.embed(text) : fail()),
    };
    const { gateway, provider } = await open(
      [json(200, completion)],
      { policies: policy({ max_wait_ms: 1 }) },
      {},
      { embedder: failing, random: () => 0.5 },
    );
    await ask(gateway, asking("How do I cancel my order?"));
    await namespaceWhen(gateway, { entries: 1 });
    works = false;

    const second = await ask(gateway, asking("How can I cancel an order?"));

    expect([second.answer.status, second.cache]).toEqual([200, "miss"]);
    expect(provider.received).toHaveLength(2);
    expect((await semanticOf(gateway))[count]).toBe(1);
  },
);

test("a purge forgets questions with their answers", async () => {
  const { gateway, provider } = await open(
    [json(200, completion)],
    { policies: policy({}, { namespace: "faq" }) },
    {},
    withModel,
  );
  const [first, near] = ["How do I cancel my order?", "How can I cancel an order?"];
  await ask(gateway, asking(first));
  await namespaceWhen(gateway, { namespace: "faq", entries: 1 });

  const purged = await gateway.gateway.caches.purge({ namespace: "faq" });
  const entries = (await semanticOf(gateway)).entries;
  const second = await ask(gateway, asking(near));

  expect([purged, entries, second.cache]).toEqual([1, 0, "miss"]);
  expect(provider.received).toHaveLength(2);
});

test("a policy that is switched off while the gateway runs answers no call any more", async () => {
  const { gateway, provider } = await open(
    [json(200, completion)],
    { policies: policy({}) },
    {},
    withModel,
  );
  await ask(gateway, asking("How do I cancel my order?"));
  await namespaceWhen(gateway, { entries: 1 });
  const openai = { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-provider" };

  gateway.gateway.reconfigure(
    configSchema.parse({ providers: { openai }, policies: policy({ mode: "off" }) }),
  );
  const second = await ask(gateway, asking("How can I cancel an order?"));

  expect(second.cache).toBe("bypass; reason=not_deterministic");
  expect(provider.received).toHaveLength(2);
});

test("what may not be compared is asked of the provider, and the reasons are counted", async () => {
  const { gateway } = await open([json(200, completion)], { policies: policy({}) }, {}, withModel);
  const image = [
    { type: "text", text: "What is it?" },
    { type: "text", text: "And that?" },
  ];

  await ask(gateway, { ...asking(""), messages: [{ role: "user", content: image }] });
  await ask(gateway, asking("Was ist das Limit meiner Karte?"));
  await ask(gateway, asking("What is the limit?", { logprobs: true }));

  await namespaceWhen(gateway, {
    lookups: 0,
    refused: { no_single_text: 1, not_english: 1, logprobs: 1 },
  });
});
