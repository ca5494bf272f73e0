import { failedChecks, fitPOk, type JudgedAnswer, lookAtAnswer, pOk } from "@headgate/levers";
import { apgr, type CurvePoint, callShareFor, curveOf } from "./metrics.ts";
import type { TwoModelQuestion } from "./read-tables.ts";
import { halves } from "./seeded.ts";
import { STRONG_COST, type TwoModelFigures, WEAK_COST } from "./two-models.ts";

/** A question whose weaker model's answer is in the table. */
type Answered = TwoModelQuestion & Readonly<{ weakAnswer: string }>;

export const answeredIn = (questions: readonly TwoModelQuestion[]): readonly Answered[] =>
  questions.filter((question): question is Answered => question.weakAnswer !== undefined);

/**
 * The weaker model answers every question; its answers are looked at and those with the least P(ok) go to the stronger one.
 * Half of the questions to learn of, the other half to be judged by; one run a seed. The cost of the weaker answer is
 * always in it.
 */
export function cascadeInDomain(
  questions: readonly Answered[],
  seeds: readonly number[],
): readonly TwoModelFigures[] {
  return seeds.flatMap((seed) => {
    const { train, test } = halves(questions, seed);
    const fitted = fitPOk(train.map(judged));
    if (fitted === undefined) return [];
    const curve = curveOf(
      test.map((question) => {
        const answer = judged(question);
        const isFailed = failedChecks(answer.findings).length > 0;
        const { weak, strong } = question;
        return { weak, strong, score: isFailed ? 1 : 1 - pOk(fitted.model, answer) };
      }),
    );
    return [
      {
        apgr: apgr(curve),
        cpt50: callShareFor(curve, 0.5),
        cpt80: callShareFor(curve, 0.8),
        saved95: savedInCascade(curve, 0.95),
      },
    ];
  });
}

function judged({ prompt, weakAnswer, weak }: Answered): JudgedAnswer {
  const answer = { text: weakAnswer, toolCalls: [], stop: undefined, likelihoods: undefined };
  return {
    findings: lookAtAnswer({ asked: undefined, prompt, answer }),
    expected: undefined,
    isOk: weak >= 0.5,
  };
}

/** 1 − cost / cost of strong calls alone: those that are escalated cost both models. */
function savedInCascade(curve: readonly CurvePoint[], quality: number): number {
  const weak = (curve[0] as CurvePoint).quality;
  const strong = (curve.at(-1) as CurvePoint).quality;
  const share = callShareFor(curve, (quality * strong - weak) / (strong - weak));
  return 1 - share - WEAK_COST / STRONG_COST;
}
