import { type LedgerRow, simulationReport } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

const DAY_MS = 86_400_000;
const FROM_MS = NOW_MS - 10 * DAY_MS;
const cost = "0.003000000000";
/** Ten days; each hour a question is asked twice, and the cache answered it the second time in one hour of four. */
const rows = Array.from({ length: 240 }, (_, hour): LedgerRow[] => {
  const asked = {
    request_model: "gpt-4.1-mini",
    key_id: "key_1",
    attribution: { feature: hour % 2 === 0 ? "faq" : "mail" },
    request_facts: { digest: `q${hour}`.padEnd(22, "_"), deterministic: true },
  };
  const at = FROM_MS + hour * 3_600_000;
  const isHit = hour % 4 === 0;
  return [
    ledgerRow({ call_id: `first-${hour}`, started_at_ms: at, ...asked }),
    ledgerRow({
      call_id: `second-${hour}`,
      started_at_ms: at + 60_000,
      ...asked,
      ...(isHit && {
        usage: {},
        usage_origin: "none",
        charge: {
          confidence: "exact",
          list_cost: "0.000000000000",
          contracted_cost: "0.000000000000",
          effective_cost: "0.000000000000",
          billed_cost: "0.000000000000",
          lines: [],
          reason: "Answered from the cache: no provider was asked.",
        },
        baseline_cost: cost,
        savings: [{ lever: "exact-cache", amount: cost }],
        cache: {
          status: "hit",
          tier: "exact",
          call_id: `first-${hour}`,
          age_ms: 60_000,
          usage: { input: 1_000, output: 200 },
        },
      }),
    }),
  ];
}).flat();
const policy = (when: string, feature: string) => ({
  name: `${feature} ${when}`,
  match: { feature },
  exact_cache: { when },
});

let app: OpenApp;
beforeAll(async () => {
  app = await openApp({
    config: {
      providers: { openai: { kind: "openai", base_url: "https://api.openai.com/v1" } },
      policies: [policy("never", "mail")],
    },
  });
  await app.ledger.append({ rows, cursors: [] });
});
afterAll(() => app.close());

const ask = (policies: readonly unknown[]) =>
  app.ask("/api/simulations", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      from: new Date(FROM_MS).toISOString(),
      to: new Date(NOW_MS).toISOString(),
      policies,
    }),
  });
const simulate = async (policies: readonly unknown[]) =>
  simulationReport.parse(await (await ask(policies)).json());
/** Ten days of savings in a month of 730 hours. */
const aMonth = (calls: number): bigint => (parseDollars(cost) * BigInt(calls) * 730n) / 240n;

test("the policies that hold change nothing", async () => {
  const report = await simulate([policy("never", "mail")]);

  expect(report).toMatchObject({ levers: [], not_simulated: [], calls: 480 });
  expect(report.cost_per_month.next).toBe(report.cost_per_month.now);
});

test("a cache that is switched on answers the questions that came again", async () => {
  const report = await simulate([]);

  // Of mail every second call comes again: its 120 hours had no hit.
  expect(report.levers).toMatchObject([
    {
      lever: "exact-cache",
      calls: 240,
      moved: 120,
      effects: ["120 more calls get an earlier answer, at once."],
    },
  ]);
  expect(parseDollars(report.saved_per_month.estimate)).toBe(aMonth(120));
  expect(parseDollars(report.cost_per_month.now) - parseDollars(report.cost_per_month.next)).toBe(
    aMonth(120),
  );
  expect(report.mean_duration_ms?.next).toBeLessThan(report.mean_duration_ms?.now ?? 0);
  expect(report.latency).toMatchObject({ answered: 120, moved: 0, deferred: 0 });
  expect(report.latency.saved_ms).toBeGreaterThan(0);
  expect(report.quality).toMatchObject({ uncertified: { now: 0, next: 0 } });
});

test("a cache that is switched off costs again what it saved, and nothing that it did not", async () => {
  const report = await simulate([policy("never", "*")]);

  expect(parseDollars(report.saved_per_month.estimate)).toBe(-aMonth(60));
});

test("what needs texts is not made up", async () => {
  const report = await simulate([
    policy("never", "mail"),
    { name: "short", match: { feature: "faq" }, prompt: { lossless: true } },
  ]);

  expect(report.not_simulated).toMatchObject([{ lever: "prompt", calls: 240 }]);
  expect(report.saved_per_month.estimate).toBe("0.000000000000");
});

test("a policy that is none is refused by its place", async () => {
  const error = await expectError(
    await ask([{ name: "x", exact_cache: { when: "sometimes" } }]),
    400,
    "request_invalid",
  );

  expect(error.message).toContain("policies");
});
