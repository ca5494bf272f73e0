import { expect, test } from "vitest";
import { HitWatch } from "./hit-watch.ts";

/** Numbers from 0 to 1 that look drawn by lot, the same in each run (a linear congruence). */
function lots(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** After how many compared hits the watch gives alarm; undefined where it does not within so many. */
function alarmAfter(target: number, wrongShare: number, seed: number, most: number) {
  const watch = new HitWatch(target);
  const lot = lots(seed);
  for (let hits = 1; hits <= most; hits += 1) {
    if (watch.note(lot() >= wrongShare)) return hits;
  }
  return undefined;
}

const targets = [0.01, 0.05, 0.1, 0.2, 0.5];

test("hits that are all wrong are told within a few of them, whatever came before", () => {
  for (const target of targets) {
    const watch = new HitWatch(target);
    for (let hits = 0; hits < 5_000; hits += 1) watch.note(true);

    const until = Array.from({ length: 20 }).findIndex(() => watch.note(false)) + 1;

    expect(until).toBeGreaterThan(5);
    expect(until).toBeLessThanOrEqual(18);
  }
});

test("hits that are wrong with three times the odds are told within a few hundred", () => {
  for (const target of targets) {
    const odds = (3 * target) / (1 - target);
    const wrongShare = odds / (1 + odds);
    const told = Array.from({ length: 40 }, (_, seed) =>
      alarmAfter(target, wrongShare, seed + 1, 2_000),
    );

    expect(told.filter((hits) => hits !== undefined).length).toBe(40);
  }
});

test("at the very share that the policy allows, false alarms are as rare as is stated", () => {
  for (const target of targets) {
    // A run that ends without an alarm counts with its length: the mean is that or more.
    const runs = Array.from({ length: 60 }, (_, seed) =>
      alarmAfter(target, target, seed + 1, 4_000),
    ).map((hits) => hits ?? 4_000);

    expect(runs.reduce((sum, hits) => sum + hits, 0) / runs.length).toBeGreaterThan(1_000);
  }
});

test("it begins anew", () => {
  const watch = new HitWatch(0.05);
  let isAlarm = false;
  while (!isAlarm) isAlarm = watch.note(false);

  watch.reset();

  expect(watch.note(false)).toBe(false);
});
