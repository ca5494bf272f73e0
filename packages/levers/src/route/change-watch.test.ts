import { expect, test } from "vitest";
import { noChange, noteChange, noteRecovery } from "./change-watch.ts";
import { uniformAt } from "./hashing.ts";

const USUAL = 0.05;

/** After how many things it is told, of which such a share is bad: simulated. */
function toldAfter(share: number, { every, most, seed = 1 }: Record<string, number>): number {
  let evidence = noChange;
  for (let nth = 1; nth <= (most as number); nth += 1) {
    const bad = uniformAt(nth, seed as number) < share ? 1 : 0;
    evidence = noteChange(evidence, { bad, usual: USUAL });
    if (evidence >= Math.log(every as number)) return nth;
  }
  return Number.POSITIVE_INFINITY;
}
const runs = Array.from({ length: 40 }, (_, seed) => seed + 1);
const meanOver = (of: (seed: number) => number): number =>
  runs.reduce((total, seed) => total + of(seed), 0) / runs.length;

test("what is all bad is told by a handful, what is half bad by tens: simulated", () => {
  const settings = { every: 10_000, most: 1_000 };

  expect(toldAfter(1, settings)).toBe(6);
  expect(meanOver((seed) => toldAfter(0.5, { ...settings, seed }))).toBeLessThan(20);
  expect(meanOver((seed) => toldAfter(0.3, { ...settings, seed }))).toBeLessThan(50);
});

test("after a long good time it is told as fast", () => {
  let evidence = noChange;
  for (let nth = 0; nth < 10_000; nth += 1)
    evidence = noteChange(evidence, { bad: 0, usual: USUAL });
  for (let nth = 0; nth < 6; nth += 1) evidence = noteChange(evidence, { bad: 1, usual: USUAL });

  expect(evidence).toBeGreaterThan(Math.log(10_000));
});

test("where as many are bad as usual, false alarms are no more often than once in as many as was asked for: simulated", () => {
  const every = 200;
  const took = meanOver((seed) => toldAfter(USUAL, { every, most: 100_000, seed }));

  expect(took).toBeGreaterThan(every);
});

test("half bad counts less than bad, and more than good", () => {
  const after = (bad: number) => noteChange(1, { bad, usual: USUAL });

  expect(after(1)).toBeGreaterThan(after(0.5));
  expect(after(0.5)).toBeGreaterThan(after(0));
});

test("what was worse is good again after tens that are good, and not while it is as bad", () => {
  let evidence = noChange;
  for (let nth = 0; nth < 30; nth += 1) evidence = noteRecovery(evidence, { bad: 0, usual: USUAL });
  expect(evidence).toBeGreaterThan(Math.log(1_000));

  evidence = noteRecovery(evidence, { bad: 1, usual: USUAL });
  evidence = noteRecovery(evidence, { bad: 1, usual: USUAL });
  for (let nth = 0; nth < 30; nth += 1) {
    evidence = noteRecovery(evidence, { bad: nth % 2, usual: USUAL });
  }
  expect(evidence).toBeLessThan(Math.log(10));
});

test("of what never failed one bad thing does not tell all, and of what always does none tells anything", () => {
  expect(noteChange(noChange, { bad: 1, usual: 0 })).toBeLessThan(Math.log(100));
  expect(noteChange(noChange, { bad: 1, usual: 1 })).toBe(noChange);
});
