import { join } from "node:path";
import { accountKey, compileBudgets, openSqliteBudgets, slotsAt } from "@headgate/budgets";
import {
  budgetExplanation,
  budgetsResponse,
  configSchema,
  type LedgerRow,
} from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { createBudgetWatch } from "../budgets/budget-watch.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

const month = { limit: "1", window: "month" } as const;
const everyone = { name: "everyone", ...month } as const;
const customers = { name: "customers", per: ["customer"], ...month } as const;

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

/** A store of the budgets in the app's data directory, as a gateway has it. */
const store = () => openSqliteBudgets({ path: dataDirectory(app.folder).budgets });

const claimOf = (budget: Parameters<typeof compileBudgets>[0][number], amount: bigint) => {
  const [compiled] = compileBudgets([budget]);
  if (compiled?.window === undefined) throw new Error("no budget");
  return {
    budget: compiled.id,
    ...{ subject: "[]", amount, limit: compiled.limit, atExpiry: "spent" as const },
    slots: slotsAt(compiled.window, NOW_MS, "UTC"),
  };
};
const configured = (budget: Record<string, unknown>) => {
  const [config] = configSchema.parse({ budgets: [budget] }).budgets;
  if (config === undefined) throw new Error("no budget");
  return config;
};

test("without budgets the list is empty, and no store is made", async () => {
  expect(await app.read("/api/budgets", budgetsResponse)).toEqual({
    at: new Date(NOW_MS).toISOString(),
    budgets: [],
    leases: { under_way: 0, unsettled: 0 },
  });
});

test("a budget shows what is spent, set aside and free, and what the pace so far leads to", async () => {
  const config = configured({ ...everyone, name: "shown" });
  const gateway = await store();
  const claim = claimOf(config, 300_000_000_000n);
  await gateway.begin([claim.budget], NOW_MS - 1_000);
  const later = NOW_MS + 60_000;
  for (const lease of ["shown-1:0", "shown-2:0"]) {
    await gateway.reserve({ lease, claims: [claim], heldAtMs: 0, expiresAtMs: later });
  }
  const amounts = new Map([[accountKey(claim), 225_000_000_000n]]);
  await gateway.settle({ lease: "shown-1:0", amounts, simulated: true });
  await gateway.close();

  const { budgets, leases } = await app
    .another({ config: { budgets: [config] } })
    .read("/api/budgets", budgetsResponse);

  expect(leases).toEqual({ under_way: 1, unsettled: 0 });
  expect(budgets).toMatchObject([
    {
      name: "shown",
      limit: "1.000000000000",
      window: "month",
      window_start: "2026-11-01T00:00:00.000Z",
      window_end: "2026-12-01T00:00:00.000Z",
      known_since: new Date(NOW_MS - 1_000).toISOString(),
      accounts: [
        {
          subject: {},
          spent: "0.225000000000",
          leased: "0.300000000000",
          free: "0.475000000000",
          share: "0.225000",
          simulated: true,
          // 22.5 of 30 days have passed.
          expected: "0.300000000000",
        },
      ],
    },
  ]);
});

test("what a killed gateway held is put right by the row that it wrote, and stays where it wrote none", async () => {
  const config = configured({ ...everyone, name: "crashed" });
  const gateway = await store();
  const claim = claimOf(config, 300_000_000_000n);
  await gateway.begin([claim.budget], NOW_MS - 1_000);
  for (const lease of ["written:0", "lost:0"]) {
    await gateway.reserve({ lease, claims: [claim], heldAtMs: 0, expiresAtMs: 0 });
  }
  await gateway.close();
  await app.ledger.append({
    rows: [ledgerRow({ call_id: "written", started_at_ms: NOW_MS - 500 })],
    cursors: [],
  });
  const control = app.another({ config: { budgets: [config] } });

  await control.budgets.tick();

  const { budgets, leases } = await control.budgets.standings();
  expect(leases).toEqual({ under_way: 1, unsettled: 1 });
  expect(budgets[0]?.accounts).toMatchObject([
    { spent: "0.303000000000", leased: "0.000000000000", at_worst_case: "0.300000000000" },
  ]);
});

