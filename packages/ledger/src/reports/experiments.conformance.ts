import { type ExperimentPlace, experimentMeasures, type LedgerRow } from "@headgate/contract";
import fc from "fast-check";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { ExperimentDay } from "./experiments.ts";

const DAY_MS = 24 * HOUR_MS;
const range = {
  from: new Date(NOON_MS - DAY_MS).toISOString(),
  to: new Date(NOON_MS + 5 * DAY_MS).toISOString(),
};
const placed = (arm: ExperimentPlace["arm"], more: Partial<ExperimentPlace> = {}) =>
  [{ experiment: "faq/output", lever: "output", arm, share: 0.1, ...more }] as const;
const inSession = (callId: string, session: string, change: Parameters<typeof attempt>[0] = {}) =>
  attempt({ call_id: callId, attribution: { session, feature: "faq" }, key_id: "k", ...change });

/** Sums over days and alike sessions of one arm. */
function together(days: readonly ExperimentDay[], arm: ExperimentPlace["arm"]) {
  const own = days.filter((day) => day.arm === arm);
  return Object.fromEntries(
    experimentMeasures.map((measure) => {
      const parts = own.map(({ moments }) => moments[measure]);
      const add = (of: (part: (typeof parts)[number]) => number) =>
        parts.reduce((sum, part) => sum + of(part), 0);
      return [
        measure,
        {
          units: add(({ units }) => units),
          count: add(({ count }) => count),
          sum: parts.reduce((sum, part) => sum + part.sum, 0n),
          squares: add(({ squares }) => squares),
          products: add(({ products }) => products),
          countSquares: add(({ countSquares }) => countSquares),
        },
      ] as const;
    }),
  );
}

