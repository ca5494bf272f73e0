import { type Overlay, overlaySchema } from "@headgate/contract";
import { formatDollars, parseDollars, picodollars, ZERO } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type BilledCharges, createBillingStatement } from "./billing-statement.ts";

const DAY_MS = 86_400_000;
const JUNE_MS = Date.parse("2026-06-01T00:00:00Z");
const june = (day: number): number => JUNE_MS + (day - 1) * DAY_MS;

const credit = (name: string, amount: string, about: Record<string, unknown> = {}): Overlay =>
  overlaySchema.parse({ name, kind: "credit", amount, valid_from: "2026-06-01", ...about });
const billed = (day: number, ...amounts: readonly [provider: string, dollars: string][]) => ({
  dayStartMs: june(day),
  charges: amounts.map(([provider, dollars], index) => ({
    id: `${provider}/${index}`,
    atMs: june(day),
    provider,
    model: "one",
    billedCost: parseDollars(dollars),
  })),
  simulatedCosts: [],
  unpricedAttempts: 0,
});
const statementOf = (
  days: readonly BilledCharges[],
  [first, end]: readonly [number, number],
  terms: Partial<Parameters<typeof createBillingStatement>[0]>,
) => {
  const statement = createBillingStatement(
    { overlays: [], currency: undefined, ...terms },
    { fromMs: june(first), toMs: june(end) },
  );
  for (const day of days) statement.add(day);
  return statement.result();
};

test("what was used of a credit before the period is not there for it", () => {
  const days = [billed(1, ["acme", "4"]), billed(2, ["acme", "5"]), billed(3, ["acme", "5"])];

  const answer = statementOf(days, [2, 4], { overlays: [credit("start", "10")] });

  expect(answer).toMatchObject({
    first_day: "2026-06-02",
    last_day: "2026-06-03",
    billed_cost: formatDollars(parseDollars("10")),
    credited: formatDollars(parseDollars("6")),
    to_pay: formatDollars(parseDollars("4")),
  });
  expect(answer.credits).toMatchObject([
    { granted: "10.000000000000", used_before: "4.000000000000", used: "6.000000000000" },
  ]);
  expect(answer.credits[0]?.left).toBe("0.000000000000");
});

test("the ledger is needed from the first day of any credit, or of the period", () => {
  const needed = (overlays: readonly Overlay[]): number =>
    createBillingStatement({ overlays, currency: undefined }, { fromMs: june(20), toMs: june(21) })
      .neededFromMs;

  expect(needed([])).toBe(june(20));
  expect(needed([credit("a", "1", { valid_from: "2026-06-07" }), credit("b", "1")])).toBe(june(1));
});

test("simulated calls are on no bill, and attempts without a known cost are counted", () => {
  const day = { ...billed(1, ["acme", "1"]), simulatedCosts: [parseDollars("7")] };

  const answer = statementOf([{ ...day, unpricedAttempts: 3 }], [1, 2], {});

  expect(answer.billed_cost).toBe("1.000000000000");
  expect(answer).toMatchObject({ simulated_cost: "7.000000000000", unpriced_attempts: 3 });
});

test("each day is converted at its rate, and the rates are shown with their dates", () => {
  const currency = {
    code: "EUR",
    rates: [
      { valid_from: "2026-06-01", per_dollar: "0.9" },
      { valid_from: "2026-06-03", per_dollar: "0.8" },
    ],
  };
  const days = [billed(2, ["acme", "10"]), billed(3, ["acme", "10"])];

  const answer = statementOf(days, [1, 5], { overlays: [credit("start", "15")], currency });

  expect(answer.currency).toEqual({
    code: "EUR",
    billed: "17.000000000000",
    credited: "13.000000000000",
    to_pay: "4.000000000000",
    parts: [
      {
        valid_from: "2026-06-01",
        per_dollar: "0.9",
        billed_cost: "10.000000000000",
        credited: "10.000000000000",
      },
      {
        valid_from: "2026-06-03",
        per_dollar: "0.8",
        billed_cost: "10.000000000000",
        credited: "5.000000000000",
      },
    ],
    without_rate: "0.000000000000",
  });
});

test("a day before the first rate leaves the amount in the currency unknown, and says how much it is", () => {
  const currency = { code: "EUR", rates: [{ valid_from: "2026-06-03", per_dollar: "0.8" }] };

  const answer = statementOf([billed(2, ["acme", "10"]), billed(3, ["acme", "1"])], [1, 5], {
    currency,
  });

  expect(answer.currency).toMatchObject({
    billed: null,
    credited: null,
    to_pay: null,
    without_rate: "10.000000000000",
  });
});

test("a day that is added twice, or late, is refused: its credits would be used twice", () => {
  const twice = () => statementOf([billed(2), billed(2)], [1, 5], {});

  expect(twice).toThrow(RangeError);
});

test("over all ways to cut time into periods, covered and left to pay are what was billed, and no credit pays more than it holds", () => {
  const pico = fc.bigInt({ min: 0n, max: 5_000_000_000_000n }).map(picodollars);
  const anyDay = fc.array(fc.tuple(fc.constantFrom("acme", "other"), pico), { maxLength: 4 });
  const anyCredit = fc.record({
    amount: fc.constantFrom("0", "0.000001", "2.5", "7", "40"),
    valid_from: fc.constantFrom("2026-06-01", "2026-06-03"),
    valid_to: fc.constantFrom(undefined, "2026-06-05", "2026-06-07"),
    applies_to: fc.constantFrom({}, { provider: "acme" }, { model: "on*" }),
  });
  fc.assert(
    fc.property(
      fc.array(anyDay, { minLength: 8, maxLength: 8 }),
      fc.array(anyCredit, { maxLength: 3 }),
      fc.integer({ min: 2, max: 8 }),
      (amounts, credits, cut) => {
        const days = amounts.map((parts, index) =>
          billed(
            index + 1,
            ...parts.map(([to, cost]): [string, string] => [to, formatDollars(cost)]),
          ),
        );
        const overlays = credits.map(({ amount, ...about }, index) =>
          credit(`credit ${index}`, amount, about),
        );
        const whole = statementOf(days, [1, 9], { overlays });
        const periods = [
          statementOf(days, [1, cut], { overlays }),
          statementOf(days, [cut, 9], { overlays }),
        ];

        for (const { billed_cost, credited, to_pay } of [whole, ...periods]) {
          expect(parseDollars(credited) + parseDollars(to_pay)).toBe(parseDollars(billed_cost));
        }
        for (const member of ["billed_cost", "credited", "to_pay"] as const) {
          const parts = periods.map((period) => parseDollars(period[member]));
          expect(parts.reduce((all, part) => all + part, 0n)).toBe(parseDollars(whole[member]));
        }
        let used: bigint = ZERO;
        for (const [index, balance] of whole.credits.entries()) {
          const [first, second] = periods.map(({ credits: all }) => all[index]);
          expect(second?.used_before).toBe(first?.used);
          expect(parseDollars(balance.left)).toBeGreaterThanOrEqual(0n);
          expect(second?.left).toBe(balance.left);
          expect(
            parseDollars(balance.used_before) +
              parseDollars(balance.used) +
              parseDollars(balance.left),
          ).toBe(parseDollars(balance.granted));
          used += parseDollars(balance.used);
        }
        expect(used).toBe(parseDollars(whole.credited));
      },
    ),
  );
});
