import {
  callSortColumns,
  type LedgerRow,
  spendByReport,
  spendOverTimeReport,
  timeGrains,
  totalsReport,
  unpricedReport,
} from "@headgate/contract";
import fc from "fast-check";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { anyCalls, attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";
import { describeBilledByDay } from "./billed-by-day.conformance.ts";
import { describeBillCells } from "./bills/bill-cells.conformance.ts";
import { describeBilledMachines } from "./bills/billed-machines.conformance.ts";
import { describeBills } from "./bills/bills.conformance.ts";
import { describeCalls } from "./calls.conformance.ts";
import { describeCallsByScope } from "./calls-by-scope.conformance.ts";
import { describeChangeCells } from "./change-cells.conformance.ts";
import {
  DAY_END_MS,
  DAY_START_MS,
  DOLLAR,
  day,
  dayRows,
  dayTotals,
  iso,
  noTotals,
} from "./day-rows.fixture.ts";
import { describeDemand } from "./demand.conformance.ts";
import { describeExplore } from "./explore.conformance.ts";
import { describeGaugeHours } from "./gauge-hours.conformance.ts";
import { addedUp, partsOf } from "./plain-sums.fixture.ts";
import { describeReconciliation } from "./reconciliation.conformance.ts";
import { describeSimulated } from "./simulated.conformance.ts";
import { describeSpend } from "./spend.conformance.ts";
import { describeUsageByModel } from "./usage-by-model.conformance.ts";

const load = (store: LedgerStore, rows: readonly LedgerRow[]) =>
  store.append({ rows, cursors: [] });
const totalsOf = async (store: LedgerStore, query: Parameters<typeof store.report<"totals">>[1]) =>
  totalsReport.strict().parse(await store.report("totals", query)).totals;

/** What every store must answer to every report. */
export function describeReports(check: Check): void {
  check("counts the tokens of all models that worked within an answer", async (store) => {
    const other = { input: 500, cache_read: 40, cache_read_audio: 2, output: 60, reasoning: 7 };
    const advised = attempt({
      call_id: "advised",
      usage: { input: 10, cache_read: 1, output: 5 },
      other_usage: [
        { model: "advisor", usage: other },
        { model: "advisor", usage: { input: 3 } },
      ],
    });
    await load(store, [advised, attempt({ call_id: "plain", usage: { input: 1, output: 1 } })]);

    expect(await totalsOf(store, day)).toMatchObject({
      input_tokens: 10 + 1 + 542 + 3 + 1,
      cache_read_tokens: 1 + 42,
      output_tokens: 5 + 67 + 1,
      reasoning_tokens: 7,
      avoided_input_tokens: 0,
      avoided_output_tokens: 0,
      unknown_savings: 0,
    });
    const { rows } = await store.report("calls", {
      ...day,
      sort: "input_tokens",
      order: "desc",
      limit: 10,
      offset: 0,
    });
    expect(rows.map((row) => [row.call_id, row.input_tokens, row.output_tokens])).toEqual([
      ["advised", 556, 72],
      ["plain", 1, 1],
    ]);
    expect(await store.call("advised")).toEqual([advised]);
  });

  check("answers an empty ledger with zeros and no rows", async (store) => {
    expect(await totalsOf(store, day)).toEqual(noTotals);
    expect(await store.report("spend-over-time", { ...day, grain: "day", limit: 8 })).toEqual({
      rows: [],
    });
    expect(
      await store.report("spend-over-time", { ...day, grain: "day", by: "team", limit: 8 }),
    ).toEqual({ rows: [] });
    expect(await store.report("spend-by", { ...day, by: "team", limit: 8 })).toEqual({
      rows: [],
      left_out: 0,
    });
    expect(await store.report("unpriced", day)).toEqual({ rows: [] });
    expect(await store.report("billed-by-day", day)).toEqual([]);
  });

  check("adds a day up", async (store) => {
    await load(store, dayRows);

    expect(await totalsOf(store, day)).toEqual(dayTotals);
  });

  check("adds up each of two calls that came under one id of the client's", async (store) => {
    await store.append({
      rows: ["a", "b"].map((callId) =>
        attempt({ call_id: callId, client_call_id: "order-7", cost: 7n }),
      ),
      cursors: [],
    });

    expect(await totalsOf(store, day)).toMatchObject({
      calls: 2,
      attempts: 2,
      effective_cost: dollarsOf(14n),
    });
  });

  check("takes the start of a range in and leaves its end out", async (store) => {
    await load(store, [
      attempt({ call_id: "before", started_at_ms: DAY_START_MS - 1, cost: 1n }),
      attempt({ call_id: "first", started_at_ms: DAY_START_MS, cost: 10n }),
      attempt({ call_id: "last", started_at_ms: DAY_END_MS - 1, cost: 100n }),
      attempt({ call_id: "after", started_at_ms: DAY_END_MS, cost: 1_000n }),
    ]);

    expect(await totalsOf(store, day)).toMatchObject({ calls: 2, effective_cost: dollarsOf(110n) });
    expect(
      await totalsOf(store, { from: "2026-07-15T02:00:00+02:00", to: "2026-07-15T20:00:00-04:00" }),
    ).toMatchObject({ calls: 2 });
    expect(await totalsOf(store, { from: day.to, to: day.from })).toEqual(noTotals);
  });

  check(
    "counts a call where its final attempt lies, even across the edge of a range",
    async (store) => {
      await load(store, [
        attempt({ final: false, started_at_ms: DAY_END_MS - 5, outcome: "timed_out", cost: 1n }),
        attempt({ attempt: 1, started_at_ms: DAY_END_MS + 5, cost: 2n }),
      ]);
      const next = { from: day.to, to: iso(DAY_END_MS + HOUR_MS) };

      expect(await totalsOf(store, day)).toMatchObject({ calls: 0, attempts: 1 });
      expect(await totalsOf(store, next)).toMatchObject({ calls: 1, attempts: 1 });
    },
  );

  check("filters by each dimension, by none of a dimension, and by tag", async (store) => {
    await load(store, dayRows);
    const calls = async (filter: Record<string, string>) =>
      (await totalsOf(store, { ...day, ...filter })).calls;

    expect(await calls({ team: "red" })).toBe(2);
    expect(await calls({ team: "red", user: "ann" })).toBe(1);
    expect(await calls({ team: "" })).toBe(1);
    expect(await calls({ model: "gpt-5-2026" })).toBe(1);
    expect(await calls({ model: "mystery" })).toBe(1);
    expect(await calls({ provider: "openai", confidence: "unknown" })).toBe(2);
    expect(await calls({ outcome: "interrupted", operation: "chat", source: "gateway" })).toBe(1);
    expect(await calls({ service_tier: "", key_id: "", organisation: "", session: "" })).toBe(4);
    expect(await calls({ tag: "job=nightly" })).toBe(1);
    expect(await calls({ tag: "job=" })).toBe(0);
    expect(await calls({ tag: "other=nightly" })).toBe(0);
    expect(await calls({ team: "red' or 1=1 --" })).toBe(0);
  });

  check(
    "splits spend by a dimension, dearest first, and says how many groups it left out",
    async (store) => {
      await load(store, dayRows);

      const whole = spendByReport.parse(
        await store.report("spend-by", { ...day, by: "team", limit: 100 }),
      );
      const first = await store.report("spend-by", { ...day, by: "team", limit: 1 });

      expect(whole.left_out).toBe(0);
      expect(
        whole.rows.map((row) => [row.group, row.calls, row.attempts, row.effective_cost]),
      ).toEqual([
        ["red", 2, 2, dollarsOf(2n * DOLLAR)],
        ["blue", 1, 2, dollarsOf(DOLLAR)],
        [null, 1, 1, dollarsOf(0n)],
      ]);
      expect(first).toEqual({ rows: [whole.rows[0]], left_out: 2 });
    },
  );

  check("shows spend over time in UTC buckets, weeks from Monday", async (store) => {
    await load(store, dayRows);
    const starts = async (grain: (typeof timeGrains)[number]) => {
      const report = await store.report("spend-over-time", { ...day, grain, limit: 8 });
      return spendOverTimeReport.parse(report).rows.map((row) => row.start);
    };

    expect(await starts("minute")).toEqual([
      "2026-07-15T12:00:00.000Z",
      "2026-07-15T13:00:00.000Z",
    ]);
    expect(await starts("hour")).toEqual(["2026-07-15T12:00:00.000Z", "2026-07-15T13:00:00.000Z"]);
    expect(await starts("day")).toEqual(["2026-07-15T00:00:00.000Z"]);
    expect(await starts("week")).toEqual(["2026-07-13T00:00:00.000Z"]);
    expect(await starts("month")).toEqual(["2026-07-01T00:00:00.000Z"]);
    expect(
      (await store.report("spend-over-time", { ...day, grain: "hour", limit: 8 })).rows,
    ).toEqual([
      {
        start: "2026-07-15T12:00:00.000Z",
        group: null,
        is_other: false,
        calls: 2,
        unpriced_attempts: 0,
        input_tokens: 110,
        cache_read_tokens: 40,
        output_tokens: 55,
        effective_cost: dollarsOf(3n * DOLLAR),
      },
      {
        start: "2026-07-15T13:00:00.000Z",
        group: null,
        is_other: false,
        calls: 2,
        unpriced_attempts: 2,
        input_tokens: 7,
        cache_read_tokens: 0,
        output_tokens: 3,
        effective_cost: dollarsOf(0n),
      },
    ]);
  });

  check("names the dearest groups over time and folds the rest into other", async (store) => {
    await load(store, dayRows);

    const report = await store.report("spend-over-time", {
      ...day,
      grain: "hour",
      by: "team",
      limit: 1,
    });

    expect(
      report.rows.map((row) => [row.start.slice(11, 13), row.group, row.is_other, row.calls]),
    ).toEqual([
      ["12", "red", false, 1],
      ["12", null, true, 1],
      ["13", "red", false, 1],
      ["13", null, true, 1],
    ]);
  });

  check("tells calls without a group from the folded rest", async (store) => {
    await load(store, [
      attempt({ call_id: "a", cost: 3n }),
      attempt({ call_id: "b", cost: 2n, attribution: { team: "red" } }),
    ]);

    const query = { ...day, grain: "day", by: "team", limit: 1 } as const;

    expect((await store.report("spend-over-time", query)).rows).toMatchObject([
      { group: null, is_other: false, effective_cost: dollarsOf(3n) },
      { group: null, is_other: true, effective_cost: dollarsOf(2n) },
    ]);
  });

  check("refuses a grain that would give more buckets than anyone reads", async (store) => {
    const decade = { from: "2016-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" };

    await expect(
      store.report("spend-over-time", { ...decade, grain: "minute", limit: 8 }),
    ).rejects.toMatchObject({ code: "request_invalid" });
  });

  check(
    "adds up what attempts cost whose answer no client got, and counts unpriced ones",
    async (store) => {
      await store.append({
        rows: [
          ...dayRows,
          attempt({ call_id: "again", final: false, cost: 5n }),
          attempt({ call_id: "again", attempt: 1, cost: 7n }),
          attempt({ call_id: "failed", outcome: "timed_out", cost: 11n }),
          attempt({ call_id: "hung-up", outcome: "client_closed", cost: 13n }),
          attempt({ call_id: "ended", outcome: "ended_early", cost: 17n }),
        ],
        cursors: [],
      });

      expect(await store.report("retry-cost", day)).toEqual({
        cost: 16n,
        attempts: 4,
        unpricedAttempts: 1,
      });
    },
  );

  check("lists what has no price, by model and reason", async (store) => {
    await load(store, [
      ...dayRows,
      attempt({ call_id: "z", request_model: "mystery", cost: null }),
    ]);

    const report = unpricedReport.parse(await store.report("unpriced", day));

    expect(report.rows).toEqual([
      {
        provider: "openai",
        model: "mystery",
        reason: "no price",
        attempts: 2,
        input_tokens: 17,
        output_tokens: 8,
        last_seen: iso(NOON_MS + HOUR_MS),
      },
      {
        provider: "openai",
        model: "gpt-5",
        reason: "no price",
        attempts: 1,
        input_tokens: 0,
        output_tokens: 0,
        last_seen: iso(NOON_MS + HOUR_MS + 1),
      },
    ]);
  });

  check("answers the same in every report, and as the rows themselves add up", async (store) => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(anyCalls, fc.nat({ max: 3 }), async (calls, limit) => {
        round += 1;
        const organisation = `round ${round}`;
        const rows = calls.flat().map((row) => ({
          ...row,
          row_id: `${round}.${row.row_id}`,
          call_id: `${round}.${row.call_id}`,
          attribution: { ...row.attribution, organisation },
        }));
        await load(store, rows);
        const range = { from: "2026-07-13T00:00:00Z", to: "2026-07-18T00:00:00Z", organisation };

        const totals = await totalsOf(store, range);

        expect(totals).toMatchObject(addedUp(rows));
        for (const by of ["team", "provider", "outcome"] as const) {
          const { rows: groups } = await store.report("spend-by", { ...range, by, limit: 100 });
          expect(partsOf(groups)).toEqual(partsOf([totals]));
          for (const more of [{}, { split: "model" }, { grain: "hour" }] as const) {
            const query = { ...range, by, limit: limit + 1, split_limit: 1, ...more };
            const { rows: parts } = await store.report("explore", { ...query, rank: "calls" });
            expect(partsOf(parts)).toEqual(partsOf([totals]));
          }
          for (const grain of timeGrains) {
            const query = { ...range, grain, by, limit: limit + 1 };
            const { rows: points } = await store.report("spend-over-time", query);
            expect(partsOf(points)).toEqual(partsOf([totals]));
          }
        }
        for (const grain of timeGrains) {
          const { rows: points } = await store.report("spend-over-time", {
            ...range,
            grain,
            limit: 8,
          });
          expect(partsOf(points)).toEqual(partsOf([totals]));
        }
        for (const sort of callSortColumns) {
          const query = { ...range, sort, order: "desc", limit: 500, offset: 0 } as const;
          const report = await store.report("calls", query);
          expect(report.total).toBe(totals.calls);
          expect(new Set(report.rows.map((row) => row.call_id)).size).toBe(totals.calls);
          expect(report.rows.reduce((all, row) => all + row.attempts, 0)).toBe(totals.attempts);
        }
      }),
      { numRuns: 8 },
    );
  });

  describeBilledByDay(check);
  describeBills(check);
  describeBillCells(check);
  describeBilledMachines(check);
  describeSpend(check);
  describeChangeCells(check);
  describeUsageByModel(check);
  describeGaugeHours(check);
  describeReconciliation(check);
  describeSimulated(check);
  describeCallsByScope(check);
  describeDemand(check);
  describeExplore(check);
  describeCalls(check);
}
