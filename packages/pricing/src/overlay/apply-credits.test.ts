import { type Overlay, overlaySchema } from "@headgate/contract";
import { parseDollars, picodollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyCredits, type CreditableCharge } from "./apply-credits.ts";

const credit = (name: string, amount: string, about: Record<string, unknown> = {}): Overlay =>
  overlaySchema.parse({ name, kind: "credit", amount, valid_from: "2026-06-01", ...about });
const charge = (
  id: string,
  day: string,
  billed: string,
  about: Partial<CreditableCharge> = {},
): CreditableCharge => ({
  id,
  atMs: Date.parse(`2026-${day}T12:00:00Z`),
  provider: "acme",
  model: "one",
  billedCost: parseDollars(billed),
  ...about,
});

test("a credit pays for charges in the order they were made, until it is used up", () => {
  const settled = applyCredits({
    overlays: [credit("start", "1")],
    charges: [charge("b", "06-03", "0.7"), charge("a", "06-02", "0.6")],
  });

  expect(settled.uses.map(({ chargeId, amount }) => [chargeId, amount])).toEqual([
    ["a", parseDollars("-0.6")],
    ["b", parseDollars("-0.4")],
  ]);
  expect(settled.billedBefore).toBe(parseDollars("1.3"));
  expect(settled.billedAfter).toBe(parseDollars("0.3"));
  expect(settled.balances).toMatchObject([{ used: parseDollars("1"), left: 0n }]);
});

test("the credit that ends first pays first; one that has ended or not begun pays nothing", () => {
  const settled = applyCredits({
    overlays: [
      credit("open", "5"),
      credit("short", "0.5", { valid_to: "2026-06-10" }),
      credit("later", "5", { valid_from: "2026-08-01" }),
    ],
    charges: [charge("a", "06-09", "0.3"), charge("b", "06-10", "0.3")],
  });

  expect(settled.uses.map(({ credit: name, chargeId }) => [name, chargeId])).toEqual([
    ["short", "a"],
    ["open", "b"],
  ]);
  expect(settled.balances.map(({ credit: name, left }) => [name, left])).toEqual([
    ["short", parseDollars("0.2")],
    ["later", parseDollars("5")],
    ["open", parseDollars("4.7")],
  ]);
});

test("a credit is used for what it applies to only", () => {
  const overlays = [
    credit("acme", "1", { applies_to: { provider: "acme", model: "one*", tier: "standard" } }),
  ];
  const charges = [
    charge("other-provider", "06-02", "0.1", { provider: "else" }),
    charge("other-model", "06-02", "0.1", { model: "two" }),
    charge("other-tier", "06-02", "0.1", { tier: "batch" }),
    charge("fits", "06-02", "0.1", { model: "one-large", tier: "standard" }),
    charge("by-its-configured-name", "06-02", "0.1", {
      provider: "x",
      providerName: "acme",
      tier: "standard",
    }),
  ];

  expect(applyCredits({ overlays, charges }).uses.map(({ chargeId }) => chargeId)).toEqual([
    "by-its-configured-name",
    "fits",
  ]);
});

test("a charge whose cost is not known uses no credit and is counted", () => {
  const settled = applyCredits({
    overlays: [credit("start", "1")],
    charges: [charge("a", "06-02", "0", { billedCost: undefined })],
  });

  expect(settled).toMatchObject({ uses: [], unknownCharges: 1, billedBefore: 0n, billedAfter: 0n });
});

test("what was used before is not there again, and more than the grant cannot have been", () => {
  const overlays = [credit("start", "1")];
  const charges = [charge("a", "06-02", "0.6")];

  const settled = applyCredits({ overlays, charges, usedBefore: { start: parseDollars("0.9") } });

  expect(settled.billedAfter).toBe(parseDollars("0.5"));
  expect(() =>
    applyCredits({ overlays, charges, usedBefore: { start: parseDollars("2") } }),
  ).toThrow(RangeError);
});

const amount = fc.bigInt({ min: 0n, max: 10n ** 13n }).map(picodollars);
const charges = fc
  .array(fc.record({ at: fc.nat(60), billed: fc.option(amount, { nil: undefined }) }), {
    maxLength: 12,
  })
  .map((list) =>
    list.map(
      ({ at, billed }, index): CreditableCharge => ({
        id: `charge-${index}`,
        atMs: Date.parse("2026-06-01T00:00:00Z") + at * 86_400_000,
        provider: "acme",
        model: "one",
        billedCost: billed,
      }),
    ),
  );
const pools = fc.array(fc.tuple(fc.nat(20), fc.nat(60)), { maxLength: 4 }).map((list) =>
  list.map(([dollars, length], index) =>
    credit(`credit-${index}`, String(dollars), {
      valid_to: new Date(Date.parse("2026-06-02") + length * 86_400_000).toISOString().slice(0, 10),
    }),
  ),
);

test("credits add up: what charges lose is what credits lose, no charge is overpaid, no credit overdrawn", () => {
  fc.assert(
    fc.property(pools, charges, (overlays, list) => {
      const settled = applyCredits({ overlays, charges: list });

      const used = sum(settled.balances.map((balance) => balance.used));
      expect(sum(settled.uses.map((use) => use.amount))).toBe(-used);
      expect(settled.billedBefore - settled.billedAfter).toBe(used);
      for (const balance of settled.balances) {
        expect(balance.left >= 0n && balance.used + balance.left === balance.granted).toBe(true);
      }
      for (const one of list) {
        const paid = settled.uses
          .filter((use) => use.chargeId === one.id)
          .map((use) => -use.amount);
        expect(sum(paid.map(picodollars)) <= (one.billedCost ?? 0n)).toBe(true);
      }
    }),
  );
});

test("a period worked out in two halves, the balance handed on, is the period worked out whole", () => {
  fc.assert(
    fc.property(pools, charges, fc.nat(60), (overlays, list, day) => {
      const cut = Date.parse("2026-06-01T00:00:00Z") + day * 86_400_000;
      const whole = applyCredits({ overlays, charges: list });
      const first = applyCredits({ overlays, charges: list.filter(({ atMs }) => atMs < cut) });
      const second = applyCredits({
        overlays,
        charges: list.filter(({ atMs }) => atMs >= cut),
        usedBefore: Object.fromEntries(
          first.balances.map(({ credit: name, used }) => [name, used]),
        ),
      });

      expect([...first.uses, ...second.uses]).toEqual(whole.uses);
    }),
  );
});