test("a budget that is new in its window begins with what the ledger says was spent", async () => {
  const config = configured(customers);
  const gateway = await store();
  const { budget } = claimOf(config, 0n);
  await gateway.begin([budget], NOW_MS - 60_000);
  const spent = (call_id: string, customer: string | undefined, startedAtMs: number) =>
    ledgerRow({
      ...{ call_id, started_at_ms: startedAtMs },
      attribution: customer === undefined ? {} : { customer },
    });
  const before = Date.parse("2026-11-10T00:00:00Z");
  await app.ledger.append({
    rows: [
      spent("o1", "acme", before),
      spent("o2", "acme", before + 1),
      spent("o3", "globex", before),
      // In another month, and held by a lease of its own.
      spent("o4", "acme", Date.parse("2026-10-31T23:59:59Z")),
      spent("o5", "acme", NOW_MS - 1_000),
    ],
    cursors: [],
  });
  const control = app.another({ config: { budgets: [config] } });

  await control.budgets.tick();
  // Again: what was read is set, not added.
  await control.budgets.tick();

  const [standing] = (await control.budgets.standings()).budgets;
  const of = (customer: string) =>
    standing?.accounts.find(({ subject }) => subject.customer === customer);
  expect(of("acme")).toMatchObject({ spent: "0.006000000000", opening: "0.006000000000" });
  expect(of("globex")).toMatchObject({ spent: "0.003000000000" });
  expect(standing?.opening_read_at).toBe(new Date(NOW_MS).toISOString());
  await gateway.close();
});

test("what was spent in a gap, in which the budget was not configured, is read as well, and opens it", async () => {
  const config = configured({ ...everyone, name: "gone", match: { team: "gone" } });
  const gateway = await store();
  const claim = claimOf(config, 996_000_000_000n);
  const awaiting = new Set([claim.budget]);
  await gateway.begin([claim.budget], NOW_MS - 90_000);
  await gateway.hold([claim.budget], NOW_MS - 80_000);
  await gateway.begin([claim.budget], NOW_MS - 20_000, { awaiting });
  const row = (call_id: string, agoMs: number) =>
    ledgerRow({ call_id, started_at_ms: NOW_MS - agoMs, attribution: { team: "gone" } });
  const rows = [row("gone-1", 90_001), row("gone-2", 85_000), row("gone-3", 80_000)];
  await app.ledger.append({ rows: [...rows, row("gone-4", 20_000)], cursors: [] });
  const control = app.another({ config: { budgets: [config] } });

  await control.budgets.openClosed();

  const [standing] = (await control.budgets.standings()).budgets;
  // The second and the last were held by leases when they were made.
  expect(standing?.accounts).toMatchObject([
    { spent: "0.006000000000", opening: "0.006000000000" },
  ]);
  expect(
    await gateway.reserve({ lease: "gone-5:0", claims: [claim], heldAtMs: 0, expiresAtMs: 0 }),
  ).toMatchObject({ kind: "refused", spent: 6_000_000_000n });
  await gateway.close();
});

