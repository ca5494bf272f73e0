import fc from "fast-check";
import { expect, test } from "vitest";
import { uniformAt } from "../hashing.ts";
import { certifyCascade, judgeAnswer } from "./judge-answer.ts";
import { hardCheckNames, softCheckNames } from "./look-at-answer.ts";
import { fitPOk, type JudgedAnswer, type LookedAt, pOk } from "./p-ok.ts";

/** Constructed: sums are wrong in a fifth of the answers and those are bad in nine of ten; of the rest one in ten is. */
function answerAt(place: number): JudgedAnswer {
  const isWrong = uniformAt(place, 1) < 0.2;
  const isOk = uniformAt(place, 2) < (isWrong ? 0.1 : 0.9);
  const findings = {
    hard: { empty: 0 },
    soft: { arithmetic: isWrong ? 1 : 0, hedging: uniformAt(place, 3) < 0.3 ? 0.5 : 0 },
    characters: 200 + Math.floor(uniformAt(place, 4) * 400),
  };
  return { findings, expected: 0.75, isOk };
}

const answers = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => answerAt(from + index));

const fitted = (count: number) => {
  const fit = fitPOk(answers(count));
  if (fit === undefined) throw new Error("too few answers");
  return fit;
};

test("with few labels, or labels that are all alike, there is no P(ok)", () => {
  expect(fitPOk(answers(299))).toBeUndefined();
  expect(fitPOk(answers(400).map((answer) => ({ ...answer, isOk: true })))).toBeUndefined();
});

test("P(ok) is what it says, on answers that it was not fitted on", () => {
  const { model } = fitted(1_500);
  const others = answers(3_000, 10_000);

  for (const fault of [0, 1]) {
    const alike = others.filter(({ findings }) => findings.soft.arithmetic === fault);
    const told = alike.reduce((sum, answer) => sum + pOk(model, answer), 0) / alike.length;
    const good = alike.filter(({ isOk }) => isOk).length / alike.length;
    expect(Math.abs(told - good)).toBeLessThan(0.05);
  }
});

test("the same labels give the same model, and it is plain data", () => {
  const { model } = fitted(400);

  expect(fitted(400).model).toEqual(model);
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
});

const share = fc.double({ min: 0, max: 1, noNaN: true });

test("a fault that grows never raises P(ok), whatever the labels were", () => {
  const hard = fc.constantFrom(...hardCheckNames);
  const soft = fc.constantFrom(...softCheckNames);
  const findings = fc.record({
    hard: fc.dictionary(hard, fc.constantFrom(0, 1)),
    soft: fc.dictionary(soft, share),
    characters: fc.nat(10_000),
  });
  const judged = fc.record({
    findings,
    expected: fc.option(share, { nil: undefined }),
    isOk: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(judged, { minLength: 12, maxLength: 40 }),
      hard,
      soft,
      share,
      (labels, name, other, fault) => {
        const fit = fitPOk(labels, 10);
        if (fit === undefined) return;
        const [{ findings: found, expected }] = labels as [JudgedAnswer];
        const at = (changed: Partial<LookedAt["findings"]>): number =>
          pOk(fit.model, { findings: { ...found, ...changed }, expected });
        const passed = at({ hard: { ...found.hard, [name]: 0 } });
        expect(at({ hard: { ...found.hard, [name]: 1 } })).toBeLessThanOrEqual(passed + 1e-12);
        const sound = at({ soft: { ...found.soft, [other]: 0 } });
        expect(at({ soft: { ...found.soft, [other]: fault } })).toBeLessThanOrEqual(sound + 1e-12);
      },
    ),
    { numRuns: 60 },
  );
});

const promise = { quality: 0.85, confidence: 0.95, leastLabels: 300 };

test("a threshold is certified that tells good answers from bad, and no promise that cannot be kept", () => {
  const judged = answers(1_500);
  const { unseen } = fitted(1_500);
  const pairs = judged.map(({ isOk }, index) => ({
    pOk: unseen[index] as number,
    quality: isOk ? 1 : 0,
    ofReference: 1,
  }));

  const certified = certifyCascade(pairs, promise);

  expect(certified?.lowerBound).toBeGreaterThanOrEqual(0.85);
  expect(certified?.accepted).toBeGreaterThan(0.6);
  expect(certified?.accepted).toBeLessThanOrEqual(0.85);
  expect(certifyCascade(pairs.slice(0, 299), promise)).toBeUndefined();
  const bad = pairs.map((pair) => ({ ...pair, quality: 0 }));
  // 15 in 100 may be lost: so many bad answers may be accepted, and no more.
  expect(certifyCascade(bad, promise)?.accepted).toBeLessThanOrEqual(0.15);
});

test("a failed hard check escalates whatever P(ok) says; without a certificate nothing is accepted", () => {
  const { model } = fitted(400);
  const sound = answerAt(0);
  const cut = { ...sound, findings: { ...sound.findings, hard: { cut: 1 } } };
  const certified = { threshold: 0.5, lowerBound: 0.9, estimate: 0.95, accepted: 0.8, labels: 400 };
  const fault = { ...sound, findings: { ...sound.findings, soft: { arithmetic: 1 } } };

  expect(judgeAnswer(cut, { model, certified, isCovered: true })).toMatchObject({
    kind: "escalate",
    by: "check",
    failed: ["cut"],
  });
  const none = { model: undefined, certified: undefined };
  expect(judgeAnswer(sound, { ...none, isCovered: true }).kind).toBe("accept");
  expect(judgeAnswer(sound, { ...none, isCovered: false }).kind).toBe("escalate");
  expect(judgeAnswer(fault, { model, certified, isCovered: true })).toMatchObject({
    kind: "escalate",
    by: "p_ok",
  });
});
