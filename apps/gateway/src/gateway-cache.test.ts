import { request as httpRequest } from "node:http";
import {
  configSchema,
  INTERNAL_CACHE_PATH,
  INTERNAL_TOKEN_HEADER,
  type LedgerRow,
} from "@headgate/contract";
import { MemoryStore } from "@headgate/levers";
import { expect, test } from "vitest";
import { completion, open, opened } from "./gateway-case.fixture.ts";
import { events, json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const question = {
  model: "gpt-5-mini",
  temperature: 0,
  messages: [{ role: "user", content: "What is the limit?" }],
};
const path = "/v1/chat/completions";

const streamed = [
  `data: {"id":"chatcmpl-1","model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n`,
  `data: {"id":"chatcmpl-1","model":"gpt-5-mini-2025-08-07","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100}}\n\n`,
  "data: [DONE]\n\n",
];

const header = (response: Response, name: string): string | null =>
  response.headers.get(`x-headgate-${name}`);

/** Baseline − effective cost and the sum of the savings, in picodollars. */
const moved = ({ baseline_cost, charge, savings }: LedgerRow) => {
  const picos = (text: string | null): bigint => BigInt((text ?? "unknown").replace(".", ""));
  return {
    difference: picos(baseline_cost) - picos(charge.effective_cost),
    saved: savings.reduce((total, { amount }) => total + picos(amount), 0n),
  };
};

test("the same question is paid for once; its second row says what that saved, exactly", async () => {
  const { gateway, provider } = await open([json(200, completion)]);

  const first = await gateway.post(path, question);
  const firstBody = await first.text();
  const second = await gateway.post(path, question);

  expect(await second.text()).toBe(firstBody);
  expect(provider.received).toHaveLength(1);
  expect([header(first, "cache"), header(first, "cost"), header(first, "levers")]).toEqual([
    "miss",
    "0.000450000000",
    null,
  ]);
  expect(header(second, "cache")).toMatch(/^hit; tier=exact; age=\d+; call=/);
  expect([header(second, "cost"), header(second, "saved"), header(second, "levers")]).toEqual([
    "0.000000000000",
    "0.000450000000",
    "exact-cache",
  ]);
  const [paid, free] = await gateway.rowsWhen(2);
  expect(free).toMatchObject({
    final: true,
    outcome: "completed",
    usage: {},
    usage_origin: "none",
    charge: { confidence: "exact", effective_cost: "0.000000000000", lines: [] },
    baseline_cost: "0.000450000000",
    savings: [{ lever: "exact-cache", amount: "0.000450000000" }],
    cache: { status: "hit", tier: "exact", call_id: paid?.call_id, usage: { input: 1000 } },
    response_model: "gpt-5-mini-2025-08-07",
  });
  expect(free?.response_id).toBeUndefined();
  for (const row of [paid, free]) {
    const { difference, saved } = moved(row as LedgerRow);
    expect(saved).toBe(difference);
  }
});

test("what the price book does not know is unknown, and so is what was saved", async () => {
  const { gateway } = await open([json(200, { ...completion, model: "own-1" })]);
  const unpriced = { ...question, model: "own-1" };

  await (await gateway.post(path, unpriced)).text();
  const second = await gateway.post(path, unpriced);
  await second.text();

  expect([header(second, "cost"), header(second, "saved")]).toEqual(["0.000000000000", "unknown"]);
  const [, row] = await gateway.rowsWhen(2);
  expect(row).toMatchObject({
    baseline_cost: null,
    savings: [{ lever: "exact-cache", amount: null }],
  });
});

test("a stream is given again as the stream that it was; the same question without one is another", async () => {
  const { gateway, provider } = await open([events(...streamed), json(200, completion)]);
  const stream = { ...question, stream: true, stream_options: { include_usage: true } };

  const first = await (await gateway.post(path, stream)).text();
  const second = await gateway.post(path, stream);

  expect(second.headers.get("content-type")).toBe("text/event-stream");
  expect(await second.text()).toBe(first);
  expect(first).toBe(streamed.join(""));
  await (await gateway.post(path, question)).text();
  expect(provider.received).toHaveLength(2);
});

test("usage that was asked for on the client's behalf is hidden from the second client too", async () => {
  const { gateway } = await open([events(...streamed)]);
  const stream = { ...question, stream: true };

  const first = await (await gateway.post(path, stream)).text();
  const second = await (await gateway.post(path, stream)).text();

  expect(second).toBe(first);
  expect(second).not.toContain("usage");
  expect((await gateway.rowsWhen(2))[1]?.baseline_cost).toBe("0.000450000000");
});

test.each([
  ["x-headgate-cache", "bypass", "bypass; reason=client", "hit"],
  ["cache-control", "no-store", "bypass; reason=client", "hit"],
  ["x-headgate-cache", "refresh", "refresh", "hit"],
  ["cache-control", "max-age=5, no-cache", "refresh", "hit"],
])("%s: %s asks the provider again", async (name, value, told, then) => {
  const { gateway, provider } = await open([json(200, completion)]);
  await (await gateway.post(path, question)).text();

  const asked = await gateway.post(path, question, { [name]: value });
  await asked.text();

  expect(header(asked, "cache")).toBe(told);
  expect(provider.received).toHaveLength(2);
  const after = await gateway.post(path, question);
  expect(header(after, "cache")).toContain(then);
  expect(Object.keys(provider.received[1]?.headers ?? {})).not.toContain("x-headgate-cache");
});

test("who wants a kept answer only gets an error where there is none, and no provider is asked", async () => {
  const { gateway, provider } = await open([json(200, completion)]);

  const refused = await gateway.post(path, question, { "x-headgate-cache": "only" });

  expect(refused.status).toBe(504);
  expect(header(refused, "error")).toBe("cache_miss");
  expect(provider.received).toHaveLength(0);
  expect((await gateway.post(path, question, { "x-headgate-cache": "soon" })).status).toBe(400);
});

test("calls alike that are under way at once are one call at the provider, and each has its row", async () => {
  let answer: () => void = () => undefined;
  const { gateway, provider } = await open([
    (response) => {
      answer = () => json(200, completion)(response, undefined as never);
    },
  ]);

  const calls = Array.from({ length: 5 }, () => gateway.post(path, question));
  await expect.poll(() => provider.received.length).toBe(1);
  await expect.poll(async () => (await gateway.gateway.caches.stats()).waiting).toBe(4);
  answer();
  const answers = await Promise.all(calls);

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(provider.received).toHaveLength(1);
  const rows = await gateway.rowsWhen(5);
  expect(rows.map(({ cache }) => String(cache?.status)).toSorted()).toEqual([
    ...["coalesced", "coalesced", "coalesced", "coalesced"],
    "miss",
  ]);
});

test.each<[string, Parameters<typeof open>[0]]>([
  ["an error", [json(500, { error: { message: "no" } }), json(200, completion)]],
  [
    "a stream that broke off",
    [
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(streamed[0]);
        setImmediate(() => response.destroy());
      },
      json(200, completion),
    ],
  ],
  [
    "an answer without usage",
    [json(200, { ...completion, usage: undefined }), json(200, completion)],
  ],
  [
    "a refusal",
    [
      json(200, {
        ...completion,
        choices: [{ index: 0, message: { content: "" }, finish_reason: "content_filter" }],
      }),
      json(200, completion),
    ],
  ],
  [
    "a refusal beside an empty answer",
    [
      json(200, {
        ...completion,
        choices: [
          {
            index: 0,
            message: { content: null, refusal: "I'm sorry, I cannot." },
            finish_reason: "stop",
          },
        ],
      }),
      json(200, completion),
    ],
  ],
])("%s is not kept", async (_what, answers) => {
  const { gateway, provider } = await open(answers, { retries: { attempts_per_target: 1 } });

  await (await gateway.post(path, question)).text().catch(() => undefined);
  const second = await gateway.post(path, question);
  await second.text();

  expect(header(second, "cache")).toBe("miss");
  expect(provider.received).toHaveLength(2);
});