test("rows are found also of leases that ended before many others without a row", async () => {
  const config = configured({ ...everyone, name: "many", match: { team: "many" } });
  const path = join(app.folder, "many.sqlite");
  const gateway = await openSqliteBudgets({ path });
  const claim = claimOf(config, 3n);
  await gateway.begin([claim.budget], NOW_MS - 1_000);
  const hold = (lease: string) =>
    gateway.reserve({ lease, claims: [claim], heldAtMs: 0, expiresAtMs: 0 });
  await hold("many:0");
  await gateway.expire({ nowMs: NOW_MS - 500, steadyMs: 0 });
  await Promise.all(Array.from({ length: 520 }, (_, index) => hold(`many-${index}:0`)));
  const row = ledgerRow({ call_id: "many", attribution: { team: "many" } });
  const watch = createBudgetWatch({
    ...{ path, ledgerName: undefined },
    // Of the others nothing was ever written, and a ledger would be asked for each.
    ledger: { ...app.ledger, call: async (callId) => (callId === "many" ? [row] : []) },
    loadNow: async () => undefined,
    config: () => configSchema.parse({ budgets: [config] }),
    nowMs: () => NOW_MS,
    log: pino({ level: "silent" }),
  });
  const isUnsettled = async () => {
    const first = await gateway.unsettled(0);
    const rest = await gateway.unsettled(0, first.at(-1));
    return [...first, ...rest].some(({ lease }) => lease === "many:0");
  };
  await watch.tick();
  expect(await isUnsettled()).toBe(true);

  await watch.tick();

  expect(await isUnsettled()).toBe(false);
  await watch.close();
  await gateway.close();
});

test("a budget is not opened while what was spent may still wait in the spool", async () => {
  const config = configured({ ...everyone, name: "waiting", match: { team: "waiting" } });
  const gateway = await store();
  const { budget } = claimOf(config, 0n);
  await gateway.begin([budget], NOW_MS - 1_000, { awaiting: new Set([budget]) });
  const asked = { ledger: app.ledger, path: dataDirectory(app.folder).budgets };
  let fails = true;
  const watch = createBudgetWatch({
    ...{ ...asked, ledgerName: undefined },
    loadNow: async () => {
      if (fails) throw new Error("the ledger is away");
      const started_at_ms = NOW_MS - 60_000;
      const row = ledgerRow({ call_id: "w", started_at_ms, attribution: { team: "waiting" } });
      await app.ledger.append({ rows: [row], cursors: [] });
    },
    config: () => configSchema.parse({ budgets: [config] }),
    nowMs: () => NOW_MS,
    log: pino({ level: "silent" }),
  });

  await watch.tick();
  await watch.openClosed();
  expect(await gateway.begun([budget])).toMatchObject([{ awaitsOpening: true }]);
  fails = false;
  await watch.openClosed();

  expect(await gateway.begun([budget])).toMatchObject([{ awaitsOpening: false }]);
  expect(await gateway.standings([budget], 0)).toMatchObject([{ spent: 3_000_000_000n }]);
  await watch.close();
  await gateway.close();
});

/** A watch of its own over the app's ledger, with what that is asked for. */
function watchOver(
  configs: readonly ReturnType<typeof configured>[],
  failing: (query: object) => Promise<void> = async () => undefined,
) {
  const asked: string[] = [];
  const report: typeof app.ledger.report = async (name, query) => {
    asked.push(name);
    await failing(query);
    return app.ledger.report(name, query);
  };
  const watch = createBudgetWatch({
    ...{ path: dataDirectory(app.folder).budgets, ledgerName: undefined },
    ledger: { report, call: (callId) => app.ledger.call(callId) },
    loadNow: async () => undefined,
    config: () => configSchema.parse({ budgets: configs }),
    nowMs: () => NOW_MS,
    log: pino({ level: "silent" }),
  });
  return { watch, asked };
}

test("a limit of requests in the last day is opened by one report where nothing was asked, and by few for each slot", async () => {
  const match = { team: "rolling" };
  const rolling = { measure: "requests", window: { rolling: "24h" }, limit: "9", match };
  const config = configured({ ...rolling, name: "rolling", per: ["customer"] });
  const gateway = await store();
  const [{ id: budget } = { id: "" }] = compileBudgets([config]);
  const begin = (nowMs: number) => gateway.begin([budget], nowMs, { awaiting: new Set([budget]) });
  await begin(NOW_MS - 60_000);
  const { watch, asked } = watchOver([config]);

  await watch.openClosed();
  expect(asked).toEqual(["totals"]);

  const of = (customer: string, call_id: string, change: Partial<LedgerRow> = {}) =>
    ledgerRow({
      ...{ call_id: `rolling-${call_id}`, started_at_ms: NOW_MS - 3_600_000 },
      ...{ attribution: { ...match, customer }, ...change },
    });
  const tags = { "headgate.made_for": "route" };
  await app.ledger.append({
    rows: [of("a", "1"), of("a", "2", { tags }), of("b", "3"), of("c", "4", { tags })],
    cursors: [],
  });
  asked.length = 0;
  await watch.tick();

  const spent = new Map(
    (await gateway.standings([budget], 0)).map(({ subject, spent }) => [subject, spent]),
  );
  expect(spent).toEqual(
    new Map([
      ['["a"]', 1n],
      ['["b"]', 1n],
    ]),
  );
  // One of all, one of the cache and one a lever; for each slot its subjects, and in the one with calls those of the lever.
  expect(asked.length).toBeLessThan(80);
  await watch.close();
  await gateway.close();
});

