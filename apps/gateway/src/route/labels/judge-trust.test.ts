import { expect, test } from "vitest";
import { JudgeTrust, judgeTrustSchema } from "./judge-trust.ts";

test("what is taken off rises by what is proven, and falls only where clearly less is", () => {
  const trust = new JudgeTrust();
  for (let number = 0; number < 500; number += 1) {
    trust.people.note({ judge: true, people: number % 10 < 7, key: "one" });
    trust.heardOfReference({ isContent: true, key: "one" });
  }

  const proven = trust.correctionAfter(0);

  expect(proven).toBeGreaterThan(0.2);
  expect(trust.correctionAfter(proven - 0.01)).toBe(proven);
  expect(trust.correctionAfter(proven + 0.01)).toBe(proven + 0.01);
  expect(trust.correctionAfter(proven + 0.03)).toBe(proven);
});

/** Ten words of a key on answers that a judge calls good, and ten on the reference's, which people are content with. */
function speak(trust: JudgeTrust, key: string, goodOfTen: number, times = 1): void {
  for (let number = 0; number < 10 * times; number += 1) {
    trust.people.note({ judge: true, people: number % 10 < goodOfTen, key });
    trust.heardOfReference({ isContent: true, key });
  }
}
const keys = Array.from({ length: 25 }, (_, number) => `key ${number}`);
/** What 25 keys have said of a judge: content with so many of ten cheaper answers. */
function heard(goodOfTen: number): JudgeTrust {
  const trust = new JudgeTrust();
  for (const key of keys) speak(trust, key, goodOfTen);
  return trust;
}
/** A key's share beside 25 others, and one step. */
const SHARE = 1 / 21 + 0.01;

test.each([
  ["takes nothing off", 4, 10],
  ["proves nothing", 10, 0],
])(
  "a key that says the same a thousand times among many %s beyond its share",
  (_, honest, loud) => {
    const trust = heard(honest);
    const before = trust.correctionAfter(0);
    expect(before > 0.4).toBe(honest === 4);

    speak(trust, "loud", loud, 100);

    expect(Math.abs(trust.correctionAfter(before) - before)).toBeLessThanOrEqual(SHARE);
    expect(Math.abs(trust.correctionAfter(0) - before)).toBeLessThanOrEqual(SHARE);
    expect(trust.isOfOneKey).toBe(false);
  },
);

test("beside one other key nothing is known, and what was taken off before stays", () => {
  const trust = new JudgeTrust();
  speak(trust, "one", 4, 40);
  const before = trust.correctionAfter(0);
  expect([before > 0.4, trust.isOfOneKey]).toEqual([true, true]);

  speak(trust, "loud", 10, 100);

  expect([trust.optimism, trust.isOfOneKey]).toEqual([undefined, false]);
  expect(trust.correctionAfter(before)).toBe(before);
  expect(trust.correctionAfter(0)).toBe(0);
});

test("words that were kept without a key are of one key that is not known", () => {
  const old = judgeTrustSchema.parse({
    seen: [true],
    people: Array.from({ length: 400 }, (_, number) => [true, number % 10 < 4]),
    references: Array.from({ length: 400 }, () => true),
  });
  const trust = new JudgeTrust(old);
  const before = trust.correctionAfter(old.subtracted);
  expect([before > 0.4, trust.isOfOneKey, trust.references]).toEqual([true, true, 400]);

  speak(trust, "one", 10);
  expect([trust.optimism, trust.correctionAfter(before)]).toEqual([undefined, before]);

  const again = new JudgeTrust(judgeTrustSchema.parse({ ...trust.kept, subtracted: before }));
  expect(again.kept).toEqual(trust.kept);
  expect(trust.kept.people.at(-1)).toEqual([true, true, "one"]);
});
