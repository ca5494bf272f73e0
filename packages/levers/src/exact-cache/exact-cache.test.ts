import { exactCacheSchema, type WireFormat } from "@headgate/contract";
import { expect, test } from "vitest";
import { type CacheOutcome, type CacheRequest, ExactCache } from "./exact-cache.ts";
import { MemoryStore } from "./memory-store.ts";
import { answerOf, chat, key, requestOf } from "./question.fixture.ts";

const open = (): ExactCache => new ExactCache(new MemoryStore(1_000_000, () => 0));
const policy = (change: Parameters<typeof exactCacheSchema.parse>[0]) =>
  exactCacheSchema.parse(change);

/** Asks, and lets a miss end with an answer of that name. */
async function answered(cache: ExactCache, request: CacheRequest, callId: string): Promise<string> {
  const outcome = await cache.ask(request);
  if (outcome.kind === "missed") outcome.keeping.end(answerOf(callId));
  return told(outcome);
}

const told = (outcome: CacheOutcome): string => {
  switch (outcome.kind) {
    case "answered":
      return `${outcome.status} ${outcome.tier} ${outcome.answer.callId}`;
    case "bypassed":
      return outcome.reason;
    case "missed":
      return outcome.status;
    case "absent":
    case "left":
      return outcome.kind;
    default:
      return outcome satisfies never;
  }
};

test("the same question gets the answer that was kept, however its JSON is written", async () => {
  const cache = open();
  await answered(cache, requestOf(chat()), "first");
  const shuffled =
    '{ "messages": [{ "content": "What is the limit?", "role": "user" }], "temperature": 0.0, "model": "gpt-5" }';

  expect(await answered(cache, requestOf(shuffled), "second")).toBe("hit exact first");
});

const others: readonly [string, Partial<CacheRequest>][] = [
  ["another key", { key: key({ id: "key-2" }) }],
  ["another namespace", { policy: policy({ namespace: "faq" }) }],
  ["another provider", { target: ["azure", "azure-openai", "https://a.example", "gpt-5"] }],
  ["another path", { pathAndQuery: "/v1/chat/completions?api-version=2" }],
  ["another beta", { headers: { "openai-beta": "x" } }],
  ["another translation", { translation: "report" }],
  ["another editing by levers", { editing: "[1]" }],
  ["another method", { method: "PUT" }],
  ["another format", { format: "anthropic.messages" }],
];

test.each(others)("%s is another question", async (_what, change) => {
  const cache = open();
  await answered(cache, requestOf(chat()), "first");

  expect(await answered(cache, requestOf(chat(), change), "second")).toBe("miss");
});

test("an answer that was under way when its namespace was purged is not kept behind that", async () => {
  const cache = open();
  const request = requestOf(chat(), { policy: policy({ namespace: "faq" }) });
  const [first, second] = [await cache.ask(request), await cache.ask(requestOf(chat("Why?")))];
  if (first.kind !== "missed" || second.kind !== "missed") throw new Error("both are asked");

  await cache.purge({ namespace: "faq" });
  first.keeping.end(answerOf("first"));
  second.keeping.end(answerOf("second"));

  expect(told(await cache.ask(request))).toBe("miss");
  expect(told(await cache.ask(requestOf(chat("Why?"))))).toBe("hit exact second");
  expect((await cache.stats()).notKept).toEqual({ purged: 1 });
});

test("an answer that was under way when its like was purged through another gateway is not kept behind that either", async () => {
  const store = new MemoryStore(1_000_000, () => 0);
  const [one, two] = [0, 1].map(() => new ExactCache(store));
  if (one === undefined || two === undefined) throw new Error("no gateway was made");
  const request = requestOf(chat(), { policy: policy({ namespace: "faq" }) });
  const asked = await two.ask(request);
  if (asked.kind !== "missed") throw new Error("it is asked");

  await one.purge({ namespace: "faq" });
  two.noteOfPurge({ namespace: "faq" });
  asked.keeping.end(answerOf("stale"));

  expect(told(await one.ask(request))).toBe("miss");
  expect((await two.stats()).notKept).toEqual({ purged: 1 });
});

test("word of a purge that comes while an answer is being kept takes it away again", async () => {
  const store = new MemoryStore(1_000_000, () => 0);
  const one = new ExactCache(store);
  const two: ExactCache = new ExactCache(store, undefined, async () =>
    two.noteOfPurge({ namespace: "faq" }),
  );
  const request = requestOf(chat(), { policy: policy({ namespace: "faq" }) });
  const asked = await two.ask(request);
  if (asked.kind !== "missed") throw new Error("it is asked");
  await one.purge({ namespace: "faq" });

  asked.keeping.end(answerOf("stale"));

  await expect.poll(async () => (await two.stats()).notKept).toEqual({ purged: 1 });
  expect(told(await one.ask(request))).toBe("miss");
});