test("a budget whose opening fails, or takes long, keeps no other closed", async () => {
  const configs = ["slow", "broken", "fine"].map((team) =>
    configured({ ...everyone, name: team, match: { team: `open-${team}` } }),
  );
  const gateway = await store();
  const ids = compileBudgets(configs).map(({ id }) => id);
  await gateway.begin(ids.slice(0, 2), NOW_MS - 1_000, { awaiting: new Set(ids) });
  const closed = async () => (await gateway.begun(ids)).map(({ awaitsOpening }) => awaitsOpening);
  let goOn = (): void => undefined;
  const slowReport = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const { watch } = watchOver(configs, async (query) => {
    if ("team" in query && query.team === "open-broken") throw new Error("the ledger is away");
    if ("team" in query && query.team === "open-slow") await slowReport;
  });

  const first = watch.openClosed();
  await gateway.begin(ids.slice(2), NOW_MS - 500, { awaiting: new Set(ids) });
  await expect
    .poll(async () => {
      void watch.openClosed();
      return closed();
    })
    .toEqual([true, true, false]);
  goOn();
  await first;

  expect(await closed()).toEqual([false, true, false]);
  await watch.close();
  await gateway.close();
});

test("rows of before a budget was known that come late are read as long as its window lasts", async () => {
  const config = configured({ ...everyone, name: "late", match: { team: "late" } });
  const gateway = await store();
  const { budget } = claimOf(config, 0n);
  await gateway.begin([budget], NOW_MS - 60_000);
  let nowMs = NOW_MS;
  const control = app.another({ config: { budgets: [config] }, nowMs: () => nowMs });
  await control.budgets.tick();
  nowMs += 2 * 3_600_000;
  await control.budgets.tick();
  const late = (call_id: string) =>
    ledgerRow({ call_id, started_at_ms: NOW_MS - 90_000, attribution: { team: "late" } });

  await app.ledger.append({ rows: [late("late-1")], cursors: [] });
  nowMs += 60_000;
  await control.budgets.tick();
  // Not each time: few rows come so late.
  expect(await gateway.standings([budget], 0)).toEqual([]);
  nowMs += 4 * 60_000;
  await control.budgets.tick();

  expect(await gateway.standings([budget], 0)).toMatchObject([{ spent: 3_000_000_000n }]);
  nowMs = Date.parse("2026-12-01T00:10:00Z");
  await app.ledger.append({ rows: [late("late-2")], cursors: [] });
  await control.budgets.tick();
  expect(await gateway.standings([budget], 0)).toMatchObject([{ spent: 3_000_000_000n }]);
  await gateway.close();
});

