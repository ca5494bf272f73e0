import { accountKey, compileBudgets, openSqliteBudgets, steadyMs } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { afterEach, expect, test, vi } from "vitest";
import { completion, open, opened, request } from "./gateway-case.fixture.ts";
import {
  events,
  json,
  type OpenGateway,
  openGateway,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

const answer = json(200, completion);
const bounded = { ...request, max_tokens: 100 };
/** Room for one such call's worst case, and not for two. */
const ONE_CALL = "0.003";
const budget = { name: "month", limit: ONE_CALL, window: "month" } as const;
type Budgets = NonNullable<Parameters<typeof openGateway>[0]["budgets"]>;

/** How a budget stands, once nothing is held any more. */
async function settled(gateway: OpenGateway, budgets: Budgets, held = 0n) {
  const store = await openSqliteBudgets({ path: dataDirectory(gateway.data).budgets });
  const ids = compileBudgets(configSchema.parse({ budgets }).budgets).map(({ id }) => id);
  try {
    for (;;) {
      const standings = await store.standings(ids, 0);
      if (standings.length > 0 && standings.every(({ leased }) => leased === held)) {
        return standings;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await store.close();
  }
}

const errorOf = async (response: Response) => ({
  status: response.status,
  code: response.headers.get("x-headgate-error"),
  message: ((await response.json()) as { error: { message: string } }).error.message,
});

test("a call holds its worst case and is settled with what it cost", async () => {
  const { gateway } = await open([answer], { budgets: [budget] });

  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(200);

  expect(await settled(gateway, [budget])).toMatchObject([
    { spent: 450_000_000n, atWorstCase: 0n, simulated: false },
  ]);
});

test("a call that does not fit is refused before anything is sent, and told why", async () => {
  const { gateway, provider } = await open([answer], {
    budgets: [{ ...budget, limit: "0.0001" }],
  });

  const refused = await gateway.post("/v1/chat/completions", bounded);

  const error = await errorOf(refused);
  expect(error).toMatchObject({ status: 402, code: "budget_exceeded" });
  expect(error.message).toContain("Budget month: limit $0.000100, $0.00 spent");
  expect(error.message).toContain("more than the whole limit");
  expect(refused.headers.get("retry-after")).toBeNull();
  expect(provider.received).toHaveLength(0);
});

test("a spent window says when it opens again; each format tells it in its own words", async () => {
  const { gateway } = await open([answer], {
    budgets: [{ name: "calls", measure: "requests", limit: "1", window: { rolling: "60m" } }],
  });
  await gateway.post("/v1/chat/completions", bounded);

  const refused = await gateway.post("/v1/messages", {
    model: "openai/gpt-5-mini",
    messages: request.messages,
    max_tokens: 5,
  });

  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_500);
  expect(await refused.json()).toMatchObject({
    type: "error",
    error: { type: "rate_limit_error", message: expect.stringContaining("Budget calls") },
  });
});

test("of calls at one time only as many are sent as fit, and their room is used again", async () => {
  const held: (() => void)[] = [];
  const { gateway, provider } = await open(
    [(response, received) => held.push(() => answer(response, received))],
    { budgets: [{ name: "lanes", measure: "concurrency", limit: "2" }] },
  );
  const first = [1, 2].map(() => gateway.post("/v1/chat/completions", bounded));
  await expect.poll(() => provider.received.length).toBe(2);

  const third = await gateway.post("/v1/chat/completions", bounded);
  expect(third.status).toBe(429);
  expect(third.headers.get("retry-after")).toBe("1");

  for (const finish of held.splice(0)) finish();
  await Promise.all(first);
  const fourth = gateway.post("/v1/chat/completions", bounded);
  await expect.poll(() => held.length).toBe(1);
  for (const finish of held) finish();
  expect((await fourth).status).toBe(200);
});

test("an attempt that the provider refused costs nothing; its retry is held anew", async () => {
  const { gateway } = await open([json(503, {}), answer], {
    budgets: [budget],
    retries: { first_delay_ms: 1 },
  });

  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(200);

  expect(await settled(gateway, [budget])).toMatchObject([{ spent: 450_000_000n }]);
});

test("a dearer fallback that does not fit is passed over, a cheaper one is taken", async () => {
  const provider = await scriptedProvider(json(503, {}), answer);
  opened.push(provider);
  const base_url = `${provider.url}/v1`;
  const gateway = await openGateway({
    providers: { openai: { kind: "openai", base_url, api_key: "sk" } },
    models: { chat: ["openai/gpt-5-mini", "openai/gpt-5-pro", "openai/gpt-5-nano"] },
    retries: { attempts_per_target: 1 },
    budgets: [budget],
  });
  opened.push(gateway);

  const answered = await gateway.post("/v1/chat/completions", { ...bounded, model: "chat" });

  expect(answered.status).toBe(200);
  const rows = await gateway.rowsWhen(2);
  expect(rows.map(({ sent_model }) => sent_model)).toEqual(["gpt-5-mini", "gpt-5-nano"]);
});

test("a connection that broke may be billed: the attempt stays spent at its worst case", async () => {
  const { gateway } = await open([(response) => response.destroy()], {
    budgets: [budget],
    retries: { attempts_per_target: 1 },
  });

  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(502);

  const [standing] = await settled(gateway, [budget]);
  expect(standing?.spent).toBeGreaterThan(0n);
  expect(standing?.atWorstCase).toBe(standing?.spent);
});

test("a client that leaves a stream is charged for what was produced, once", async () => {
  const chunk = 'data: {"id":"a","model":"gpt-5-mini","choices":[{"delta":{"content":"Hi"}}]}\n\n';
  const { gateway } = await open(
    [
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chunk);
      },
    ],
    { budgets: [budget] },
  );
  const leaving = new AbortController();
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.secret}` },
    body: JSON.stringify({ ...bounded, stream: true }),
    signal: leaving.signal,
  });
  await response.body?.getReader().read();
  leaving.abort();

  const [row] = await gateway.rowsWhen(1);
  const [standing] = await settled(gateway, [budget]);

  expect(row?.outcome).toBe("client_closed");
  expect(`0.${String(standing?.spent).padStart(12, "0")}`).toBe(row?.charge.effective_cost);
});

test("a model without a price is refused where dollars are counted, unless a ceiling stands for it", async () => {
  const secret = { ...bounded, model: "secret-build-7" };
  const unpriced = json(200, { ...completion, model: "secret-build-7" });
  const { gateway } = await open([unpriced], { budgets: [budget] });
  expect(await errorOf(await gateway.post("/v1/chat/completions", secret))).toMatchObject({
    status: 403,
    code: "price_unknown",
  });

  const ceilings = [{ match: "openai/secret-*", input_per_million: "1", output_per_million: "2" }];
  const { gateway: other } = await open([unpriced], {
    budgets: [budget],
    unknown_price: { ceilings },
  });
  expect((await other.post("/v1/chat/completions", secret)).status).toBe(200);
  const [standing] = await settled(other, [budget]);
  // Its charge is not known, so what was held stays: nobody may spend it twice.
  expect(standing?.atWorstCase).toBe(standing?.spent);
  expect(standing?.spent).toBeGreaterThan(200_000_000n);
});

test("a search that the provider runs is refused where nothing bounds it", async () => {
  const searching = { ...bounded, web_search_options: {} };
  const { gateway } = await open([answer], { budgets: [budget] });

  expect(await errorOf(await gateway.post("/v1/chat/completions", searching))).toMatchObject({
    status: 403,
    code: "worst_case_unknown",
    message: expect.stringContaining("web_search_options"),
  });
});

test("a budget of another team does not touch the call, nor one of each customer the next", async () => {
  const each = { ...budget, name: "each", per: ["customer" as const] };
  const { gateway } = await open(
    [answer],
    { budgets: [{ ...budget, limit: "0.0001", match: { team: "sales" } }, each] },
    { attribution: { team: "support" } },
  );
  const ask = (customer: string) =>
    gateway.post("/v1/chat/completions", bounded, { "x-headgate-customer": customer });

  expect((await ask("acme")).status).toBe(200);
  expect((await ask("globex")).status).toBe(200);

  expect(await settled(gateway, [each])).toMatchObject([
    { subject: '["acme"]', spent: 450_000_000n },
    { subject: '["globex"]', spent: 450_000_000n },
  ]);
});

test("at a limit that only warns calls go on, and are counted", async () => {
  const watched = { ...budget, limit: "0.0001", at_limit: "alert" as const };
  const { gateway } = await open([answer], { budgets: [watched] });

  for (let call = 0; call < 2; call += 1) {
    expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(200);
  }

  expect(await settled(gateway, [watched])).toMatchObject([{ spent: 900_000_000n }]);
});

test("a budget that only watches lets a call of unknown price go on", async () => {
  const watched = { ...budget, at_limit: "alert" as const };
  const unpriced = json(200, { ...completion, model: "secret-build-7" });
  const { gateway } = await open([unpriced], { budgets: [watched] });

  const answered = await gateway.post("/v1/chat/completions", { ...bounded, model: "secret-7" });

  expect(answered.status).toBe(200);
  const [row] = await gateway.rowsWhen(1);
  expect(row?.charge.effective_cost).toBeNull();
});

test.each(["first", "last"])(
  "a call that several budgets have no room for steps down where one of them says so, which stands %s",
  async (place) => {
    const down = {
      ...{ ...budget, name: "team", limit: "0.0005" },
      ...{ at_limit: "step_down" as const, step_down_to: "openai/gpt-5-nano" },
    };
    const whole = { ...budget, name: "organisation", limit: "0.0005" };
    const { gateway, provider } = await open([answer], {
      budgets: place === "first" ? [down, whole] : [whole, down],
    });

    expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(200);

    const [sent] = provider.received;
    expect(JSON.parse(sent?.body.toString() ?? "")).toMatchObject({ model: "gpt-5-nano" });
  },
);

test("a call that does not fit steps down to the cheaper model, and its row says so", async () => {
  const down = {
    ...budget,
    limit: "0.02",
    at_limit: "step_down" as const,
    step_down_to: "openai/gpt-5-nano",
  };
  const { gateway, provider } = await open([answer], { budgets: [down] });

  const dear = await gateway.post("/v1/chat/completions", { ...bounded, model: "gpt-5-pro" });

  expect(dear.status).toBe(200);
  expect(JSON.parse(String(provider.received[0]?.body)).model).toBe("gpt-5-nano");
  const [row] = await gateway.rowsWhen(1);
  expect(row).toMatchObject({ request_model: "gpt-5-pro", sent_model: "gpt-5-nano" });
});

test("a budget lowered below what is held stops new calls and lets those under way end", async () => {
  const held: (() => void)[] = [];
  const { gateway, provider } = await open(
    [(response, received) => held.push(() => answer(response, received))],
    { budgets: [{ ...budget, limit: "1" }] },
  );
  const underWay = gateway.post("/v1/chat/completions", bounded);
  await expect.poll(() => held.length).toBe(1);

  gateway.gateway.reconfigure(
    configSchema.parse({
      providers: {
        openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-provider" },
      },
      budgets: [{ ...budget, limit: "0.0001" }],
    }),
  );
  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(402);
  for (const finish of held) finish();

  expect((await underWay).status).toBe(200);
  expect(await settled(gateway, [budget])).toMatchObject([{ spent: 450_000_000n }]);
});

test("counting tokens and listing models are free and count to no budget", async () => {
  const { gateway } = await open([json(200, { input_tokens: 3 })], {
    budgets: [{ name: "calls", measure: "requests", limit: "1", window: "day" }],
  });
  const models = () =>
    fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${gateway.secret}` } });

  expect((await models()).status).toBe(200);
  expect((await models()).status).toBe(200);
});

