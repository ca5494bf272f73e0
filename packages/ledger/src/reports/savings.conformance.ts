import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";

const day = {
  from: new Date(NOON_MS - 12 * HOUR_MS).toISOString(),
  to: new Date(NOON_MS + 12 * HOUR_MS).toISOString(),
};
const nothing = {
  confidence: "exact" as const,
  list_cost: dollarsOf(0n),
  contracted_cost: dollarsOf(0n),
  effective_cost: dollarsOf(0n),
  billed_cost: dollarsOf(0n),
  lines: [],
  reason: "Answered from the cache: no provider was asked.",
};

/** The answer of a call was used again: once with a known price, once without one. */
const rows = [
  attempt({ call_id: "paid", cost: 500n, cache: { status: "miss" } }),
  attempt({
    call_id: "hit",
    usage: {},
    usage_origin: "none",
    charge: nothing,
    baseline_cost: dollarsOf(500n),
    savings: [{ lever: "exact-cache", amount: dollarsOf(500n) }],
    cache: {
      status: "hit",
      tier: "exact",
      call_id: "paid",
      age_ms: 1000,
      usage: { input: 10, output: 5 },
      other_usage: [{ model: "other", usage: { input: 3 } }],
    },
  }),
  attempt({
    call_id: "unknown",
    usage: {},
    usage_origin: "none",
    charge: nothing,
    baseline_cost: null,
    savings: [{ lever: "exact-cache", amount: null }],
    cache: { status: "coalesced", tier: "exact", call_id: "paid", age_ms: 0, usage: { input: 1 } },
  }),
  attempt({ call_id: "apart", cache: { status: "bypass", reason: "not_deterministic" } }),
];

/** Calls that the cache answered cost nothing, count as calls, and are nobody's usage. */
export function describeSavings(check: Check): void {
  check(
    "a call that the cache answered is a call without cost and without tokens",
    async (store) => {
      await store.append({ rows, cursors: [] });

      const { rows: listed } = await store.report("calls", {
        ...day,
        sort: "time",
        order: "desc",
        limit: 10,
        offset: 0,
      });
      const { totals } = await store.report("totals", day);

      expect(
        Object.fromEntries(listed.map(({ call_id, cache_status }) => [call_id, cache_status])),
      ).toEqual({ paid: "miss", hit: "hit", unknown: "coalesced", apart: "bypass" });
      expect(totals).toMatchObject({
        calls: 4,
        unpriced_attempts: 0,
        unmetered_attempts: 0,
        input_tokens: 20,
        output_tokens: 10,
        avoided_input_tokens: 14,
        avoided_output_tokens: 5,
        unknown_savings: 1,
        effective_cost: dollarsOf(1_000_500n),
        baseline_cost: dollarsOf(1_001_000n),
      });
    },
  );

  check("a baseline is set against the cost of the attempts that have both", async (store) => {
    const moved = [{ lever: "route" as const, amount: null }];
    await store.append({
      rows: [
        attempt({ call_id: "both", cost: 100n, baseline_cost: dollarsOf(200n) }),
        attempt({ call_id: "no-baseline", cost: 100n, baseline_cost: null, savings: moved }),
        attempt({
          call_id: "no-cost",
          cost: null,
          baseline_cost: dollarsOf(7000n),
          savings: moved,
        }),
      ],
      cursors: [],
    });

    expect((await store.report("totals", day)).totals).toMatchObject({
      effective_cost: dollarsOf(200n),
      baseline_cost: dollarsOf(7200n),
      compared_baseline_cost: dollarsOf(200n),
      compared_effective_cost: dollarsOf(100n),
      unknown_savings: 1,
      unpriced_attempts: 1,
    });
  });

  check("what levers saved is told by day, what is not known of it counted", async (store) => {
    await store.append({ rows, cursors: [] });

    const report = await store.report("savings", { ...day, grain: "day" });

    expect(report.rows).toEqual([
      {
        start: day.from,
        lever: "exact-cache",
        attempts: 2,
        unknown: 1,
        saved: dollarsOf(500n),
        simulated: dollarsOf(0n),
      },
    ]);
  });

  check("what simulated calls saved is told of a sum that has real savings too", async (store) => {
    const saving = (call_id: string, amount: bigint, simulated: boolean) =>
      attempt({
        ...{ call_id, simulated },
        savings: [{ lever: "exact-cache", amount: dollarsOf(amount) }],
      });
    await store.append({
      rows: [saving("real", 300n, false), saving("simulated", -20n, true)],
      cursors: [],
    });

    expect((await store.report("savings", { ...day, grain: "day" })).rows).toMatchObject([
      { attempts: 2, saved: dollarsOf(280n), simulated: dollarsOf(-20n) },
    ]);
  });

  check(
    "what the cache did for calls is told with the reasons of those it passed by",
    async (store) => {
      await store.append({ rows, cursors: [] });

      const report = await store.report("cache-use", { ...day, grain: "day" });

      const told = { reason: null, tier: null, avoided_input_tokens: 0, avoided_output_tokens: 0 };
      expect(report.rows).toEqual([
        { ...told, start: day.from, status: "bypass", reason: "not_deterministic", calls: 1 },
        {
          ...told,
          start: day.from,
          status: "coalesced",
          tier: "exact",
          calls: 1,
          avoided_input_tokens: 1,
        },
        {
          start: day.from,
          status: "hit",
          reason: null,
          tier: "exact",
          calls: 1,
          avoided_input_tokens: 13,
          avoided_output_tokens: 5,
        },
        { ...told, start: day.from, status: "miss", calls: 1 },
      ]);
    },
  );

  check(
    "what the cache answered is on neither side of a reconciliation or an export",
    async (store) => {
      await store.append({ rows: rows.slice(1, 3), cursors: [] });

      const { calls } = await store.report("reconciliation", { ...day, cost: "billed" });
      const exported = await store.report("exported-calls", {
        ...day,
        slice: day,
        simulated: false,
      });

      expect(calls).toEqual([]);
      expect(exported).toEqual([]);
    },
  );
}