test("an answer larger than the bound goes through whole and is not kept", async () => {
  const large = { ...completion, filler: "x".repeat(100_000_000) };
  const { gateway, provider } = await open([json(200, large)], {
    caches: { exact: { max_entry_bytes: 1_000_000 } },
  });

  const first = await gateway.post(path, question);
  expect((await first.text()).length).toBe(JSON.stringify(large).length);
  await (await gateway.post(path, question)).text();

  expect(provider.received).toHaveLength(2);
});

test("a body that names a member twice is passed on as it is, and never answered from the cache", async () => {
  const { gateway, provider } = await open([json(200, completion)]);
  const twice = '{"model":"gpt-5-mini","temperature":0,"messages":[],"messages":[{"role":"user"}]}';

  await (await gateway.post(path, twice)).text();
  const second = await gateway.post(path, twice);
  await second.text();

  expect(header(second, "cache")).toBe("bypass; reason=unusual_body");
  expect(provider.received.map(({ body }) => body.toString())).toEqual([twice, twice]);
});

test("a client cannot get another tenant's answer by naming its organisation", async () => {
  const provider = await scriptedProvider(json(200, completion));
  opened.push(provider);
  const gateway = await openGateway({
    providers: { openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk" } },
    policies: [{ name: "all", exact_cache: { share: "organisation" } }],
  });
  opened.push(gateway);
  const other = await gateway.addKey({ attribution: {} });
  const asAcme = { "x-headgate-organisation": "acme" };

  await (await gateway.post(path, question, asAcme)).text();
  const stolen = await gateway.post(path, question, {
    ...asAcme,
    authorization: `Bearer ${other}`,
  });
  await stolen.text();

  expect(header(stolen, "cache")).toBe("miss");
  expect(provider.received).toHaveLength(2);
});

test("without cost_headers nothing is told, and the cache answers all the same", async () => {
  const { gateway, provider } = await open([json(200, completion)], { cost_headers: false });

  await (await gateway.post(path, question)).text();
  const second = await gateway.post(path, question);

  expect(["cache", "cost", "saved", "levers"].map((name) => header(second, name))).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(provider.received).toHaveLength(1);
});

test("a stream tells its cost in a trailer, to a client that takes trailers", async () => {
  const { gateway } = await open([events(...streamed)]);
  const body = JSON.stringify({ ...question, temperature: 1, stream: true });

  const trailers = await new Promise<NodeJS.Dict<string>>((resolve, reject) => {
    const request = httpRequest(
      `${gateway.url}${path}`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.secret}`, te: "trailers" },
      },
      (response) => {
        response.resume().on("end", () => resolve(response.trailers));
      },
    );
    request.on("error", reject).end(body);
  });

  expect(trailers).toEqual({ "x-headgate-cost": "0.000450000000" });
});

test("a leader whose client leaves is read to its end when others wait, and goes on alone", async () => {
  let finish: () => void = () => undefined;
  const { gateway, provider } = await open([
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(streamed[0]);
      finish = () => response.end(streamed.slice(1).join(""));
    },
  ]);
  const stream = { ...question, stream: true, stream_options: { include_usage: true } };
  const leaving = new AbortController();

  const leader = await fetch(`${gateway.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.secret}` },
    body: JSON.stringify(stream),
    signal: leaving.signal,
  });
  const follower = gateway.post(path, stream);
  await expect.poll(async () => (await gateway.gateway.caches.stats()).waiting).toBe(1);
  leaving.abort();
  await expect(leader.text()).rejects.toThrow();
  finish();

  expect(await (await follower).text()).toBe(streamed.join(""));
  expect(provider.received).toHaveLength(1);
});

test("a leader whose client takes nothing holds nobody up who waits for the same question", async () => {
  // More than what lies in the sockets between; all of it may be kept.
  const piece = `data: {"id":"c","choices":[{"index":0,"delta":{"content":"${"x".repeat(60_000)}"}}]}\n\n`;
  let begin: () => void = () => undefined;
  const { gateway, provider } = await open(
    [
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        begin = () => response.end(piece.repeat(400) + streamed.slice(1).join(""));
      },
    ],
    { caches: { exact: { max_entry_bytes: 60_000_000 } } },
  );
  const stream = { ...question, stream: true, stream_options: { include_usage: true } };
  const leader = httpRequest(`${gateway.url}${path}`, {
    method: "POST",
    // What an answer may depend on is what `fetch` sends.
    headers: { authorization: `Bearer ${gateway.secret}`, accept: "*/*" },
  });
  leader.on("response", (response) => response.pause());
  leader.on("error", () => undefined);
  leader.end(JSON.stringify(stream));
  await expect.poll(() => provider.received.length).toBe(1);
  const follower = gateway.post(path, stream);
  await expect.poll(async () => (await gateway.gateway.caches.stats()).waiting).toBe(1);

  begin();

  const text = await (await follower).text();
  leader.destroy();
  expect(text.length).toBe(400 * piece.length + streamed.slice(1).join("").length);
  expect(provider.received).toHaveLength(1);
});

test("a lever that fails is passed over, counted and told in the row; the call goes on", async () => {
  const cacheStore = new MemoryStore(1_000_000, () => 0);
  cacheStore.find = () => Promise.reject(new Error("the store is away"));
  const { gateway, provider } = await open([json(200, completion)], {}, {}, { cacheStore });

  const answer = await gateway.post(path, question);

  expect(answer.status).toBe(200);
  expect(header(answer, "cache")).toBe("bypass; reason=failed");
  expect(provider.received[0]?.body.toString()).toBe(JSON.stringify(question));
  expect((await gateway.rowsWhen(1))[0]?.cache).toEqual({ status: "bypass", reason: "failed" });
  expect((await gateway.gateway.caches.stats()).failures).toBe(1);
});

test("a changed policy and a cache that is switched off hold from the next call on", async () => {
  const { gateway, provider } = await open([json(200, completion)]);
  const reconfigure = (change: object): void =>
    gateway.gateway.reconfigure(
      configSchema.parse({
        providers: {
          openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-provider" },
        },
        ...change,
      }),
    );
  const cacheOf = async (): Promise<string | null> => {
    const answer = await gateway.post(path, question);
    await answer.text();
    return header(answer, "cache");
  };
  await cacheOf();

  reconfigure({ policies: [{ name: "off", exact_cache: { when: "never" } }] });
  expect(await cacheOf()).toBe("bypass; reason=policy");
  reconfigure({});
  expect(await cacheOf()).toContain("hit");
  reconfigure({ caches: { exact: { max_bytes: 0 } } });
  expect(await cacheOf()).toBeNull();
  expect((await gateway.gateway.caches.stats()).entries).toBe(0);
});

test("control is told what the cache holds by the token of the run, and nobody else is", async () => {
  const { gateway } = await open(
    [json(200, completion)],
    {},
    {},
    {
      control: { url: "http://127.0.0.1:9", token: "the token of this run" },
    },
  );
  await (await gateway.post(path, question)).text();
  const [row] = await gateway.rowsWhen(1);
  const ask = (below: string, token: string, init: RequestInit = {}) =>
    fetch(`${gateway.url}${INTERNAL_CACHE_PATH}${below}`, {
      ...init,
      headers: { [INTERNAL_TOKEN_HEADER]: token },
    });
  const right = "the token of this run";
  const purge = { method: "POST", body: JSON.stringify({ namespace: "default" }) };

  expect((await ask("", "another token of a run")).status).toBe(403);
  expect((await ask("/purge", "short", purge)).status).toBe(403);
  expect(await (await ask("", right)).json()).toMatchObject({ entries: 1, calls: { miss: 1 } });
  expect(await (await ask(`/${row?.call_id}`, right)).json()).toMatchObject({ hits: 0 });
  expect((await ask("/nobody", right)).status).toBe(404);
  expect((await ask("/purge", right, { method: "POST", body: "{}" })).status).toBe(400);
  expect(await (await ask("/purge", right, purge)).json()).toEqual({ purged: 1 });
});

test("a call that no lever can read lets go of those who wait for the same question", async () => {
  const { gateway, provider } = await open([json(400, { error: { message: "no role" } })], {
    policies: [{ name: "short", match: {}, prompt: { lossless: true } }],
  });
  const odd = { ...question, messages: [{ role: { toString: 0 }, content: "x" }] };
  const ask = async () => (await gateway.post(path, odd)).status;

  const statuses = [...(await Promise.all([ask(), ask()])), await ask()];

  expect(statuses).toEqual([400, 400, 400]);
  expect(provider.received).toHaveLength(3);
});