test("two gateways on one data directory share a budget", async () => {
  const { gateway } = await open([answer], { budgets: [budget] });
  await gateway.post("/v1/chat/completions", bounded);
  await settled(gateway, [budget]);
  const store = await openSqliteBudgets({ path: dataDirectory(gateway.data).budgets });
  const [compiled] = compileBudgets(configSchema.parse({ budgets: [budget] }).budgets);
  if (compiled === undefined) throw new Error("no budget");
  const [standing] = await store.standings([compiled.id], 0);
  if (standing === undefined) throw new Error("no standing");
  const { subject, slot } = standing;
  await store.reserve({
    lease: "elsewhere:0",
    claims: [
      {
        ...{ budget: compiled.id, subject, amount: 2_500_000_000n, atExpiry: "spent" },
        slots: { at: slot, oldest: slot, newest: slot },
      },
    ],
    heldAtMs: steadyMs(),
    expiresAtMs: steadyMs() + 60_000,
  });

  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(402);

  await store.settle({
    lease: "elsewhere:0",
    amounts: new Map([[accountKey({ budget: compiled.id, subject }), 0n]]),
    simulated: false,
  });
  await store.close();
  expect((await gateway.post("/v1/chat/completions", bounded)).status).toBe(200);
});

test("a stream that came whole is settled with the usage that it stated", async () => {
  const usage = `data: {"id":"a","model":"gpt-5-mini","choices":[],"usage":${JSON.stringify(completion.usage)}}\n\n`;
  const { gateway } = await open([events(usage, "data: [DONE]\n\n")], { budgets: [budget] });

  await (await gateway.post("/v1/chat/completions", { ...bounded, stream: true })).text();

  expect(await settled(gateway, [budget])).toMatchObject([{ spent: 450_000_000n }]);
});

