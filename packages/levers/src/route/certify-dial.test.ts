import { expect, test } from "vitest";
import { certifyDial, type JudgedCall } from "./certify-dial.ts";
import { uniformAt } from "./hashing.ts";

const promise = { quality: 0.95, confidence: 0.95, leastLabels: 300 };

/** Constructed calls: the weak model is as good on easy ones, and right on one in two of the hard ones. */
const callsOf = (count: number, hard: number, seed: number): readonly JudgedCall[] =>
  Array.from({ length: count }, (_, place) => {
    const isHard = uniformAt(place, seed) < hard;
    const quality = isHard ? 0.5 : 0.9;
    const right = uniformAt(place, seed + 1) < (isHard ? 0.5 : 1) ? 1 : 0;
    return {
      expected: [
        { model: "strong", cost: 10, quality: 0.9 },
        { model: "weak", cost: 1, quality: quality + 0.01 * uniformAt(place, seed + 2) },
      ],
      qualities: [1, right],
    };
  });

test("too few labels certify nothing", () => {
  expect(certifyDial(callsOf(299, 0.2, 1), promise)).toBeUndefined();
  expect(certifyDial([], promise)).toBeUndefined();
});

test("easy calls are left to the weak model, and the bound lies at the promise or above", () => {
  const certified = certifyDial(callsOf(1_000, 0.5, 3), promise);

  expect(certified?.saved).toBeGreaterThan(0.3);
  expect(certified?.lowerBound).toBeGreaterThanOrEqual(0.95);
  expect(certified?.estimate).toBeGreaterThanOrEqual(certified?.lowerBound ?? 1);
});

test("a weak model that is always wrong gets no more than the twentieth that the promise leaves", () => {
  const calls = callsOf(1_000, 1, 4).map((call) => ({ ...call, qualities: [1, 0] }));

  expect(certifyDial(calls, promise)?.saved).toBeLessThan(0.05);
});

test("the promise is kept in 93 of 100 samples, or more, where what is expected says nothing", () => {
  // 20 % of the strong model's quality is lost wherever the weak one is asked: at most a quarter of calls may go to it.
  const outcomes = Array.from({ length: 300 }, (_, sample) => {
    const calls = Array.from({ length: 1_000 }, (_unused, place): JudgedCall => {
      const seed = 100 + sample * 7;
      return {
        expected: [
          { model: "strong", cost: 10, quality: 0.9 },
          { model: "weak", cost: 1, quality: 0.8 * uniformAt(place, seed) },
        ],
        qualities: [1, uniformAt(place, seed + 1) < 0.8 ? 1 : 0],
      };
    });
    const certified = certifyDial(calls, promise);
    // The share of calls that go to the weak model is the saving over .9.
    return certified === undefined || 1 - (0.2 * certified.saved) / 0.9 >= 0.95;
  });

  expect(outcomes.filter(Boolean).length / outcomes.length).toBeGreaterThanOrEqual(0.93);
});
