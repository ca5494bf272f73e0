import type { Moments } from "@headgate/ledger";
import fc from "fast-check";
import { expect, test } from "vitest";
import { differenceOf, FEWEST_UNITS, type Stratum } from "./difference.ts";
import { addMoments, momentsOfUnit, noMoments } from "./moments.ts";

/** Numbers from 0 to 1, the same for a seed (Park and Miller's generator). */
function randomOf(seed: number): () => number {
  let state = (seed + 1) * 7_919;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
const normalOf = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

type Session = (random: () => number, isHeldOut: boolean) => Readonly<{ y: number; n: number }>;
type Course = Readonly<{ share: number; sessions: number; strata: number; of: "amount" | "share" }>;

/** Whether the truth was in every interval of an experiment that is looked at after every twentieth session. */
function alwaysCovers(seed: number, session: Session, truth: number, course: Course): boolean {
  const random = randomOf(seed);
  const strata = Array.from({ length: course.strata }, () => ({
    lot: "one",
    treated: noMoments,
    held_out: noMoments,
  })) as { lot: string; treated: Moments; held_out: Moments }[];
  for (let index = 0; index < course.sessions; index += 1) {
    const isHeldOut = random() < course.share;
    const stratum = strata[Math.floor(random() * course.strata)];
    const { y, n } = session(random, isHeldOut);
    if (stratum === undefined) throw new Error("no stratum");
    const arm = isHeldOut ? "held_out" : "treated";
    stratum[arm] = addMoments(stratum[arm], momentsOfUnit(BigInt(Math.round(y)), n));
    if (index % 20 > 0) continue;
    const found = differenceOf(strata, { alpha: 0.05, of: course.of });
    if (found === undefined) continue;
    const estimate = Number(found.estimateInMillionths) / 1e6;
    if (Math.abs(estimate - truth) > found.radius) return false;
  }
  return true;
}

const SEEDS = 400;
const covered = (session: Session, truth: number, course: Course): number =>
  Array.from({ length: SEEDS }, (_, seed) => alwaysCovers(seed, session, truth, course)).filter(
    (isCovered) => isCovered,
  ).length / SEEDS;
/** Below 95 % by chance alone: three standard errors of a share of so many seeds. */
const NOMINAL = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / SEEDS);

test("looked at all the time, intervals of skewed costs hold the truth as often as they promise", () => {
  // A session's calls have a length in common: calls of one session are alike, and sessions differ by their number.
  const session: Session = (random, isHeldOut) => {
    const n = 1 + Math.floor(random() * 8);
    const level = Math.exp(0.8 * normalOf(random));
    return { y: 1e6 * n * level * (isHeldOut ? 1 : 0.8), n };
  };
  const mean = 1e6 * Math.exp(0.32);

  expect(
    covered(session, -0.2 * mean, { share: 0.05, sessions: 8_000, strata: 3, of: "amount" }),
  ).toBeGreaterThanOrEqual(NOMINAL);
});

test("where there is no difference, looking all the time finds one no more often than promised", () => {
  const session: Session = (random) => ({ y: 1000 * (2 + normalOf(random)), n: 1 });

  expect(
    covered(session, 0, { share: 0.5, sessions: 4_000, strata: 1, of: "amount" }),
  ).toBeGreaterThanOrEqual(NOMINAL);
});

test("rare failures are held as often as promised, also while there were none", () => {
  const session: Session = (random, isHeldOut) => ({
    y: random() < (isHeldOut ? 0.01 : 0.02) ? 1 : 0,
    n: 1,
  });

  expect(
    covered(session, 0.01, { share: 0.1, sessions: 6_000, strata: 1, of: "share" }),
  ).toBeGreaterThanOrEqual(NOMINAL);
});

const many = (value: bigint, calls: number, units: number): Moments =>
  Array.from({ length: units }, () => momentsOfUnit(value, calls)).reduce(addMoments, noMoments);

test("with too few sessions in an arm nothing is said", () => {
  const stratum = {
    lot: "one",
    treated: many(8n, 1, 500),
    held_out: many(10n, 1, FEWEST_UNITS - 1),
  };

  expect(differenceOf([stratum], { alpha: 0.05, of: "amount" })).toBeUndefined();
  expect(differenceOf([], { alpha: 0.05, of: "amount" })).toBeUndefined();
});

test("what differs between strata is no effect", () => {
  // The dear model has all but few of the held-out sessions; within each stratum 2 are saved.
  const strata: Stratum[] = [
    { lot: "one", treated: many(8n, 1, 900), held_out: many(10n, 1, 40) },
    { lot: "one", treated: many(98n, 1, 100), held_out: many(100n, 1, 400) },
  ];

  const found = differenceOf(strata, { alpha: 0.05, of: "amount" });
  expect(Number(found?.estimateInMillionths) / 1e6).toBeCloseTo(-2, 4);
  expect(found?.radius).toBeLessThan(0.001);
});

test("small strata are put together within one lot alone, and a lot with too few sessions in an arm is in no difference", () => {
  // Without an effect: sessions of the other lots are cheaper, and more or fewer of them are held out.
  const strata: Stratum[] = [
    { lot: "5 %", treated: many(10n, 1, 2_000), held_out: many(10n, 1, 150) },
    { lot: "20 %", treated: many(5n, 1, 80), held_out: many(5n, 1, 19) },
    { lot: "20 %", treated: many(5n, 1, 60), held_out: many(5n, 1, 15) },
    { lot: "50 %", treated: many(1n, 1, 19), held_out: many(1n, 1, 19) },
  ];

  const found = differenceOf(strata, { alpha: 0.05, of: "amount" });
  expect(found?.estimateInMillionths).toBe(0n);
  expect(found?.units).toBe(2_150 + 99 + 75);
});

test("the estimate is the difference of means, whatever sessions are put together from", () => {
  const unit = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 1, max: 50 }));
  const arm = fc.array(unit, { minLength: FEWEST_UNITS, maxLength: FEWEST_UNITS + 20 });
  fc.assert(
    fc.property(arm, arm, (treated, heldOut) => {
      const sums = (units: typeof treated) =>
        units.map(([y, n]) => momentsOfUnit(y, n)).reduce(addMoments, noMoments);
      const stratum = { lot: "one", treated: sums(treated), held_out: sums(heldOut) };
      const mean = (units: typeof treated) =>
        Number(units.reduce((sum, [y]) => sum + y, 0n)) / units.reduce((sum, [, n]) => sum + n, 0);
      const found = differenceOf([stratum], { alpha: 0.05, of: "amount" });
      const expected = mean(treated) - mean(heldOut);
      expect(Math.abs(Number(found?.estimateInMillionths) / 1e6 - expected)).toBeLessThan(1);
      expect(found?.radius).toBeGreaterThan(0);
    }),
    { numRuns: 50 },
  );
});