test("a new limit of requests begins with what clients asked and providers answered", async () => {
  const config = configured({
    name: "asked",
    measure: "requests",
    limit: "9",
    window: "month",
    per: ["customer"],
  });
  const gateway = await store();
  await gateway.begin([claimOf(config, 0n).budget], NOW_MS - 60_000);
  const started_at_ms = Date.parse("2026-11-11T00:00:00Z");
  const attribution = { customer: "initech" };
  const row = (call_id: string, change: Partial<LedgerRow> = {}) =>
    ledgerRow({ call_id, started_at_ms, attribution, ...change });
  await app.ledger.append({
    rows: [
      row("asked-1"),
      row("asked-2", { cache: { status: "miss" } }),
      row("asked-3", { cache: { status: "hit", tier: "exact", call_id: "asked-2" } }),
      row("asked-4", { operation: "embeddings", tags: { "headgate.made_for": "semantic-cache" } }),
      row("asked-5", { tags: { "headgate.made_for": "route" } }),
    ],
    cursors: [],
  });
  const control = app.another({ config: { budgets: [config] } });

  await control.budgets.tick();

  const [standing] = (await control.budgets.standings()).budgets;
  expect(standing?.accounts.find(({ subject }) => subject.customer === "initech")).toMatchObject({
    spent: "2",
    opening: "2",
  });
  await gateway.close();
});

test("slots of a window that was over two days ago are dropped, whatever the window is", async () => {
  const hour = 3_600_000;
  const hourly = configured({ name: "hourly", window: "hour", limit: "1" });
  const monthly = configured({ ...everyone, name: "monthly" });
  const budgets = compileBudgets([hourly, monthly]);
  const gateway = await store();
  await gateway.begin(
    budgets.map(({ id }) => id),
    NOW_MS - 1_000,
  );
  for (const { id: budget, window } of budgets) {
    for (const ago of [0, 47 * hour, 49 * hour, 35 * 24 * hour]) {
      if (window === undefined) throw new Error("no window");
      const claim = { budget, subject: "[]", amount: 1n, atExpiry: "spent" as const };
      await gateway.reserve({
        ...{ lease: `${budget}:${ago}`, heldAtMs: 0, expiresAtMs: NOW_MS },
        claims: [{ ...claim, slots: slotsAt(window, NOW_MS - ago, "UTC") }],
      });
    }
  }
  const control = app.another({ config: { budgets: [hourly, monthly] } });

  await control.budgets.tick();

  const left = await gateway.standings(
    budgets.map(({ id }) => id),
    0,
  );
  expect(left.map(({ budget, slot }) => [budget.split("@")[0], NOW_MS - slot])).toEqual([
    ["hourly", 47 * hour],
    ["hourly", 0],
    ["monthly", 22.5 * 24 * hour],
  ]);
  await gateway.close();
});

test("all gauges of a scrape, and all alarms of a look, rest on one reading of the accounts", async () => {
  const config = configured({ ...everyone, name: "shown" });
  const alarm = { on: "budget", budget: "shown", above: "0.9", notify: [] };
  const control = app.another({
    config: {
      budgets: [config],
      alarms: [
        { name: "one", ...alarm },
        { name: "two", ...alarm },
      ],
    },
  });
  const readings = vi.spyOn(control.budgets, "standings");

  await control.ask("/metrics");
  expect(readings).toHaveBeenCalledTimes(1);
  await control.alarms.tick();
  expect(readings).toHaveBeenCalledTimes(2);
});

test("the metrics tell how full a budget is", async () => {
  const config = configured({ ...everyone, name: "shown" });
  const text = await (await app.another({ config: { budgets: [config] } }).ask("/metrics")).text();

  expect(text).toContain('headgate_budget_used_ratio{budget="shown"} 0.225');
  expect(text).toMatch(/headgate_budget_leases\{state="under_way"\} \d/);
});

test("a call is explained by the budgets that it counts to; what is not known stays so", async () => {
  const charge = { ...ledgerRow({ call_id: "x" }).charge, effective_cost: null };
  await app.ledger.append({
    rows: [
      ledgerRow({ call_id: "told", attempt: 0, final: false, charge, started_at_ms: NOW_MS - 9 }),
      ledgerRow({ call_id: "told", attempt: 1, started_at_ms: NOW_MS - 8 }),
    ],
    cursors: [],
  });
  const requests = { name: "calls", measure: "requests", limit: "9", window: "day" };
  const control = app.another({ config: { budgets: [everyone, customers, requests] } });

  const explained = await control.read("/api/budgets/calls/told", budgetExplanation);

  expect(
    explained.attempts.map(({ counts }) => counts.map(({ budget, amount }) => [budget, amount])),
  ).toEqual([
    [
      ["everyone", null],
      ["customers", null],
      ["calls", "1"],
    ],
    [
      ["everyone", "0.003000000000"],
      ["customers", "0.003000000000"],
      ["calls", "0"],
    ],
  ]);
  expect((await control.ask("/api/budgets/calls/nobody")).status).toBe(404);
});

