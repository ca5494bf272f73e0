import { configSchema, type LedgerRow } from "@headgate/contract";
import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { readHistory } from "../history/read-history.ts";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";
import { simulatePolicies } from "./simulate-policies.ts";
import { simulationReportOf } from "./simulation-report.ts";

const START = Date.parse("2026-11-20T00:00:00Z");
const DAY = 86_400_000;
const MINUTE = 60_000;
const NOTHING = "0.000000000000";
const COST = "0.003000000000";

/** One policy for all calls in place of another. */
async function simulated(rows: readonly LedgerRow[], now: object, next: object) {
  const ledger = await openLedger();
  await ledger.append({ rows: [...rows], cursors: [] });
  const of = (policy: object) =>
    configSchema.parse({
      providers: { openai: { kind: "openai", base_url: "http://127.0.0.1:9/v1", api_key: "x" } },
      policies: [{ name: "all", ...policy }],
    });
  const read = await readHistory({
    ...{ ledger, config: of(now), prices: loadPriceBook() },
    ...{ fromMs: START, toMs: START + DAY, nowMs: START + DAY },
  });
  const policies = { now: of(now).policies, next: of(next).policies, keyName: () => "" };
  return simulationReportOf(read, await simulatePolicies(read.history, policies));
}

const asked = (call_id: string, minute: number, row: Partial<LedgerRow> = {}): LedgerRow =>
  ledgerRow({ call_id, started_at_ms: START + minute * MINUTE, key_id: "key_1", ...row });
/** Constructed: a minute after each of so many calls the exact cache answers the same in three milliseconds. */
const hits = (count: number): LedgerRow[] =>
  Array.from({ length: count }, (_, at) => {
    const { charge } = asked("any", 0);
    return asked(`hit ${at}`, 2 * at + 1, {
      duration_ms: 3,
      ...{ usage: {}, usage_origin: "none", savings: [{ lever: "exact-cache", amount: COST }] },
      charge: {
        ...charge,
        ...{ list_cost: NOTHING, contracted_cost: NOTHING },
        ...{ effective_cost: NOTHING, billed_cost: NOTHING },
      },
      cache: {
        ...{ status: "hit", tier: "exact", call_id: "asked 0", age_ms: MINUTE },
        usage: { input: 1_000, output: 200 },
      },
    });
  });
const calls = (count: number): LedgerRow[] =>
  Array.from({ length: count }, (_, at) => asked(`asked ${at}`, 2 * at));

test("what another setting of a lever would do to calls on which it acts already is not told as nothing", async () => {
  const rows = [...calls(3), ...hits(9)];
  const always = { exact_cache: { when: "always" } };

  for (const narrower of [{ when: "deterministic" }, { when: "always", ttl_minutes: 1 }]) {
    const { not_simulated } = await simulated(rows, always, { exact_cache: narrower });
    expect(not_simulated).toMatchObject([
      { lever: "exact-cache", calls: 9, reason: expect.stringMatching(/acts on these calls/) },
    ]);
  }
  const off = await simulated(rows, always, { exact_cache: { when: "never" } });
  expect(off.not_simulated).toEqual([]);
}, 120_000);

test("sessions that are held out of a lever save nothing by it", async () => {
  const rows = Array.from({ length: 100 }, (_, at) =>
    ["first", "again"].map((which, second) =>
      asked(`${which} ${at}`, at + second / 2, {
        attribution: { session: `session ${at}` },
        request_facts: { digest: `q${at}`.padEnd(22, "_"), deterministic: true },
      }),
    ),
  ).flat();
  const off = { exact_cache: { when: "never" } };
  const movedWith = async (holdout: object) =>
    (await simulated(rows, off, { exact_cache: { when: "always" }, ...holdout })).levers[0]?.moved;

  expect(await movedWith({})).toBe(100);
  for (const holdout of [0.5, { exact_cache: 0.5 }]) {
    const moved = await movedWith({ holdout });
    expect(moved).toBeGreaterThan(30);
    expect(moved).toBeLessThan(70);
  }
}, 120_000);

test("calls of a batch are answered at once where it is switched off, and are not told as deferred", async () => {
  const before = formatDollars(picodollars(2n * parseDollars(COST)));
  const batched = Array.from({ length: 5 }, (_, at) =>
    asked(`later ${at}`, at, {
      ...{ service_tier: "batch", baseline_cost: before },
      savings: [{ lever: "batch", amount: COST }],
    }),
  );

  const report = await simulated(
    batched,
    { batch: { when: "always" } },
    { batch: { when: "never" } },
  );

  expect(report.levers).toMatchObject([
    { lever: "batch", moved: 5, effects: ["5 calls would be answered at once, and not later."] },
  ]);
  expect(report.latency.deferred).toBe(0);
}, 120_000);

test("without its cache a call takes as long as its model does; what a cache answered tells nothing of that", async () => {
  const [on, off] = [{ exact_cache: { when: "always" } }, { exact_cache: { when: "never" } }];

  const told = await simulated([...calls(20), ...hits(60)], on, off);
  expect(told.levers[0]?.effects).toEqual([
    "60 calls that got an earlier answer would be asked anew.",
  ]);
  expect(told.mean_duration_ms).toEqual({ now: Math.round((20 * 800 + 60 * 3) / 80), next: 800 });

  const untold = await simulated([...calls(2), ...hits(60)], on, off);
  expect(untold.latency.untold).toBe(60);
  expect(untold.mean_duration_ms).toEqual({ now: 800, next: 800 });
}, 120_000);
