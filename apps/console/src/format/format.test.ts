import { counted } from "@headgate/contract";
import { parseDollars, picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compactCount, knownCount } from "./count-text.ts";
import { agoText, durationText, knownDuration } from "./duration-text.ts";
import { axisDollars, costShown, exactDollars, perMillion } from "./money-text.ts";
import { changeFrom, changeText, shareOf, shareText } from "./share.ts";
import { leftOutText, simulatedText, spendOf, spendText } from "./spend.ts";
import { valueText } from "./words.ts";

const zero = "0.000000000000";

test("a cost that is not known reads as unpriced, and one of nothing as $0.00", () => {
  expect(costShown(null)).toBe("unpriced");
  expect(costShown(zero)).toBe("$0.00");
});

test("spend of attempts none of which has a price is never shown as $0", () => {
  const spend = spendOf({ effective_cost: zero, unpriced_attempts: 3 });

  expect(spend).toEqual({ kind: "unpriced", unpricedAttempts: 3 });
  expect(spendText(spend)).toBe("unpriced");
});

test("spend that leaves attempts out says how many", () => {
  const spend = spendOf({ effective_cost: "2.500000000000", unpriced_attempts: 1 });

  expect(spendText(spend)).toBe("$2.50");
  expect(leftOutText(spend)).toBe("plus 1 unpriced attempt");
});

test("what of an amount is simulated is said, also where it is all of it", () => {
  const [one, three] = [parseDollars("1.000000000000"), parseDollars("3.000000000000")];

  expect(simulatedText(parseDollars(zero), three)).toBeUndefined();
  expect(simulatedText(one, three)).toBe("$1.00 of it is simulated");
  expect(simulatedText(three, three)).toBe("all of it is simulated");
});

test("an exact amount shows every digit that counts and at least cents", () => {
  expect(exactDollars(parseDollars("0.000043800000"))).toBe("$0.0000438");
  expect(exactDollars(parseDollars("3.000000000000"))).toBe("$3.00");
  expect(exactDollars(parseDollars("1234.500000000000"))).toBe("$1,234.50");
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (amount) => {
      const shown = exactDollars(picodollars(amount)).replace(/[$,]/g, "");
      expect(parseDollars(shown)).toBe(amount);
    }),
  );
});

test("the price of a token becomes the exact price of a million", () => {
  expect(exactDollars(perMillion("0.000001250000"))).toBe("$1.25");
});

test("ticks of an axis are told apart by their digits", () => {
  expect([0, 0.75, 1.5, 2.25, 3].map(axisDollars)).toEqual(["$0", "$0.75", "$1.5", "$2.25", "$3"]);
  expect([0.00025, 120, 12_000].map(axisDollars)).toEqual(["$0.00025", "$120", "$12K"]);
});

test("a share of nothing is unknown, not zero", () => {
  expect(shareOf(0n, 0n)).toBeUndefined();
  expect(shareText(undefined)).toBe("–");
  expect(shareText(shareOf(1n, 3n))).toBe("33.3%");
  expect(shareText(0.0004)).toBe("<0.1%");
});

test("a change is compared with what was before, and with nothing when nothing was", () => {
  expect(changeFrom(5n, 0n)).toBeUndefined();
  expect(changeText(changeFrom(112n, 100n) ?? 0)).toBe("+12%");
  expect(changeText(changeFrom(95n, 100n) ?? 0)).toBe("−5.0%");
  expect(changeText(changeFrom(400n, 100n) ?? 0)).toBe("4.0×");
  expect(changeText(0)).toBe("0%");
});

test("counts and durations that are not known are a dash", () => {
  expect(knownCount(null)).toBe("–");
  expect(knownCount(0)).toBe("0");
  expect(knownDuration(undefined)).toBe("–");
});

test("counts carry their noun", () => {
  expect(counted(1, "call")).toBe("1 call");
  expect(counted(1_200, "call")).toBe("1,200 calls");
  expect(compactCount(9_999)).toBe("9,999");
  expect(compactCount(2_430_000)).toBe("2.43M");
});

test("durations have the unit that fits", () => {
  expect([4.26, 870.4, 1_240, 12_340, 125_000, 3_725_000].map(durationText)).toEqual([
    "4.3 ms",
    "870 ms",
    "1.24 s",
    "12.3 s",
    "2 min 05 s",
    "1 h 02 min",
  ]);
  expect(agoText(0, 200_000)).toBe("3 min ago");
});

test("a dimension without a value says so", () => {
  expect(valueText("team", null)).toBe("none");
  expect(valueText("outcome", "client_closed")).toBe("Client hung up");
});

test("a share that is not all or nothing is not rounded to it", () => {
  expect(shareText(shareOf(99_996n, 100_000n))).toBe(">99.9%");
  expect(shareText(shareOf(5n, 100_000n))).toBe("<0.1%");
  expect(shareText(-0.0004)).toBe("−<0.1%");
  expect(shareText(shareOf(3n, 3n))).toBe("100%");
  expect(shareText(shareOf(0n, 3n))).toBe("0%");
});
