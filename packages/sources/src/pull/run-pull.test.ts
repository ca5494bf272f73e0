import { expect, test } from "vitest";
import { dayMs, openPulling, pullOf } from "./pull.fixture.ts";
import { openStandIn, type StandInAnswer } from "./stand-in.fixture.ts";

const costs = (days: Readonly<Record<string, number>>, next: string | null = null) => ({
  object: "page",
  data: Object.entries(days).map(([day, value]) => ({
    object: "bucket",
    start_time: dayMs(day) / 1000,
    end_time: dayMs(day) / 1000 + 86_400,
    results: [
      {
        object: "organization.costs.result",
        amount: { value, currency: "usd" },
        line_item: "gpt-4o-mini, input",
        project_id: "proj_1",
        organization_id: "org-1",
      },
    ],
  })),
  has_more: next !== null,
  next_page: next,
});
const openaiBill = (url: string) =>
  pullOf({
    kind: "openai-costs",
    base_url: `${url}/v1`,
    api_key: "an-admin-key",
    first_pull_days: 4,
    look_back_days: 2,
  });

test("pages are followed to the last, and a number keeps all of its digits", async () => {
  const long = `{"object":"page","data":[{"object":"bucket","start_time":${dayMs("2026-11-04") / 1000},"end_time":${dayMs("2026-11-05") / 1000},"results":[{"object":"organization.costs.result","amount":{"value":0.003835980001,"currency":"usd"},"line_item":"x","organization_id":"org-1"}]}],"has_more":false,"next_page":null}`;
  const provider = await openStandIn((_, number) => ({
    body: number === 1 ? costs({ "2026-11-01": 1, "2026-11-02": 2 }, "page_2") : long,
  }));
  const { pull, billed, finished } = await openPulling();

  const result = await pull(openaiBill(provider.url));

  expect(result).toMatchObject({ rows: 3, added: 3, replaced: 0 });
  expect(await billed()).toEqual({
    "2026-11-01": "1.000000000000",
    "2026-11-02": "2.000000000000",
    "2026-11-04": "0.003835980001",
  });
  expect(finished).toEqual([dayMs("2026-11-05")]);
  const [first, second] = provider.asked;
  expect(first).toMatchObject({
    path: "/v1/organization/costs",
    headers: { authorization: "Bearer an-admin-key" },
  });
  expect(first?.query.get("start_time")).toBe(String(dayMs("2026-11-01") / 1000));
  expect(first?.query.get("end_time")).toBe(String(dayMs("2026-11-05") / 1000));
  expect(first?.query.getAll("group_by")).toEqual(["project_id", "api_key_id", "line_item"]);
  expect(first?.query.get("page")).toBeNull();
  expect(second?.query.get("page")).toBe("page_2");
});

test("a later pull asks from its look-back on: a restated day is replaced, the same changes nothing", async () => {
  let days: Readonly<Record<string, number>> = { "2026-11-02": 2, "2026-11-04": 4 };
  const provider = await openStandIn(() => ({ body: costs(days) }));
  const { pull, billed } = await openPulling();
  await pull(openaiBill(provider.url));

  const same = await pull(openaiBill(provider.url), dayMs("2026-11-05"));
  days = { "2026-11-04": 3.5 };
  const restated = await pull(openaiBill(provider.url), dayMs("2026-11-05"));

  expect(same).toMatchObject({ added: 0, replaced: 0, already_there: 2 });
  expect(restated).toMatchObject({ added: 0, replaced: 1 });
  expect(await billed()).toEqual({
    "2026-11-02": "2.000000000000",
    "2026-11-04": "3.500000000000",
  });
  expect(provider.asked[1]?.query.get("start_time")).toBe(String(dayMs("2026-11-03") / 1000));
});

test("a provider that fails for now is asked again, after the time that it names", async () => {
  const failures: Readonly<Record<number, StandInAnswer>> = {
    1: { status: 429, headers: { "retry-after": "7" }, body: {} },
    2: { status: 500, body: "an error page" },
    3: { body: costs({ "2026-11-04": 1 }), cutAt: 40 },
  };
  const provider = await openStandIn(
    (_, number) => failures[number] ?? { body: costs({ "2026-11-04": 1 }) },
  );
  const { pull, waited, billed } = await openPulling();

  await pull(openaiBill(provider.url));

  expect(waited).toEqual([7_000, 2_000, 4_000]);
  expect(await billed()).toEqual({ "2026-11-04": "1.000000000000" });
});