test("what a client's library writes anew on each request is no part of the question", async () => {
  const cache = open();
  const headers = (id: string) => ({
    "x-ms-client-request-id": id,
    "x-ms-date": `Mon, 30 Nov 2026 19:00:0${id} GMT`,
    "x-ms-useragent": "azsdk-js",
    "x-goog-api-client": `gl-node/${id}`,
    "x-ms-oai-assistants-testenv": "one",
  });
  await answered(cache, requestOf(chat(), { headers: headers("1") }), "first");

  const again = await answered(cache, requestOf(chat(), { headers: headers("2") }), "second");
  const other = { ...headers("3"), "x-ms-oai-assistants-testenv": "two" };

  expect(again).toBe("hit exact first");
  expect(await answered(cache, requestOf(chat(), { headers: other }), "third")).toBe("miss");
});

test.each(others)(
  "%s is another question, also where these very bytes were answered from the cache",
  async (_what, change) => {
    const cache = open();
    const same = { key: key(), policy: policy({}) };
    for (const callId of ["first", "second", "third"]) {
      await answered(cache, requestOf(chat(), same), callId);
    }
    expect(await answered(cache, requestOf(chat(), same), "fourth")).toBe("hit exact first");

    expect(await answered(cache, requestOf(chat(), { ...same, ...change }), "fifth")).toBe("miss");
  },
);

test("an answer to the same bytes of the same asker is there at once, and what a client or its policy does not want stays so", async () => {
  const cache = open();
  const same = { key: key(), policy: policy({ when: "always" }) };
  const body = chat().replace('"temperature":0', '"temperature":1');
  const ask = (change: Partial<CacheRequest> = {}) =>
    answered(cache, requestOf(body, { ...same, ...change }), "later");
  for (const callId of ["first", "second"]) await answered(cache, requestOf(body, same), callId);

  expect(cache.ask(requestOf(body, same))).toMatchObject({ status: "hit" });
  expect(await ask({ wish: "bypass" })).toBe("client");
  expect(await ask({ wish: "refresh" })).toBe("refresh");
  expect(await ask({ policy: policy({ when: "never" }) })).toBe("policy");
  expect(await ask({ policy: policy({}) })).toBe("not_deterministic");
  expect(await ask({ maxRequestBytes: 10 })).toBe("too_large");
});

test("keys share answers only where both are bound to the same label; a header's label binds nothing", async () => {
  const cache = open();
  const shared = policy({ share: "team" });
  const of = (id: string, organisation: string | undefined, team: string | undefined) => {
    const attribution = { ...(organisation && { organisation }), ...(team && { team }) };
    return requestOf(chat(), { policy: shared, key: key({ id, attribution }) });
  };
  await answered(cache, of("a", "acme", "support"), "first");

  expect(await answered(cache, of("b", "acme", "support"), "x")).toBe("hit exact first");
  expect(await answered(cache, of("c", "globex", "support"), "globex")).toBe("miss");
  expect(await answered(cache, of("d", "acme", "sales"), "sales")).toBe("miss");
  expect(await answered(cache, of("e", "acme", undefined), "unbound")).toBe("miss");
  expect(await answered(cache, of("f", "acme", undefined), "unbound too")).toBe("miss");
});

const call = (args: object) => ({ name: "open", args });
const body = (change: object): string =>
  JSON.stringify({ ...(JSON.parse(chat()) as object), ...change });

test.each<[string, string, Partial<CacheRequest>?]>([
  ["not_deterministic", body({ temperature: undefined })],
  ["not_deterministic", body({ temperature: 0.2 })],
  ["miss", body({ temperature: undefined, seed: 7 })],
  ["miss", body({ temperature: 1 }), { policy: policy({ when: "always" }) }],
  ["policy", chat(), { policy: policy({ when: "never" }) }],
  ["client", chat(), { wish: "bypass" }],
  ["no_body", chat(), { json: undefined }],
  ["several_answers", body({ n: 2 })],
  ["miss", body({ n: 1 })],
  ["provider_tools", body({ web_search_options: {} })],
  ["provider_tools", body({ tools: [{ type: "web_search_20250305", name: "web_search" }] })],
  ["provider_tools", body({ tools: [{ googleSearch: {} }] })],
  ["miss", body({ tools: [{ type: "function", function: { name: "f" } }] })],
  ["miss", body({ tools: [{ name: "f", input_schema: {} }] })],
  ["miss", body({ tools: [{ functionDeclarations: [] }] })],
  ["server_state", body({ previous_response_id: "resp_1" })],
  ["server_state", body({ prompt: { id: "pmpt_1" } })],
  ["outside_content", body({ messages: [{ content: [{ image_url: { url: "https://a" } }] }] })],
  ["miss", body({ messages: [{ content: [{ image_url: { url: "data:image/png;base64,A" } }] }] })],
  ["miss", body({ messages: [{ content: [{ type: "tool_use", input: { url: "https://a" } }] }] })],
  ["miss", body({ contents: [{ parts: [{ functionCall: call({ url: "https://a" }) }] }] })],
  [
    "miss",
    body({ messages: [{ content: [{ toolUse: { toolUseId: "1", input: { url: "a" } } }] }] }),
  ],
  ["outside_content", body({ messages: [{ content: [{ source: { type: "url", url: "a" } }] }] })],
  ["unusual_body", '{"temperature":0,"model":"a","model":"b"}'],
  ["too_large", chat("x".repeat(2_000)), { maxRequestBytes: 1_000 }],
  ["miss", '{"input":"a"}', { operation: "embeddings", format: "openai.embeddings" }],
])("%s: %s", async (expected, text, change) => {
  expect(told(await open().ask(requestOf(text, change)))).toBe(expected);
});

