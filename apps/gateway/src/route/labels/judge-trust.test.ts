import { expect, test } from "vitest";
import { JudgeTrust } from "./judge-trust.ts";

test("what is taken off rises by what is proven, and falls only where clearly less is", () => {
  const trust = new JudgeTrust();
  for (let number = 0; number < 500; number += 1) {
    trust.people.note(true, number % 10 < 7);
    trust.heardOfReference(true);
  }

  const proven = trust.correctionAfter(0);

  expect(proven).toBeGreaterThan(0.2);
  expect(trust.correctionAfter(proven - 0.01)).toBe(proven);
  expect(trust.correctionAfter(proven + 0.01)).toBe(proven + 0.01);
  expect(trust.correctionAfter(proven + 0.03)).toBe(proven);
});