test("a budget's own alarms fire above their shares, once, and end with the window", async () => {
  const budgets = [{ ...everyone, name: "shown", alert_at: ["0.2", "0.9"] }];
  const control = app.another({ config: { budgets } });

  await control.alarms.tick();

  const alarms = await control.alarms.list();
  expect(alarms).toMatchObject([
    {
      ...{ name: "budget-shown-20", state: "firing", path: "/budgets" },
      ...{ about: "the spend of the budget shown", condition: "above 20 %" },
      last: { value: "0.225000", simulated: true },
    },
    { name: "budget-shown-90", state: "ok" },
  ]);
  const nextMonth = app.another({
    config: { budgets },
    nowMs: () => Date.parse("2026-12-01T00:00:01Z"),
  });
  await nextMonth.alarms.tick();
  expect(await nextMonth.alarms.list()).toMatchObject([{ state: "ok" }, { state: "ok" }]);
  const history = await nextMonth.alarms.history();
  expect(
    history.filter(({ alarm }) => alarm === "budget-shown-20").map(({ kind }) => kind),
  ).toEqual(["resolved", "fired"]);
});

test("a share that is written twice is one alarm, which tells once", async () => {
  const budgets = [{ ...everyone, name: "shown", alert_at: ["0.2", "0.20"] }];
  const control = app.another({ config: { budgets } });

  await control.alarms.tick();

  expect((await control.alarms.list()).map(({ name }) => name)).toEqual(["budget-shown-20"]);
});

test("the alarm of a budget with the longest of names can be snoozed and tested", async () => {
  const name = "b".repeat(64);
  const budgets = [{ ...everyone, name, alert_at: ["0.812345"] }];
  const control = app.another({ config: { budgets } });
  const path = `/api/alarms/budget-${name}-81_2345`;

  expect((await control.ask(`${path}/snooze`, sendJson("POST", { hours: 1 }))).status).toBe(200);
  // It notifies nobody, which is said of an alarm that is there.
  await expectError(await control.ask(`${path}/test`, { method: "POST" }), 400, "request_invalid");
});

test("an alarm is of every account, the list of the most spent, and the many that are beyond at once are one message", async () => {
  const config = configured({
    ...customers,
    name: "many",
    limit: "0.005",
    match: { team: "many" },
  });
  const gateway = await store();
  const { budget } = claimOf(config, 0n);
  await gateway.begin([budget], NOW_MS - 60_000);
  await gateway.close();
  const rows = Array.from({ length: 250 }, (_, index) =>
    ledgerRow({
      ...{ call_id: `many-${index}`, started_at_ms: Date.parse("2026-11-10T00:00:00Z") },
      attribution: { team: "many", customer: `customer-${index}` },
    }),
  );
  await app.ledger.append({ rows, cursors: [] });
  const alarms = [{ name: "many", on: "budget", budget: "many", above: "0.5" }];
  const control = app.another({ config: { budgets: [config], alarms } });
  await control.budgets.tick();

  const [listed] = (await control.budgets.standings()).budgets;
  expect([listed?.accounts.length, listed?.left_out]).toEqual([200, 50]);

  await control.alarms.tick();
  const told = (await control.alarms.history()).map(({ text }) => text);
  expect(told).toHaveLength(20);
  expect(told.filter((text) => text.includes("more accounts"))).toEqual([
    expect.stringMatching(/Customer=customer-\d+ and 230 more accounts\./),
  ]);
  await control.alarms.tick();
  expect(await control.alarms.history()).toHaveLength(20);
});