const HOUR_MS = 3_600_000;
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ["forward", 400 * 24 * HOUR_MS],
  ["back", -400 * 24 * HOUR_MS],
])(
  "a machine whose time is set %s while a call is under way ends no call and gives no lane away",
  async (_direction, byMs) => {
    const held: (() => void)[] = [];
    const lanes = { name: "lanes", measure: "concurrency", limit: "1" } as const;
    const { gateway } = await open(
      [(response, received) => held.push(() => answer(response, received))],
      { budgets: [budget, lanes] },
    );
    const first = gateway.post("/v1/chat/completions", bounded);
    await expect.poll(() => held.length).toBe(1);
    const heldIn = await settled(gateway, [lanes], 1n);

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + byMs });
    const store = await openSqliteBudgets({ path: dataDirectory(gateway.data).budgets });
    const ended = await store.expire({ nowMs: Date.now(), steadyMs: steadyMs() });
    await store.close();
    const second = await gateway.post("/v1/chat/completions", bounded);
    for (const finish of held.splice(0)) finish();

    expect(heldIn).toHaveLength(1);
    expect(ended).toBe(0);
    expect([second.status, second.headers.get("x-headgate-error")]).toEqual([429, "limit_reached"]);
    expect((await first).status).toBe(200);
    // In the window in which it was held, whatever the time is now; nothing is below nothing.
    expect(await settled(gateway, [budget])).toMatchObject([
      { spent: 450_000_000n, leased: 0n, atWorstCase: 0n },
    ]);
  },
);

