import { type LedgerRow, spendReport } from "@headgate/contract";
import { formatDollars, parseDollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect } from "vitest";
import { billLine, callFrom, importAll } from "../imports/imports.fixture.ts";
import type { Check } from "../store.conformance.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore, Reports } from "../store.ts";

const DOLLAR = 10n ** 12n;
const DAY_MS = 24 * HOUR_MS;
const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
const ask = async (store: LedgerStore, query: Partial<Reports["spend"]["query"]> = {}) =>
  spendReport.parse(
    await store.report("spend", { ...july, by: "provider", cost: "effective", ...query }),
  );
const parts = ({ rows }: Awaited<ReturnType<typeof ask>>) =>
  rows.map(({ basis, part, group, cost }) => [basis, part, group, Number(cost)]);
const call = (id: string, change: Parameters<typeof attempt>[0] = {}): LedgerRow =>
  callFrom("bedrock_invocation_log", id, { provider: "bedrock", cost: DOLLAR, ...change });

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const statementOf = (start: string, end: string) => ({
  statement: `aws_cur:111122223333:${start}`,
  billing_period_start_ms: Date.parse(start),
  billing_period_end_ms: Date.parse(end),
});
const lineOfDay = (id: string, day: number, change: Parameters<typeof billLine>[1]) => {
  const { charge_period_start_ms: start, charge_period_end_ms: end } = billLine(id);
  return billLine(id, {
    charge_period_start_ms: start + day * DAY_MS,
    charge_period_end_ms: end + day * DAY_MS,
    ...change,
  });
};

const otherAccount = {
  statement: "aws_cur:444455556666:2026-07-01",
  billing_account_id: "444455556666",
};

type Days = Readonly<{ from: number; to: number }>;

/** From the first to the last day of a month's lines; where the next month has lines too, up to that month's. */
function spansOf(lines: readonly (Days & Readonly<{ month: number }>)[]): readonly Days[] {
  const months = [...new Set(lines.map(({ month }) => month))];
  return months.map((month) => {
    const own = lines.filter((line) => line.month === month);
    return {
      from: months.includes(month - 1) ? month * 30 : Math.min(...own.map(({ from }) => from)),
      to: months.includes(month + 1) ? month * 30 + 30 : Math.max(...own.map(({ to }) => to)),
    };
  });
}