/** What the arms of experiments came to. */
export function describeExperiments(check: Check): void {
  check("tells of each arm what its sessions came to, exactly", async (store) => {
    await store.append({
      rows: [
        // One call of two attempts, and a second call of the same session a day later.
        inSession("a", "s", { experiments: placed("treated"), final: false, cost: 2n }),
        inSession("a", "s", { experiments: placed("treated"), attempt: 1, cost: 3n }),
        inSession("b", "s", {
          experiments: placed("treated"),
          started_at_ms: NOON_MS + DAY_MS,
          cost: 7n,
          outcome: "provider_error",
        }),
        inSession("c", "t", { experiments: placed("held_out"), cost: 11n }),
        // Without a known cost it tells the rest.
        inSession("d", "u", { experiments: placed("held_out"), cost: null }),
        attempt({ call_id: "e" }),
      ],
      cursors: [],
    });

    const days = await store.report("experiments", range);
    expect(
      days.map(({ arm, dayMs, calls, lever, share, model, feature }) => ({
        ...{ arm, calls, lever, share, model, feature },
        day: new Date(dayMs).toISOString().slice(0, 10),
      })),
    ).toEqual(
      (
        [
          ["held_out", "2026-07-15", 2],
          ["treated", "2026-07-15", 1],
          ["treated", "2026-07-16", 1],
        ] as const
      ).map(([arm, day, calls]) => ({
        ...{ arm, day, calls, lever: "output", share: 0.1, feature: "faq" },
        model: attempt().request_model ?? null,
      })),
    );
    expect(together(days, "treated")).toMatchObject({
      // Of the session: 12 picodollars over 2 calls.
      cost: { units: 1, count: 2, sum: 12n, squares: 144, products: 24, countSquares: 4 },
      failures: { units: 1, count: 2, sum: 1n, squares: 1, products: 2, countSquares: 4 },
    });
    expect(together(days, "held_out")).toMatchObject({
      cost: { units: 1, count: 1, sum: 11n, squares: 121 },
      failures: { units: 2, count: 2, sum: 0n },
    });
  });

  check(
    "counts what an answer of our cache would have used, but for experiments on caches",
    async (store) => {
      const hit: Partial<LedgerRow> = {
        cache: { status: "hit", tier: "exact", usage: { input: 30, output: 5 } },
        charge: { ...attempt().charge, effective_cost: dollarsOf(0n) },
        usage: {},
        usage_origin: "none",
        baseline_cost: dollarsOf(40n),
      };
      await store.append({
        rows: [
          inSession("a", "s", {
            ...hit,
            experiments: [
              ...placed("treated"),
              ...placed("treated", { experiment: "faq/exact-cache", lever: "exact-cache" }),
            ],
          }),
        ],
        cursors: [],
      });

      const of = async (experiment: string) =>
        together(await store.report("experiments", { ...range, experiment }), "treated");
      expect(await of("faq/output")).toMatchObject({
        cost: { sum: 40n },
        output_tokens: { sum: 5n },
        duration: { count: 0 },
      });
      expect(await of("faq/exact-cache")).toMatchObject({
        cost: { sum: 0n },
        output_tokens: { sum: 0n },
        duration: { count: 1 },
      });
    },
  );

  check(
    "counts what waited for a batch with its cost, and not how long it waited",
    async (store) => {
      const experiments = placed("treated", { experiment: "faq/route", lever: "route" });
      await store.append({
        rows: [
          inSession("a", "s", { experiments, cost: 3n, service_tier: "batch" }),
          inSession("b", "s", { experiments, cost: 5n, service_tier: "default" }),
          inSession("c", "s", { experiments, cost: 7n }),
        ],
        cursors: [],
      });

      expect(together(await store.report("experiments", range), "treated")).toMatchObject({
        ...{
          cost: { count: 3, sum: 15n },
          failures: { count: 3, sum: 0n },
          duration: { count: 2 },
        },
      });
    },
  );

  check(
    "counts a session while the share that it came in under holds, in both arms alike: no session is in two",
    async (store) => {
      const before = (arm: ExperimentPlace["arm"], session: string) =>
        inSession(`old ${session}`, session, {
          experiments: placed(arm, { share: 0.05 }),
          cost: 10n,
        });
      const after = (arm: ExperimentPlace["arm"], session: string) =>
        inSession(`new ${session}`, session, {
          experiments: placed(arm, { share: 0.2 }),
          // The same day: a share changes when it does.
          started_at_ms: NOON_MS + HOUR_MS,
          cost: 5n,
        });
      await store.append({
        rows: [
          before("held_out", "held out under both"),
          before("treated", "held out since"),
          before("treated", "treated under both"),
          after("held_out", "held out under both"),
          after("held_out", "held out since"),
          after("treated", "treated under both"),
          after("held_out", "came later, held out"),
          after("treated", "came later"),
        ],
        cursors: [],
      });
      await store.addOutcomes({
        outcomes: [
          {
            ...{ occurred_at: new Date(NOON_MS + 2 * HOUR_MS).toISOString(), name: "solved" },
            ...{ id: "1", accepted: true, session: "held out since" },
          },
        ],
        atMs: NOON_MS,
      });

      const days = await store.report("experiments", range);
      expect(
        days.map(({ arm, share, calls, moments: { cost, outcomes } }) => ({
          ...{ arm, share, calls, units: cost.units, sum: cost.sum, outcomes: outcomes.count },
        })),
      ).toEqual([
        { arm: "held_out", share: 0.05, calls: 1, units: 1, sum: 10n, outcomes: 0 },
        { arm: "held_out", share: 0.2, calls: 1, units: 1, sum: 5n, outcomes: 0 },
        { arm: "treated", share: 0.05, calls: 2, units: 2, sum: 20n, outcomes: 0 },
        { arm: "treated", share: 0.2, calls: 1, units: 1, sum: 5n, outcomes: 0 },
      ]);
    },
  );

  check(
    "adds what a lever asked for a call to what that call cost, and counts it as no call, whichever model and provider it asked",
    async (store) => {
      const own = (forCall: string, change: Parameters<typeof attempt>[0] = {}) =>
        attempt({
          call_id: `for ${forCall}`,
          // It came before what it was made for was sent.
          started_at_ms: NOON_MS - 1,
          request_model: "gpt-5-nano",
          provider: "another",
          outcome: "provider_error",
          experiments: placed("treated", { for_call: forCall }),
          ...change,
        });
      await store.append({
        rows: [
          attempt({ call_id: "a", experiments: placed("treated"), cost: 2n }),
          own("a", { cost: 3n }),
          attempt({ call_id: "b", experiments: placed("treated"), cost: 5n }),
          // Of a cost that is not known: neither is what its call came to.
          own("b", { cost: null }),
          // Of a call that the question is not about.
          attempt({
            call_id: "c",
            experiments: placed("treated"),
            provider: "third",
            request_model: "other",
          }),
          own("c"),
        ],
        cursors: [],
      });

      const asked = { ...range, provider: "openai", requestModel: "gpt-5" };
      const days = await store.report("experiments", asked);
      expect(days.map(({ model, calls }) => ({ model, calls }))).toEqual([
        { model: "gpt-5", calls: 2 },
      ]);
      expect(together(days, "treated")).toMatchObject({
        cost: { units: 1, count: 1, sum: 5n, squares: 25 },
        input_tokens: { units: 2, count: 2, sum: 20n },
        duration: { units: 2, count: 2, sum: 200_000n },
        failures: { units: 2, count: 2, sum: 0n },
      });
    },
  );

  check(
    "joins feedback to the arm of its call, outcomes to that of their session or their calls, and to none where they are of two sessions",
    async (store) => {
      await store.append({
        rows: [
          inSession("a", "s", { experiments: placed("treated") }),
          inSession("b", "t", { experiments: placed("held_out") }),
        ],
        cursors: [],
      });
      const at = { occurred_at: new Date(NOON_MS + HOUR_MS).toISOString(), name: "solved" };
      await store.addOutcomes({
        outcomes: [
          { ...at, id: "1", accepted: true, session: "s" },
          { ...at, id: "2", accepted: false, session: "s" },
          { ...at, id: "3", accepted: true, call_ids: ["b"] },
          { ...at, id: "4", accepted: true, call_ids: ["a", "b"] },
        ],
        atMs: NOON_MS,
      });

      const days = await store.report("experiments", {
        ...range,
        feedback: [
          { callId: "a", quality: 0.25 },
          { callId: "of no experiment", quality: 1 },
        ],
      });
      expect(together(days, "treated")).toMatchObject({
        feedback: { units: 1, count: 1, sum: 250_000n },
        outcomes: { units: 1, count: 2, sum: 1n },
      });
      expect(together(days, "held_out")).toMatchObject({
        outcomes: { units: 1, count: 1, sum: 1n },
      });
    },
  );

  check(
    "increments of days add up to what sessions came to, whatever their calls",
    async (store) => {
      const calls = fc.sample(
        fc.record({
          session: fc.constantFrom("s", "t", "u", "v"),
          day: fc.nat(4),
          cost: fc.bigInt({ min: 0n, max: 1_000_000n }),
        }),
        { numRuns: 40, seed: 7 },
      );
      await store.append({
        rows: calls.map(({ session, day, cost }, index) =>
          inSession(`${index}`, session, {
            experiments: placed("treated"),
            started_at_ms: NOON_MS + day * DAY_MS,
            cost,
          }),
        ),
        cursors: [],
      });

      const sessions = [...new Set(calls.map(({ session }) => session))].map((name) => {
        const own = calls.filter(({ session }) => session === name);
        return { y: own.reduce((sum, { cost }) => sum + cost, 0n), n: own.length };
      });
      const { cost } = together(await store.report("experiments", range), "treated");
      expect(cost?.sum).toBe(sessions.reduce((sum, { y }) => sum + y, 0n));
      expect(cost?.squares).toBeCloseTo(
        sessions.reduce((sum, { y }) => sum + Number(y) ** 2, 0),
        -3,
      );
      expect(cost?.products).toBeCloseTo(
        sessions.reduce((sum, { y, n }) => sum + Number(y) * n, 0),
        0,
      );
      expect(cost).toMatchObject({
        units: sessions.length,
        countSquares: sessions.reduce((sum, { n }) => sum + n * n, 0),
      });
    },
  );
}