test("the window is that of the time as it is set: a day that was spent is open again on the next", async () => {
  const day = { ...budget, window: "day" as const };
  const { gateway } = await open([answer], { budgets: [{ ...day, limit: "0.003" }] });
  const ask = async () => (await gateway.post("/v1/chat/completions", bounded)).status;
  const before = [await ask()];
  await settled(gateway, [day]);
  const start = Date.now();

  vi.useFakeTimers({ toFake: ["Date"], now: start + 24 * HOUR_MS });
  const next = [await ask()];
  await settled(gateway, [day]);
  vi.setSystemTime(start);
  const again = [await ask()];

  expect([...before, ...next, ...again]).toEqual([200, 200, 200]);
  const days = await settled(gateway, [day]);
  expect(days.map(({ spent }) => spent)).toEqual([900_000_000n, 450_000_000n]);
});

test("an answer from the cache counts as no request, also where the limit is used up", async () => {
  const { gateway, provider } = await open([answer], {
    budgets: [{ name: "calls", measure: "requests", limit: "1", window: "day" }],
  });
  const certain = { ...bounded, temperature: 0 };
  const ask = async (body: object) => {
    const response = await gateway.post("/v1/chat/completions", body);
    return [response.status, response.headers.get("x-headgate-cache")?.split(";")[0]];
  };

  const answers = [await ask(certain), await ask(certain), await ask({ ...certain, seed: 1 })];

  expect(answers).toEqual([
    [200, "miss"],
    [200, "hit"],
    [429, undefined],
  ]);
  expect(provider.received).toHaveLength(1);
});

test("where no fallback fits, the client gets the error of the one that was asked, whose room is free again", async () => {
  const provider = await scriptedProvider(json(503, {}), answer);
  opened.push(provider);
  const gateway = await openGateway({
    providers: { openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk" } },
    models: { chat: ["openai/gpt-5-mini", "openai/gpt-5-pro"] },
    retries: { attempts_per_target: 1 },
    budgets: [budget],
  });
  opened.push(gateway);

  const refused = await gateway.post("/v1/chat/completions", { ...bounded, model: "chat" });

  expect(provider.received).toHaveLength(1);
  expect(refused.status).toBe(503);
  expect(await settled(gateway, [budget])).toMatchObject([{ spent: 0n, leased: 0n }]);
});
