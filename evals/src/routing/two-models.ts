import { expectedQualities, fitQuality, type QualityModel, readPrompt } from "@headgate/levers";
import { apgr, callShareFor, curveOf, savedAt } from "./metrics.ts";
import type { TwoModelQuestion } from "./read-tables.ts";
import { halves, mean, meanAndSpread, shuffled } from "./seeded.ts";

/** Dollars a million tokens of Mixtral and GPT-4 in RouteLLM's paper (2406.18665). */
export const WEAK_COST = 0.24;
export const STRONG_COST = 24.7;
const UNLABELLED = 4_000;

export type TwoModelFigures = Readonly<{
  apgr: number;
  cpt50: number;
  cpt80: number;
  saved95: number;
}>;

export type TwoModelRun = Readonly<{ figures: readonly TwoModelFigures[]; cpuUs: number }>;

export const examplesOf = (questions: readonly TwoModelQuestion[], tagged = false) =>
  questions.map(({ read, weak, strong, subject }) => ({
    ...read,
    fingerprint: tagged ? subject : undefined,
    qualities: Float64Array.of(strong, weak),
  }));

/** Half of the prompts to learn of (so many of them labelled), the other half to be judged by; one run a seed. */
export function inDomain(
  questions: readonly TwoModelQuestion[],
  {
    labels,
    seeds,
    tagged,
  }: Readonly<{ labels: number; seeds: readonly number[]; tagged: boolean }>,
): TwoModelRun {
  const times: number[] = [];
  const figures = seeds.map((seed) => {
    const { train, test } = halves(questions, seed);
    const prompts = examplesOf(train.slice(0, UNLABELLED), tagged);
    const { model } = fitQuality(examplesOf(train.slice(0, labels), tagged), { prompts });
    const began = process.cpuUsage();
    // A gateway reads each prompt too.
    const read = test.map((question) => ({ ...question, read: readPrompt(question.prompt) }));
    const scores = scoresOf(model, read, tagged);
    const spent = process.cpuUsage(began);
    times.push((spent.user + spent.system) / test.length);
    process.stderr.write(`two models, ${labels} labels, seed ${seed}: done\n`);
    return figuresOf(test, scores);
  });
  return { figures, cpuUs: mean(times) };
}

export type LeftOutSubjects = Readonly<{
  figures: TwoModelFigures;
  /** Mean over the subjects of each one's own curve, weighted by its questions. */
  within: number;
  /** Subjects whose own curve lies below no router by more than twice the deviation of random orders. */
  below: readonly string[];
  subjects: number;
}>;

/**
 * Each subject is judged by what was learned of all the others. Subjects are fingerprints, as in a gateway, so that which
 * heads carry over is worked out on the other subjects; the one that is judged is a fingerprint nobody has seen.
 */
export function leaveSubjectsOut(
  questions: readonly TwoModelQuestion[],
  { labels, seed }: Readonly<{ labels: number; seed: number }>,
): LeftOutSubjects {
  const subjects = [...new Set(questions.map(({ subject }) => subject))];
  const judged: {
    subject: string;
    tested: readonly TwoModelQuestion[];
    scores: readonly number[];
  }[] = [];
  for (const subject of subjects) {
    const others = shuffled(
      questions.filter((question) => question.subject !== subject),
      seed,
    ).slice(0, labels);
    const { model } = fitQuality(examplesOf(others, true));
    const tested = questions.filter((question) => question.subject === subject);
    judged.push({ subject, tested, scores: scoresOf(model, tested, true) });
    process.stderr.write(`left out: ${subject}\n`);
  }
  const within = judged.filter(({ tested }) => tested.some(({ weak, strong }) => weak !== strong));
  const own = within.flatMap(({ subject, tested, scores }) => {
    const gap = tested.reduce((sum, { weak, strong }) => sum + strong - weak, 0);
    if (gap <= 0) return [];
    // A random order's area: the mean of uniform places of the questions that make the gap.
    const movers = tested.filter(({ weak, strong }) => weak !== strong).length;
    return [
      {
        subject,
        questions: tested.length,
        apgr: figuresOf(tested, scores).apgr,
        spread: Math.sqrt(movers / 12) / gap,
      },
    ];
  });
  const weight = own.reduce((sum, one) => sum + one.questions, 0);
  return {
    figures: figuresOf(
      judged.flatMap(({ tested }) => tested),
      judged.flatMap(({ scores }) => scores),
    ),
    within: own.reduce((sum, one) => sum + (one.apgr * one.questions) / weight, 0),
    below: own.filter((one) => one.apgr < 0.5 - 2 * one.spread).map(({ subject }) => subject),
    subjects: own.length,
  };
}

/**
 * By how much more than usual the strong model is expected to be better. Relative to the model's own usual gap: each
 * subject is judged by another model, and one that was learned without the subjects where the gap is large expects
 * less of the strong model everywhere.
 */
const scoresOf = (
  model: QualityModel,
  questions: readonly TwoModelQuestion[],
  tagged: boolean,
): readonly number[] =>
  questions.map(({ read, subject }) => {
    const [strong, weak] = expectedQualities(model, {
      ...read,
      fingerprint: tagged ? subject : undefined,
    }) as unknown as [number, number];
    const [usualStrong, usualWeak] = model.parts.means as unknown as [number, number];
    return strong - weak - (usualStrong - usualWeak);
  });

function figuresOf(
  questions: readonly TwoModelQuestion[],
  scores: readonly number[],
): TwoModelFigures {
  const curve = curveOf(
    questions.map(({ weak, strong }, index) => ({ weak, strong, score: scores[index] as number })),
  );
  return {
    apgr: apgr(curve),
    cpt50: callShareFor(curve, 0.5),
    cpt80: callShareFor(curve, 0.8),
    saved95: savedAt(curve, { quality: 0.95, weakCost: WEAK_COST, strongCost: STRONG_COST }),
  };
}

/** One row of the table, beside the published ones. */
export const twoModelRow = (router: string, figures: readonly TwoModelFigures[]) => ({
  router,
  APGR: meanAndSpread(figures.map((one) => one.apgr)),
  CPT50: meanAndSpread(
    figures.map((one) => 100 * one.cpt50),
    1,
  ),
  CPT80: meanAndSpread(
    figures.map((one) => 100 * one.cpt80),
    1,
  ),
  "saved@95 %": meanAndSpread(
    figures.map((one) => 100 * one.saved95),
    1,
  ),
});