test.each<[string, string, StandInAnswer]>([
  [
    "a longer pause than a minute",
    "pull_limited",
    { status: 429, headers: { "retry-after": "90" }, body: {} },
  ],
  ["a server that fails for good", "pull_unreachable", { status: 503, body: {} }],
  [
    "a key that is refused",
    "pull_refused",
    {
      status: 401,
      body: { error: { code: "invalid_api_key", message: "Incorrect key: an-admin-key" } },
    },
  ],
  [
    "a redirect",
    "pull_answer_unusable",
    { status: 307, headers: { location: "http://127.0.0.1:9/" }, body: "" },
  ],
  ["broken JSON", "pull_answer_unusable", { body: '{"data": [' }],
  ["another API's answer", "pull_answer_unusable", { body: { object: "list" } }],
  [
    "a page that says more follow, and not which",
    "pull_answer_unusable",
    { body: { data: [], has_more: true, next_page: null } },
  ],
  [
    "pages that lead in a circle",
    "pull_answer_unusable",
    { body: costs({ "2026-11-04": 1 }, "again") },
  ],
])("nothing of a pull is kept when it meets %s", async (_, code, answer) => {
  const provider = await openStandIn(() => answer);
  const { pull, billed, store, finished } = await openPulling();

  const failed = await pull(openaiBill(provider.url)).catch((error: unknown) => error);

  expect(failed).toMatchObject({ code });
  expect(String(failed)).not.toMatch(/an-admin-key|127\.0\.0\.1/);
  expect(await billed()).toEqual({});
  expect(await store.imports({ limit: 1 })).toEqual([]);
  expect(finished).toEqual([]);
});

test("an answer that does not end is cut at its bound", async () => {
  const provider = await openStandIn(() => ({ body: " ".repeat(16 * 1024 * 1024) }));
  const { pull } = await openPulling();

  await expect(pull(openaiBill(provider.url))).rejects.toMatchObject({
    code: "pull_answer_unusable",
  });
});

test("a long first pull comes in pieces, and goes on behind the last one that is in", async () => {
  let fails = true;
  const provider = await openStandIn(({ query }) => {
    const startMs = Number(query.get("start_time")) * 1000;
    if (fails && startMs === dayMs("2026-10-08")) return { status: 401, body: {} };
    return { body: costs({ [new Date(startMs).toISOString().slice(0, 10)]: 1 }) };
  });
  const { pull, billed, finished } = await openPulling();
  const config = { ...openaiBill(provider.url), first_pull_days: 59, look_back_days: 0 };

  await expect(pull(config as never)).rejects.toMatchObject({ code: "pull_refused" });
  expect(finished).toEqual([dayMs("2026-10-08")]);
  fails = false;
  await pull(config as never, finished[0]);

  expect(finished).toEqual([dayMs("2026-10-08"), dayMs("2026-11-05")]);
  expect(await billed()).toEqual({ "2026-10-08": "1.000000000000" });
  expect(provider.asked.map(({ query }) => Number(query.get("start_time")) * 1000)).toEqual(
    ["2026-09-07", "2026-10-08", "2026-10-08"].map(dayMs),
  );
});

test("Anthropic's bill and usage are read by their own readers, cents as dollars", async () => {
  const result = { currency: "USD", amount: "123.45", workspace_id: null, description: "Input" };
  const usage = {
    uncached_input_tokens: 1500,
    cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 500 },
    cache_read_input_tokens: 200,
    output_tokens: 500,
    server_tool_use: { web_search_requests: 10 },
    api_key_id: "apikey_1",
    workspace_id: "wrkspc_1",
    model: "claude-sonnet-4-5-20250929",
    service_tier: "standard",
    context_window: "0-200k",
  };
  const provider = await openStandIn(({ path, query }) => ({
    body: {
      data: [
        {
          starting_at: "2026-11-04T00:00:00Z",
          ending_at: "2026-11-05T00:00:00Z",
          results: [path.endsWith("cost_report") ? result : usage],
        },
      ],
      has_more: query.get("page") === null,
      next_page: query.get("page") === null ? "page_b" : null,
    },
  }));
  const { pull, billed } = await openPulling();
  const shared = { base_url: provider.url, api_key: "an-admin-key", first_pull_days: 1 };

  await pull(pullOf({ kind: "anthropic-cost-report", ...shared }));
  const used = await pull(pullOf({ kind: "anthropic-usage-report", ...shared }));

  // The second page repeats the first one's day: it is the same day.
  expect(await billed()).toEqual({ "2026-11-04": "1.234500000000" });
  expect(used).toMatchObject({ added: 1, already_there: 1 });
  expect(provider.asked[0]).toMatchObject({
    path: "/v1/organizations/cost_report",
    headers: { "x-api-key": "an-admin-key", "anthropic-version": "2023-06-01" },
  });
  expect(provider.asked[0]?.query.get("starting_at")).toBe("2026-11-04T00:00:00Z");
  expect(provider.asked[2]?.query.getAll("group_by[]")).toContain("service_tier");
});

