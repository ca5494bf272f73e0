import { expect, test } from "vitest";
import { LEAST_ANSWERS, LearnedLimits } from "./learned-limits.ts";

const kind = { policy: "triage", feature: "tickets", task: "route-ticket", model: "small" };

test("nothing is known of a hundredth before 300 answers", () => {
  const limits = new LearnedLimits();
  for (let n = 1; n < LEAST_ANSWERS; n++) limits.observe(kind, { tokens: n });
  expect(limits.lengthOf(kind)).toEqual({ answers: 299, cut: 0, p99: undefined });

  limits.observe(kind, { tokens: 12 });
  expect(limits.lengthOf(kind)).toEqual({ answers: 300, cut: 0, p99: 304 });
});

test("kinds are learned apart", () => {
  const limits = new LearnedLimits();
  for (let n = 0; n < 400; n++) limits.observe(kind, { tokens: 100 });
  expect(limits.lengthOf(kind).p99).toBe(100);
  const others = [{ policy: "x" }, { feature: "x" }, { task: undefined }, { model: "large" }];
  for (const other of others) {
    expect(limits.lengthOf({ ...kind, ...other }).answers).toBe(0);
  }
});

test("a limit that cuts more than it should is not known any more, and is learned anew", () => {
  const limits = new LearnedLimits();
  for (let n = 0; n < 1_000; n++) limits.observe(kind, { tokens: 100 });
  expect(limits.lengthOf(kind).p99).toBe(100);

  for (let n = 0; n < 30; n++) limits.observe(kind, "cut");
  expect(limits.lengthOf(kind)).toEqual({ answers: 1_030, cut: 30, p99: undefined });

  for (let n = 0; n < 12_000; n++) limits.observe(kind, { tokens: 400 });
  expect(limits.lengthOf(kind)).toMatchObject({ cut: 0, p99: 400 });
});

test("a few cut answers among many leave the limit where it is", () => {
  const limits = new LearnedLimits();
  for (let n = 0; n < 2_000; n++) limits.observe(kind, { tokens: 100 });
  for (let n = 0; n < 8; n++) limits.observe(kind, "cut");
  expect(limits.lengthOf(kind)).toEqual({ answers: 2_008, cut: 8, p99: 100 });
});

test("what it holds is bounded: the kind seen longest ago is forgotten", () => {
  const limits = new LearnedLimits(2);
  limits.observe({ ...kind, task: "a" }, { tokens: 1 });
  limits.observe({ ...kind, task: "b" }, { tokens: 1 });
  limits.observe({ ...kind, task: "a" }, { tokens: 1 });
  limits.observe({ ...kind, task: "c" }, { tokens: 1 });

  expect([...limits.all()].map(({ task }) => task)).toEqual(["a", "c"]);
  const answers = ["a", "b", "c"].map((task) => limits.lengthOf({ ...kind, task }).answers);
  expect(answers).toEqual([2, 0, 1]);
});

test("of one in a hundred answers longer than the limit no more are cut than was promised", () => {
  // Constructed: lengths spread evenly, the worst case for a bound taken from the largest of few.
  let above = 0;
  let state = 1;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let trial = 0; trial < 200; trial++) {
    const limits = new LearnedLimits();
    for (let n = 0; n < LEAST_ANSWERS; n++) {
      limits.observe(kind, { tokens: Math.ceil(next() * 10_000) });
    }
    if ((limits.lengthOf(kind).p99 as number) < 9_900) above += 1;
  }
  expect(above).toBeLessThanOrEqual(20);
});