/** What every store must answer about bills and calls together. */
export function describeSpend(check: Check): void {
  check(
    "counts the bill where one covers a provider's day, and calls where none does",
    async (store) => {
      await importAll(store, {
        billLines: [
          billLine("1", { cost: "5" }),
          billLine("2", { cost: "3", category: "storage", provider: undefined }),
          billLine("3", { cost: "-1", charge_category: "credit" }),
        ],
        attempts: [
          call("covered", { cost: 4n * DOLLAR }),
          call("unpriced", { cost: null }),
          call("next day", { started_at_ms: NOON_MS + DAY_MS }),
          call("elsewhere", { provider: "openai", cost: 10n * DOLLAR }),
          call("pretended", { provider: "openai", simulated: true }),
        ],
      });

      const report = await ask(store);

      expect(parts(report)).toEqual([
        ["calls", "called", "openai", 10],
        ["bill", "called", "bedrock", 4],
        ["bill", "billed", null, 3],
        ["bill", "not_seen", "bedrock", 1],
        ["calls", "called", "bedrock", 1],
        ["bill", "billed", "bedrock", -1],
      ]);
      expect(report.rows[1]).toMatchObject({ attempts: 2, unpriced_attempts: 1 });
      expect(report.totals).toEqual([{ currency: "USD", cost: dollarsOf(18n * DOLLAR) }]);
      expect(report.simulated_cost).toBe(dollarsOf(DOLLAR));
    },
  );

  check(
    "shows as a signed rest, in no group, what calls do not explain of a bill",
    async (store) => {
      await importAll(store, {
        billLines: [billLine("1", { cost: "5", attribution: { team: "red" } })],
        attempts: [call("a", { cost: 7n * DOLLAR, attribution: { team: "blue" } })],
      });

      expect(parts(await ask(store, { by: "team" }))).toEqual([
        ["bill", "called", "blue", 7],
        ["bill", "not_seen", null, -2],
      ]);
    },
  );

  check(
    "lets a bill cover the calls of its own accounts, and those that name none",
    async (store) => {
      await importAll(store, {
        billLines: [billLine("1", { cost: "5", sub_account_id: "222233334444" })],
        attempts: [
          call("billing account", { account_id: "111122223333" }),
          call("sub account", { account_id: "222233334444" }),
          call("unnamed"),
          call("other account", { account_id: "999900001111" }),
        ],
      });

      expect(parts(await ask(store))).toEqual([
        ["bill", "called", "bedrock", 3],
        ["bill", "not_seen", "bedrock", 2],
        ["calls", "called", "bedrock", 1],
      ]);
    },
  );

  check("reads a gateway's own name of a provider by the price book's", async (store) => {
    await store.append({ rows: [attempt({ provider: "aws-east", cost: DOLLAR })], cursors: [] });
    await importAll(store, { billLines: [billLine("1", { cost: "5" })] });

    expect(parts(await ask(store, { providers: { "aws-east": "bedrock" } }))).toEqual([
      ["bill", "not_seen", "bedrock", 4],
      ["bill", "called", "bedrock", 1],
    ]);
  });

  check(
    "adds no two currencies, and spreads no line over a range that it reaches out of",
    async (store) => {
      await importAll(store, {
        billLines: [
          billLine("1", { cost: "5", billing_currency: "EUR" }),
          billLine("2", { cost: "30", charge_period_end_ms: Date.parse("2026-08-02") }),
        ],
        attempts: [call("a")],
      });

      const report = await ask(store);

      expect(report.totals).toEqual([{ currency: "EUR", cost: "5.000000000000" }]);
      expect(report.covered_in_other_currencies).toEqual({ attempts: 1, cost: dollarsOf(DOLLAR) });
      expect(report.lines_across_the_range).toEqual([
        { currency: "USD", lines: 1, cost: "30.000000000000" },
      ]);
    },
  );

  check("counts no line of a simulated bill, and covers nothing by it", async (store) => {
    await importAll(store, {
      billLines: [
        billLine("1", {
          source: "focus",
          statement: "focus:simulated:111122223333:2026-07-01",
          cost: "5",
        }),
      ],
      attempts: [call("a")],
    });

    const report = await ask(store);

    expect(parts(report)).toEqual([["calls", "called", "bedrock", 1]]);
    expect(report.simulated_lines).toEqual([{ currency: "USD", lines: 1, cost: "5.000000000000" }]);
  });

  check(
    "lets a bill cover a day without a line between days that it states, and none beyond them",
    async (store) => {
      const at = (day: number) => ({ started_at_ms: NOON_MS + day * DAY_MS });
      await importAll(store, {
        billLines: [billLine("first", { cost: "5" }), lineOfDay("last", 2, { cost: "7" })],
        attempts: [-1, 0, 1, 2, 3].map((day) => call(`day ${day}`, at(day))),
      });

      expect(parts(await ask(store))).toEqual([
        ["bill", "not_seen", "bedrock", 9],
        ["bill", "called", "bedrock", 3],
        ["calls", "called", "bedrock", 2],
      ]);
      // What the bill moved to another day is in neither day's total twice.
      const gap = { from: "2026-07-16T00:00:00Z", to: "2026-07-17T00:00:00Z" };
      expect((await ask(store, gap)).totals).toEqual([{ currency: "USD", cost: dollarsOf(0n) }]);
    },
  );

  check(
    "tells of a bill that ends within a day, whose later calls are in no total",
    async (store) => {
      const hourly = (id: string, hour: number, change: Parameters<typeof billLine>[1] = {}) => {
        const { charge_period_start_ms: start } = billLine(id);
        return billLine(id, {
          charge_period_start_ms: start + hour * HOUR_MS,
          charge_period_end_ms: start + (hour + 1) * HOUR_MS,
          cost: "1",
          ...change,
        });
      };
      const hours = (count: number) => Array.from({ length: count }, (_, hour) => hour);
      const storage = { category: "storage", provider: undefined } as const;
      await importAll(store, {
        billLines: [
          ...hours(6).map((hour) => hourly(`${hour}`, hour)),
          hourly("storage", 9, storage),
          // Stated to the end of its day.
          billLine("whole", { source: "openai_costs", account: "org", provider: "openai" }),
        ],
        attempts: hours(20).map((hour) =>
          call(`${hour}`, { started_at_ms: NOON_MS - 12 * HOUR_MS + hour * HOUR_MS }),
        ),
      });

      const today = { from: "2026-07-15T00:00:00Z", to: "2026-07-15T20:00:00Z" };
      const ends = {
        provider: "bedrock",
        account: "111122223333",
        until: "2026-07-15T06:00:00.000Z",
      };
      expect((await ask(store, today)).bills_ending_within_a_day).toEqual([ends]);
      expect((await ask(store)).bills_ending_within_a_day).toEqual([ends]);
      const hoursOfBill = { ...today, to: ends.until };
      expect((await ask(store, hoursOfBill)).bills_ending_within_a_day).toEqual([]);

      await importAll(store, {
        billLines: [
          ...hours(30).map((hour) => hourly(`${hour}`, hour)),
          hourly("storage", 9, storage),
        ],
      });
      expect((await ask(store, today)).bills_ending_within_a_day).toEqual([]);
      expect((await ask(store)).bills_ending_within_a_day).toMatchObject([
        { until: "2026-07-16T06:00:00.000Z" },
      ]);
    },
  );

  check("covers the days between a month's last line and the next month's first", async (store) => {
    const day = (of: string) => ({
      charge_period_start_ms: Date.parse(of),
      charge_period_end_ms: Date.parse(of) + DAY_MS,
    });
    await importAll(store, {
      billLines: [
        billLine("july", { cost: "5", ...day("2026-07-29") }),
        billLine("august", {
          ...statementOf("2026-08-01", "2026-09-01"),
          cost: "7",
          ...day("2026-08-02"),
        }),
        billLine("october", {
          ...statementOf("2026-10-01", "2026-11-01"),
          cost: "9",
          ...day("2026-10-02"),
        }),
      ],
      attempts: ["07-28", "07-30", "08-01", "08-03", "09-15", "10-01", "10-03"].map((of) =>
        call(of, { started_at_ms: Date.parse(`2026-${of}T12:00:00Z`) }),
      ),
    });
    const until = { to: "2026-11-01T00:00:00Z" };

    expect(parts(await ask(store, until))).toEqual([
      ["bill", "not_seen", "bedrock", 19],
      ["calls", "called", "bedrock", 5],
      ["bill", "called", "bedrock", 2],
    ]);
    // A range that neither month's line lies in knows it too.
    const between = { from: "2026-07-30T00:00:00Z", to: "2026-08-02T00:00:00Z" };
    expect(parts(await ask(store, between))).toEqual([
      ["bill", "called", "bedrock", 2],
      ["bill", "not_seen", "bedrock", -2],
    ]);
  });

  check("covers what lines and the spans between them say, in any range", async (store) => {
    let year = 2000;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            month: fc.constantFrom(0, 1, 3),
            day: fc.nat({ max: 9 }),
            days: fc.constantFrom(1, 1, 1, 4),
          }),
          { maxLength: 8 },
        ),
        fc.uniqueArray(fc.nat({ max: 119 }), { maxLength: 20 }),
        fc.array(fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 120 })), {
          minLength: 3,
          maxLength: 3,
        }),
        async (monthLines, called, ranges) => {
          year += 1;
          // Months of thirty days, which a bill may well have; the third has no bill.
          const ms = (day: number) => Date.UTC(year, 0, 1) + day * DAY_MS;
          const lines = monthLines.map(({ month, day, days }) => ({
            month,
            from: month * 30 + day * 2,
            to: month * 30 + day * 2 + days,
          }));
          await importAll(store, {
            billLines: lines.map(({ month, from, to }, index) =>
              billLine(`${index}`, {
                ...statementOf(isoDay(ms(month * 30)), isoDay(ms(month * 30 + 30))),
                charge_period_start_ms: ms(from),
                charge_period_end_ms: ms(to),
                cost: "1",
              }),
            ),
            attempts: called.map((day) =>
              call(`${year}.${day}`, { started_at_ms: ms(day) + HOUR_MS, cost: 1000n * DOLLAR }),
            ),
          });
          const spans = spansOf(lines);
          for (const [from, length] of [[0, 120] as const, ...ranges]) {
            const to = from + length;
            const whole = lines.filter((line) => line.from >= from && line.to <= to);
            const across = lines.filter((line) => !whole.includes(line));
            const touches = (day: number) => (line: { from: number; to: number }) =>
              line.from <= day && day < line.to;
            const isCovered = (day: number): boolean =>
              whole.some(touches(day)) || (spans.some(touches(day)) && !across.some(touches(day)));
            const counted = called.filter((day) => day >= from && day < to && !isCovered(day));
            const report = await ask(store, {
              from: new Date(ms(from)).toISOString(),
              to: new Date(ms(to)).toISOString(),
            });
            const total = sum(report.totals.map(({ cost }) => parseDollars(cost)));
            expect(total).toBe(BigInt(whole.length + 1000 * counted.length) * DOLLAR);
          }
        },
      ),
      { numRuns: 6 },
    );
  });

  check("lines that no call could explain keep their own labels", async (store) => {
    const labelled = (id: string, day: number, cost: string, team: string) =>
      lineOfDay(id, day, { cost, billed_cost: cost, effective_cost: cost, attribution: { team } });
    await importAll(store, {
      billLines: [
        labelled("1", 0, "9", "search"),
        labelled("2", 0, "1", "support"),
        // Another account, with calls on the day before: bills put use on a neighbouring day.
        { ...labelled("3", 4, "5", "search"), ...otherAccount },
        { ...labelled("4", 6, "7", "search"), ...otherAccount },
      ],
      attempts: [
        call("a", {
          started_at_ms: NOON_MS + 3 * DAY_MS,
          account_id: "444455556666",
          attribution: { team: "red" },
        }),
      ],
    });

    const report = await ask(store, { by: "team" });

    expect(parts(report)).toEqual([
      ["bill", "billed", "search", 16],
      ["bill", "not_seen", null, 5],
      ["bill", "billed", "support", 1],
      ["calls", "called", "red", 1],
    ]);
    expect((await ask(store)).totals).toEqual(report.totals);
  });

  check("labels a line in a part of a range as in the whole", async (store) => {
    await importAll(store, {
      billLines: [0, 1, 2].map((day) =>
        lineOfDay(`${day}`, day, { cost: "5", attribution: { team: "red" } }),
      ),
      attempts: [call("a", { attribution: { team: "blue" } })],
    });
    const of = async (from: string, to: string) =>
      parts(await ask(store, { by: "team", from: `2026-07-${from}Z`, to: `2026-07-${to}Z` }));

    expect(await of("16T00:00:00", "17T00:00:00")).toEqual([["bill", "not_seen", null, 5]]);
    expect(await of("15T20:00:00", "17T00:00:00")).toEqual([["bill", "not_seen", null, 5]]);
    expect(await of("17T00:00:00", "18T00:00:00")).toEqual([["bill", "billed", "red", 5]]);
  });

  check("comes to the bills and the calls that none covers, by any grouping", async (store) => {
    const anyDay = fc.nat({ max: 3 });
    const cost = fc.bigInt({ min: 0n, max: 10n ** 14n });
    let year = 2000;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ day: anyDay, cost, team: fc.constantFrom("red", undefined) })),
        fc.array(fc.record({ day: anyDay, cost, team: fc.constantFrom("red", undefined) })),
        async (lines, calls) => {
          year += 1;
          const dayMs = (day: number) => Date.UTC(year, 6, 10 + day);
          await importAll(store, {
            billLines: lines.map((line, index) =>
              billLine(`${index}`, {
                ...statementOf(`${year}-07-01`, `${year}-08-01`),
                charge_period_start_ms: dayMs(line.day),
                charge_period_end_ms: dayMs(line.day + 1),
                cost: dollarsOf(line.cost),
                attribution: line.team === undefined ? {} : { team: line.team },
              }),
            ),
            attempts: calls.map((one, index) =>
              call(`${year}.${index}`, {
                started_at_ms: dayMs(one.day) + index,
                cost: one.cost,
                attribution: one.team === undefined ? {} : { team: one.team },
              }),
            ),
          });
          const billedDays = lines.map((line) => line.day);
          const isBilled = (day: number): boolean =>
            day >= Math.min(...billedDays) && day <= Math.max(...billedDays);
          const counted = [...lines, ...calls.filter((one) => !isBilled(one.day))];
          const total = formatDollars(sum(counted.map((one) => parseDollars(dollarsOf(one.cost)))));
          for (const by of ["provider", "category", "model", "team"] as const) {
            const report = await ask(store, {
              by,
              from: `${year}-01-01T00:00:00Z`,
              to: `${year + 1}-01-01T00:00:00Z`,
            });
            expect(report.totals).toEqual(
              counted.length === 0 && calls.length === 0 ? [] : [{ currency: "USD", cost: total }],
            );
          }
        },
      ),
      { numRuns: 5 },
    );
  });
}
