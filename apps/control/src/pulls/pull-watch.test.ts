import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { importsResponse, pullStatusSchema, sourcesResponse } from "@headgate/contract";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { NOW_MS, type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";
import { nextRunMs, nextTryMs } from "./next-run.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YESTERDAY_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS - DAY_MS;

let nowMs = NOW_MS;
let stores: OpenApp;
beforeAll(async () => {
  stores = await openApp();
});
afterAll(() => stores.close());
beforeEach(async () => {
  nowMs = NOW_MS;
  await stores.state.keepPulls([]);
});

type Answer = Readonly<{ status?: number; headers?: Record<string, string>; body?: unknown }>;

async function openProvider(answer: (path: string, number: number) => Answer) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const { status = 200, headers = {}, body = {} } = answer(request.url ?? "", asked);
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
  };
}

/** A day's bill of OpenAI. */
const bill = (value: number, organisation: string) => ({
  object: "page",
  data: [
    {
      object: "bucket",
      start_time: YESTERDAY_MS / 1000,
      end_time: (YESTERDAY_MS + DAY_MS) / 1000,
      results: [
        {
          object: "organization.costs.result",
          amount: { value, currency: "usd" },
          line_item: "gpt-4o-mini, input",
          organization_id: organisation,
        },
      ],
    },
  ],
  has_more: false,
  next_page: null,
});
const costs = (url: string, name = "bill") => ({
  name,
  kind: "openai-costs",
  base_url: `${url}/v1`,
  api_key: "an-admin-key-of-the-tests",
  first_pull_days: 1,
});
const watching = (...sources: readonly object[]) =>
  stores.another({ nowMs: () => nowMs, config: { sources } });
const settle = async (app: ReturnType<typeof watching>): Promise<void> => {
  await app.pulls.tick();
  await app.pulls.idle();
};

test("a source is pulled when it is due and not before, and tells how it stands", async () => {
  const provider = await openProvider(() => ({ body: bill(1, "org-due") }));
  const app = watching(costs(provider.url));

  const [before] = (await app.read("/api/sources", sourcesResponse)).pulls;
  await settle(app);
  await settle(app);
  const [after] = (await app.read("/api/sources", sourcesResponse)).pulls;

  expect(before).toMatchObject({ last_success_at: null, lag_ms: null, next_run_at: null });
  expect(provider.asked()).toBe(1);
  expect(after).toMatchObject({
    name: "bill",
    kind: "openai-costs",
    sources: ["openai_costs"],
    is_running: false,
    last_success_at: new Date(NOW_MS).toISOString(),
    last_result: { rows: 1, added: 1 },
    last_error: null,
    finished_until: new Date(YESTERDAY_MS + DAY_MS).toISOString(),
    lag_ms: NOW_MS - YESTERDAY_MS - DAY_MS,
    next_run_at: new Date(NOW_MS + 6 * HOUR_MS).toISOString(),
  });
  nowMs += 6 * HOUR_MS;
  await settle(app);
  expect(provider.asked()).toBe(2);
});

test("a restart asks no provider before its time", async () => {
  const provider = await openProvider(() => ({ body: bill(1, "org-restart") }));
  await settle(watching(costs(provider.url)));

  const next = watching(costs(provider.url));
  await settle(next);

  expect(provider.asked()).toBe(1);
  expect(await next.pulls.list()).toMatchObject([{ last_result: { added: 1 } }]);
});

test("what comes again unchanged is no import, and the changes of a day are one", async () => {
  let value = 1;
  const provider = await openProvider(() => ({ body: bill(value, "org-again") }));
  const app = watching(costs(provider.url, "again"));
  for (const amount of [1, 1, 1, 2, 2, 3]) {
    value = amount;
    await app.pulls.pull("again");
    await app.pulls.idle();
  }

  const { imports } = await app.read("/api/imports?limit=500", importsResponse);

  expect(provider.asked()).toBe(6);
  expect(imports.filter(({ named }) => named[0] === "source again")).toMatchObject([
    { summary: { joined: 3, sources: [{ source: "openai_costs", added: 1, replaced: 2 }] } },
  ]);
});

test("a source that fails is tried later each time, as the provider says, and stops no other", async () => {
  const failing = await openProvider(() => ({ status: 429, headers: { "retry-after": "7200" } }));
  const fine = await openProvider((path) => ({
    body: path.includes("organizations") ? { data: [], has_more: false } : bill(1, "org-fine"),
  }));
  const app = watching(costs(failing.url), {
    name: "fine",
    kind: "anthropic-cost-report",
    base_url: fine.url,
    api_key: "k",
  });

  await settle(app);
  const [failed, other] = await app.pulls.list();

  expect(failed).toMatchObject({
    last_success_at: null,
    failures_in_a_row: 1,
    last_error: expect.stringContaining("It answered 429."),
    next_run_at: new Date(NOW_MS + 2 * HOUR_MS).toISOString(),
  });
  expect(other).toMatchObject({ failures_in_a_row: 0, last_success_at: expect.any(String) });
  expect(app.logged.join()).not.toContain("an-admin-key-of-the-tests");
  const metrics = await (await app.ask("/metrics")).text();
  expect(metrics).toContain('headgate_pull_failures_total{source="bill"} 1');
  expect(metrics).toContain(
    'headgate_pull_lag_seconds{source="fine",kind="anthropic-cost-report"}',
  );
});

test("a pull waits for a client's import, and is asked for through the API", async () => {
  const provider = await openProvider(() => ({ body: bill(1, "org-waits") }));
  const app = watching(costs(provider.url, "waits"));
  const begun = await app.ask("/api/imports", sendJson("POST", { named: ["a.json"] }));
  const { id } = (await begun.json()) as { id: string };

  const asked = await app.ask("/api/sources/waits/pull", sendJson("POST", {}));
  const again = await app.ask("/api/sources/waits/pull", sendJson("POST", {}));
  await app.ask(`/api/imports/${id}`, { method: "DELETE" });
  await app.pulls.idle();

  expect(pullStatusSchema.parse(await asked.json())).toMatchObject({ is_running: true });
  expect(pullStatusSchema.parse(await again.json())).toMatchObject({ is_running: true });
  expect(provider.asked()).toBe(1);
  expect(await app.pulls.list()).toMatchObject([{ last_result: { added: 1 }, is_running: false }]);
  await expectError(
    await app.ask("/api/sources/nobody/pull", sendJson("POST", {})),
    404,
    "not_found",
  );
});

test("another account's periods begin anew; a source that is configured no more is forgotten", async () => {
  const one = await openProvider(() => ({ body: bill(1, "org-one") }));
  const other = await openProvider(() => ({ body: bill(1, "org-other") }));
  await settle(watching(costs(one.url)));

  const moved = watching(costs(other.url));
  await settle(moved);
  await settle(watching());

  expect(other.asked()).toBe(1);
  expect(await stores.state.pullStandings()).toEqual([]);
});

test("pauses grow to a quarter of an hour or the interval, and a provider's own word is kept", () => {
  const asked = { nowMs: 0, intervalMs: 60_000, random: 0.5, askedDelayMs: undefined };
  const pauses = [1, 2, 3, 4, 5, 60].map((failuresInARow) =>
    nextTryMs({ ...asked, failuresInARow }),
  );

  expect(pauses).toEqual([60_000, 120_000, 240_000, 480_000, 900_000, 900_000]);
  expect(nextTryMs({ ...asked, failuresInARow: 1, askedDelayMs: 5_000_000 })).toBe(5_000_000);
  expect([0, 0.999].map((random) => nextRunMs({ ...asked, random }))).toEqual([54_000, 65_988]);
});
