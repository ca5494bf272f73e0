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
                statement: `aws_cur:1:${year}-07-01`,
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
          const billedDays = new Set(lines.map((line) => line.day));
          const counted = [...lines, ...calls.filter((one) => !billedDays.has(one.day))];
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
