import {
  defaultRouteSettings,
  expectedQualities,
  fitQuality,
  noteTaskLength,
  type QualityModel,
  readPrompt,
} from "@headgate/levers";
import { aboveNoRouter, apgr, callShareFor, curveOf, savedAt } from "./metrics.ts";
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

/** How subjects were judged that nothing was learned of: two ways of the router's, two that learn nothing. */
export const leftOutWays = [
  "prompt_alone",
  "task_prompts_seen",
  "length_alone",
  "task_length_alone",
] as const;
export type LeftOutWay = (typeof leftOutWays)[number];

export type LeftOutSubjects = Readonly<
  Record<
    LeftOutWay,
    Readonly<{
      figures: TwoModelFigures;
      /** Mean over the subjects of each one's own curve, weighted by its questions; those without a gap to win back have none. */
      within: number;
      /** Subjects, with a gap or without, whose own curve lies below no router by more than twice the deviation of random orders. */
      below: readonly string[];
    }>
  >
> &
  Readonly<{
    seed: number;
    subjects: number;
    /** Those on which the weak model was as good or better. */
    without_gap: readonly string[];
  }>;

/** As many questions of mean length a subject is taken to have had before its first. */
const PSEUDO_PROMPTS = 5;

/**
 * Each subject is judged by what was learned of all the others: as many labels and prompts as the product keeps. Subjects are
 * fingerprints, as in a gateway, so that which heads carry over is worked out on the other subjects; the one that is judged
 * is a fingerprint that has no label. All subjects draw from one order of the questions, so that what was learned for two of them
 * differs by what was left out and hardly by the draw. A question that another subject has too is not learned from where it is judged.
 *
 * It is judged by its prompt alone, and, as a gateway meets it, with those of the subject's prompts seen that came before, without a
 * label: the second is transductive. Beside both stand, on the same rows, the length of the prompt and the subject's mean
 * length so far, of which nothing is learned.
 */
export function leaveSubjectsOut(
  questions: readonly TwoModelQuestion[],
  seed: number,
): LeftOutSubjects {
  const order = shuffled(questions, seed);
  const subjects = [...new Set(questions.map(({ subject }) => subject))];
  const judged = subjects.map((subject) => {
    const tested = order.filter((question) => question.subject === subject);
    const prompts = new Set(tested.map(({ prompt }) => prompt));
    const others = order.filter(
      (question) => question.subject !== subject && !prompts.has(question.prompt),
    );
    const { memory, prompts: unlabelled } = defaultRouteSettings;
    const { model } = fitQuality(examplesOf(others.slice(0, memory), true), {
      prompts: examplesOf(others.slice(0, unlabelled), true),
    });
    process.stderr.write(`left out, seed ${seed}: ${subject}\n`);
    const meanOfOthers = mean(others.map(lengthOf));
    const scores: Readonly<Record<LeftOutWay, readonly number[]>> = {
      prompt_alone: scoresOf(model, tested, true),
      task_prompts_seen: scoresAsSeen(model, tested),
      length_alone: tested.map(lengthOf),
      task_length_alone: runningMeans(tested.map(lengthOf), meanOfOthers),
    };
    return { subject, tested, scores };
  });
  const byWay = Object.fromEntries(
    leftOutWays.map((way) => [
      way,
      figuresOfLeftOut(
        judged.map(({ subject, tested, scores }) => ({ subject, tested, scores: scores[way] })),
      ),
    ]),
  ) as Pick<LeftOutSubjects, LeftOutWay>;
  return {
    ...byWay,
    seed,
    subjects: subjects.length,
    without_gap: judged.filter(({ tested }) => gapOf(tested) <= 0).map(({ subject }) => subject),
  };
}

type JudgedSubject = Readonly<{
  subject: string;
  tested: readonly TwoModelQuestion[];
  scores: readonly number[];
}>;

function figuresOfLeftOut(judged: readonly JudgedSubject[]): LeftOutSubjects[LeftOutWay] {
  const own = judged.filter(({ tested }) => gapOf(tested) > 0);
  const weight = own.reduce((sum, { tested }) => sum + tested.length, 0);
  return {
    figures: figuresOf(
      judged.flatMap(({ tested }) => tested),
      judged.flatMap(({ scores }) => scores),
    ),
    within: own.reduce(
      (sum, { tested, scores }) => sum + (figuresOf(tested, scores).apgr * tested.length) / weight,
      0,
    ),
    below: judged
      .filter(({ tested, scores }) => aboveNoRouter(rowsOf(tested, scores)) < -2)
      .map(({ subject }) => subject),
  };
}

const gapOf = (questions: readonly TwoModelQuestion[]): number =>
  questions.reduce((sum, { weak, strong }) => sum + strong - weak, 0);

const lengthOf = ({ prompt }: TwoModelQuestion): number => Math.log(1 + prompt.length);

/** The mean of each value and those before it, drawn towards a mean of all. */
function runningMeans(values: readonly number[], meanOfAll: number): readonly number[] {
  let sum = PSEUDO_PROMPTS * meanOfAll;
  return values.map((value, index) => {
    sum += value;
    return sum / (index + 1 + PSEUDO_PROMPTS);
  });
}

/** Scores of a subject's questions as they come, each by a map that has seen the prompts before it. */
function scoresAsSeen(
  model: QualityModel,
  questions: readonly TwoModelQuestion[],
): readonly number[] {
  const tasks = new Map(model.map.tasks);
  const seeing = { ...model, map: { ...model.map, tasks } };
  return questions.flatMap((question) => {
    const scores = scoresOf(seeing, [question], true);
    noteTaskLength(tasks, { ...question.read, fingerprint: question.subject });
    return scores;
  });
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
  const curve = curveOf(rowsOf(questions, scores));
  return {
    apgr: apgr(curve),
    cpt50: callShareFor(curve, 0.5),
    cpt80: callShareFor(curve, 0.8),
    saved95: savedAt(curve, { quality: 0.95, weakCost: WEAK_COST, strongCost: STRONG_COST }),
  };
}

const rowsOf = (questions: readonly TwoModelQuestion[], scores: readonly number[]) =>
  questions.map(({ weak, strong }, index) => ({ weak, strong, score: scores[index] as number }));

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