test("a refresh is not answered, and its answer takes the place of the one before", async () => {
  const cache = open();
  await answered(cache, requestOf(chat()), "first");

  expect(await answered(cache, requestOf(chat(), { wish: "refresh" }), "second")).toBe("refresh");
  expect(await answered(cache, requestOf(chat()), "third")).toBe("hit exact second");
});

test("who wants a kept answer only gets one, or nothing", async () => {
  const cache = open();
  const only = { wish: "only" } as const;

  expect(told(await cache.ask(requestOf(chat(), only)))).toBe("absent");
  await answered(cache, requestOf(chat()), "first");
  expect(told(await cache.ask(requestOf(chat(), only)))).toBe("hit exact first");
});

test("of several alike under way one is asked, and the others get its answer", async () => {
  const cache = open();
  const leader = await cache.ask(requestOf(chat()));
  const followers = [1, 2, 3].map(async () => cache.ask(requestOf(chat())));
  await Promise.resolve();

  if (leader.kind !== "missed") throw new Error("the first call of a question is a miss");
  await new Promise((resolve) => setImmediate(resolve));
  expect(leader.keeping.isAwaited).toBe(true);
  leader.keeping.end(answerOf("first"));

  expect((await Promise.all(followers)).map(told)).toEqual(
    [1, 2, 3].map(() => "coalesced exact first"),
  );
});

test("when the one that was asked fails, those who waited go on themselves", async () => {
  const cache = open();
  const leader = await cache.ask(requestOf(chat()));
  const followers = [1, 2].map(async () => cache.ask(requestOf(chat())));
  await new Promise((resolve) => setImmediate(resolve));

  if (leader.kind === "missed") leader.keeping.end("not_whole");

  expect((await Promise.all(followers)).map(told)).toEqual(["miss", "miss"]);
  expect(await cache.stats()).toMatchObject({ inFlight: 0, kept: 0, notKept: { not_whole: 1 } });
});

test("who leaves while waiting is waited for by nobody", async () => {
  const cache = open();
  const leader = await cache.ask(requestOf(chat()));
  let leave: () => void = () => undefined;
  const follower = cache.ask(
    requestOf(chat(), {
      onGone: (giveUp) => {
        leave = giveUp;
      },
    }),
  );
  await new Promise((resolve) => setImmediate(resolve));
  leave();

  expect(told(await follower)).toBe("left");
  expect(leader.kind === "missed" && leader.keeping.isAwaited).toBe(false);
});

test.each<[WireFormat, (content: string) => object]>([
  ["openai.chat_completions", (content) => ({ messages: [{ role: "user", content }] })],
  ["openai.responses", (content) => ({ input: content })],
  [
    "anthropic.messages",
    (text) => ({ messages: [{ role: "user", content: [{ type: "text", text }] }] }),
  ],
  ["gemini.generate_content", (text) => ({ contents: [{ parts: [{ text }] }] })],
  ["bedrock.converse", (text) => ({ messages: [{ role: "user", content: [{ text }] }] })],
])(
  "%s: a question that differs in politeness alone is answered, where the policy says so",
  async (format, shape) => {
    const cache = open();
    const ask = (text: string, normalise: boolean) =>
      answered(
        cache,
        requestOf(JSON.stringify({ ...shape(text), temperature: 0 }), {
          format,
          policy: policy({ normalise }),
        }),
        text,
      );
    await ask("What is the limit?", true);

    expect(await ask("Hi, what is the limit please", true)).toBe(
      "hit normalised What is the limit?",
    );
    expect(await ask("hello, What is the limit", false)).toBe("miss");
    expect(await ask("What is the limit of 2?", true)).toBe("miss");
  },
);
