import type { LedgerRow } from "@headgate/contract";
import { anomalies } from "@headgate/control";
import { formatDollars, picodollars } from "@headgate/money";
import type { SampledCall } from "@headgate/simulator";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, test } from "vitest";
import { LEAST_FINDABLE } from "./anomalies/by-size.ts";
import { judgeCompany } from "./anomalies/judge-company.ts";
import { sampledLedger } from "./company/sampled-ledger.ts";
import { judgeDriver } from "./drivers/eval-drivers.ts";
import { reconcileCompany } from "./reconcile/eval-reconcile.ts";

/** On a machine that is busy. */
const TIMEOUT_MS = 300_000;
const DAY_MS = 86_400_000;
const FROM = "2026-03-02";
const fromMs = Date.parse(`${FROM}T00:00:00Z`);

/** A question about all days that can be judged. */
const askedOver = (days: number) => ({
  from: new Date(fromMs + 28 * DAY_MS).toISOString(),
  to: new Date(fromMs + days * DAY_MS).toISOString(),
  grain: "day" as const,
});

test.each([
  { setting: "known", seed: 2 },
  { setting: "held_out", seed: 1_003 },
  { setting: "held_out", seed: 1_005 },
] as const)(
  "planted changes of a company ($setting, $seed) are named with their day, slice and cause, and nothing else is",
  async (about) => {
    const { changes, falseNames } = await judgeCompany({ ...about, days: 84, scale: 0.05 });

    const asked = changes.filter(({ share, ratio }) => share > 0.1 && ratio > LEAST_FINDABLE);
    expect(asked.length).toBeGreaterThan(0);
    for (const change of asked) {
      expect(change).toMatchObject({ isRightDay: true, isRightSlice: true, isRightPart: true });
    }
    expect(falseNames).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "a planted change leads the drivers of its week, with its cause as the largest part",
  async () => {
    const about = { setting: "known", seed: 2, days: 64, scale: 0.05, from: FROM } as const;
    const { company, ledger } = sampledLedger(about);
    const [first] = company.planted;
    if (first === undefined) throw new TypeError("a change is planted");

    expect(await judgeDriver("known", first, ledger)).toMatchObject({
      isExact: true,
      isFirst: true,
      isRightPart: true,
    });
  },
  TIMEOUT_MS,
);

test(
  "the ledger answers of a company what its calls, added up, answer",
  async () => {
    const days = 44;
    const about = { setting: "known", seed: 3, days, scale: 0.003, from: FROM } as const;
    const { company, ledger } = sampledLedger(about);
    const stored = await openTemporaryLedger();
    try {
      const rows = [...company.days()].flat().map(rowOf);
      await stored.store.append({ rows, cursors: [] });
      const nowMs = fromMs + days * DAY_MS;

      const answer = await anomalies(stored.store, askedOver(days), nowMs);

      expect(answer).toEqual(await anomalies(ledger, askedOver(days), nowMs));
    } finally {
      await stored.close();
    }
  },
  TIMEOUT_MS,
);

test.each([7, 19, 41])(
  "company %i: what was spent is right to the picodollar, and every planted fault of a bill is told by its kind",
  async (seed) => {
    const judged = await reconcileCompany(seed);

    expect(judged.total.expected).toBeGreaterThan(0n);
    expect(judged.total.told).toBe(judged.total.expected);

    expect(new Set(judged.faults.map(({ kind }) => kind)).size).toBe(13);
    expect(judged.faults.filter(({ expected, told }) => expected !== told)).toEqual([]);
    expect(judged).toMatchObject({ beyond: 0n, notExplained: 0n });
    expect(judged.plantedUnexplained).toBeGreaterThan(0n);
    expect(judged.unexplained).toBe(judged.plantedUnexplained);
  },
  TIMEOUT_MS,
);

function rowOf(call: SampledCall): LedgerRow {
  const cost = formatDollars(picodollars(call.picodollars));
  return {
    row_id: `${call.id}:0`,
    call_id: call.id,
    attempt: 0,
    final: true,
    started_at_ms: call.atMs,
    duration_ms: 1,
    source: "gateway",
    simulated: false,
    operation: "chat",
    provider: call.provider,
    request_model: call.model,
    stream: false,
    outcome: call.failed ? "provider_error" : "completed",
    usage_origin: call.failed ? "none" : "provider",
    usage: Object.fromEntries(call.lines.map(({ component, quantity }) => [component, quantity])),
    charge: {
      confidence: "exact",
      list_cost: cost,
      contracted_cost: cost,
      effective_cost: cost,
      billed_cost: cost,
      lines: call.lines.map((line) => ({
        component: line.component,
        quantity: line.quantity,
        unit_price: formatDollars(picodollars(line.unitPrice)),
        list_cost: formatDollars(picodollars(line.picodollars)),
        price_record: line.record,
      })),
    },
    baseline_cost: cost,
    savings: [],
    attribution: { team: call.team, feature: call.feature, customer: call.customer },
    tags: { origin: "constructed" },
  };
}