test("two organisations of one kind do not take each other's days", async () => {
  const provider = await openStandIn(({ headers }) => ({
    body: {
      data: [
        {
          starting_at: "2026-11-04T00:00:00Z",
          ending_at: "2026-11-05T00:00:00Z",
          results: [{ currency: "USD", amount: headers["x-api-key"] === "one" ? "100" : "250" }],
        },
      ],
      has_more: false,
    },
  }));
  const { pull, billed } = await openPulling();
  const of = (account: string, api_key: string) =>
    pullOf({
      ...{ kind: "anthropic-cost-report", base_url: provider.url, first_pull_days: 1 },
      ...{ account, api_key },
    });

  await pull(of("research", "one"));
  await pull(of("products", "two"));
  await pull(of("research", "one"));

  expect(await billed()).toEqual({ "2026-11-04": "3.500000000000" });
});

/** Pulls endpoints of OpenAI's usage for a day, of which each answers one result; what each was asked to group by. */
async function pullUsage(
  endpoints: readonly string[],
  resultAt: (path: string) => Readonly<Record<string, unknown>>,
) {
  const provider = await openStandIn(({ path }) => ({
    body: {
      object: "page",
      data: [
        {
          object: "bucket",
          start_time: dayMs("2026-11-04") / 1000,
          end_time: dayMs("2026-11-05") / 1000,
          results: [resultAt(path)],
        },
      ],
      has_more: false,
      next_page: null,
    },
  }));
  const { pull } = await openPulling();
  const result = await pull(
    pullOf({
      kind: "openai-usage",
      base_url: `${provider.url}/v1`,
      api_key: "k",
      endpoints,
      first_pull_days: 1,
    }),
  );
  return {
    result,
    asked: provider.asked.map(({ path, query }) => [path, query.getAll("group_by")]),
  };
}

test("each endpoint of OpenAI's usage is asked by the dimensions that it has", async () => {
  const { result, asked } = await pullUsage(["completions", "embeddings"], (path) => ({
    object: `organization.usage.${path.split("/").at(-1)}.result`,
    input_tokens: 1000,
    num_model_requests: 3,
    project_id: "proj_1",
    model: "gpt-4o-mini",
  }));

  expect(result).toMatchObject({ added: 2 });
  expect(asked).toEqual([
    [
      "/v1/organization/usage/completions",
      ["project_id", "api_key_id", "model", "batch", "service_tier"],
    ],
    ["/v1/organization/usage/embeddings", ["project_id", "api_key_id", "model"]],
  ]);
});

test("searches of files and of the web are sums of OpenAI's usage, without tokens", async () => {
  const objects: Readonly<Record<string, string>> = {
    file_search_calls: "organization.usage.file_searches.result",
    web_search_calls: "organization.usage.web_searches.result",
  };
  const { result, asked } = await pullUsage(["file_search_calls", "web_search_calls"], (path) => ({
    object: objects[path.split("/").at(-1) ?? ""],
    num_requests: 7,
    project_id: "proj_1",
  }));

  expect(result).toMatchObject({ added: 2 });
  expect(asked).toEqual([
    ["/v1/organization/usage/file_search_calls", ["project_id", "api_key_id"]],
    ["/v1/organization/usage/web_search_calls", ["project_id", "api_key_id", "model"]],
  ]);
});

test("a scrape is measured at its moment; a page of somebody else's is none", async () => {
  let body = 'DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-1",modelName="NVIDIA A10G"} 70\n';
  const provider = await openStandIn(() => ({ headers: { "content-type": "text/plain" }, body }));
  const { pull, finished } = await openPulling();
  const config = pullOf({ kind: "prometheus", url: `${provider.url}/metrics`, bearer_token: "t" });

  expect(await pull(config)).toMatchObject({ rows: 1, added: 1 });
  expect(provider.asked[0]).toMatchObject({ headers: { authorization: "Bearer t" } });
  expect(finished).toEqual([]);
  body = "<html>sign in</html>";
  await expect(pull(config)).rejects.toMatchObject({
    code: "pull_answer_unusable",
    message: expect.stringContaining("row_malformed"),
  });
});

test("a pull that is stopped keeps nothing of its period", async () => {
  const pulling = await openPulling();
  const provider = await openStandIn(() => {
    pulling.stop.abort();
    return { body: costs({ "2026-11-04": 1 }) };
  });

  await expect(pulling.pull(openaiBill(provider.url))).rejects.toThrow();

  expect(await pulling.billed()).toEqual({});
});
