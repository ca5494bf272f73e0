import { expect, test } from "vitest";
import { defaultGuardSettings, Guard } from "./guard.ts";

const target = 0.05;
const settings = { ...defaultGuardSettings, target };

/** Numbers from 0 to 1 that look drawn by lot, the same in each run (a linear congruence). */
function lots(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A candidate as a gateway meets it: what may be served is, one in twenty of it compared; all else is compared. */
function meet(guard: Guard, lot: () => number, wrongShare: number): "served" | "compared" {
  const features = Float64Array.of(0.9 + lot() / 10, lot());
  const correct = lot() >= wrongShare;
  const isHit = guard.allows(guard.score(features));
  const isServed = isHit && lot() >= 0.05;
  guard.note(features, isServed ? undefined : correct, isHit);
  return isServed ? "served" : "compared";
}

/** One that has seen 6,000 candidates in shadow, one in fifty of them wrong. */
function certifiedInShadow(lot: () => number): Guard {
  const guard = new Guard(settings);
  for (let count = 0; count < 6_000; count += 1) {
    const features = Float64Array.of(0.9 + lot() / 10, lot());
    guard.note(features, lot() >= 0.02, guard.allows(guard.score(features)));
  }
  return guard;
}

/** How many answers a guard serves before it closes. */
function servedUntilClosed(guard: Guard, lot: () => number, wrongShare: number): number {
  let served = 0;
  for (let count = 0; count < 20_000 && !guard.isClosed; count += 1) {
    if (meet(guard, lot, wrongShare) === "served") served += 1;
  }
  return served;
}

test("a certified guard whose answers all go wrong closes within tens of compared ones", () => {
  const lot = lots(1);
  const guard = certifiedInShadow(lot);
  expect(guard.certified).toBeDefined();

  const served = servedUntilClosed(guard, lot, 1);

  expect(guard.isClosed).toBe(true);
  expect(guard.certified).toBeUndefined();
  // Seven compared ones, of which there is one in twenty.
  expect(served).toBeGreaterThan(0);
  expect(served).toBeLessThan(400);
});

test("it closes also where answers are wrong three times as often as they may be", () => {
  const lot = lots(2);
  const guard = certifiedInShadow(lot);

  expect(servedUntilClosed(guard, lot, 0.15)).toBeLessThan(6_000);
  expect(guard.isClosed).toBe(true);
});

test("it stays open while answers are as they were", () => {
  const lot = lots(3);
  const guard = certifiedInShadow(lot);

  for (let count = 0; count < 10_000; count += 1) meet(guard, lot, 0.02);

  expect(guard.isClosed).toBe(false);
  expect(guard.certified).toBeDefined();
});

test("once closed it serves nothing while answers are wrong, and opens by what it measured since alone", () => {
  const lot = lots(4);
  const guard = certifiedInShadow(lot);
  servedUntilClosed(guard, lot, 1);

  const whileWrong = Array.from({ length: 1_000 }, () => meet(guard, lot, 1));
  expect(whileWrong).not.toContain("served");
  expect(guard.isClosed).toBe(true);

  for (let count = 0; count < 9_000; count += 1) meet(guard, lot, 0);
  expect(guard.isClosed).toBe(false);
  expect(guard.certified).toBeDefined();
});

test.each([0, 300])("what is closed is closed after a restart, %i candidates later", (later) => {
  const lot = lots(5);
  const guard = certifiedInShadow(lot);
  servedUntilClosed(guard, lot, 1);
  for (let count = 0; count < later; count += 1) meet(guard, lot, 1);
  const kept = guard.plain();
  if (kept === undefined) throw new Error("there is something to keep");

  const again = new Guard(settings);
  again.restore(kept);

  expect(kept.candidates).toBe(later);
  expect(again.isClosed).toBe(true);
  expect(again.certified).toBeUndefined();
});
