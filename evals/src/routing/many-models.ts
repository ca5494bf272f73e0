import { chooseModel, expectedQualities, fitQuality, type QualityModel } from "@headgate/levers";
import { aiq, type CostPoint, costFor } from "./metrics.ts";
import type { Pool, PoolQuestion } from "./read-tables.ts";
import { halves, meanAndSpread, shuffled } from "./seeded.ts";

/** AIQ, and the share of the best single model's cost that is saved at 100, 98 and 95 % of its quality. */
export type PoolFigures = Readonly<{
  aiq: number;
  saved100: number | undefined;
  saved98: number | undefined;
  saved95: number | undefined;
}>;

export type PoolRun = Readonly<{ router: readonly PoolFigures[]; none: readonly PoolFigures[] }>;

const lambdas = [0, ...Array.from({ length: 80 }, (_, step) => 10 ** (-3 + step / 16)), 1e9];
const LEFT_OUT_LABELS = 2_500;

/** Half of the prompts to learn of, the other to be judged by. `tagged`: the task is the fingerprint. */
export function poolInDomain(pool: Pool, seeds: readonly number[], tagged: boolean): PoolRun {
  const runs = seeds.map((seed) => {
    const { train, test } = halves(pool.questions, seed);
    const { model } = fitQuality(train.map((question) => exampleOf(question, tagged)));
    process.stderr.write(`pool, seed ${seed}: done\n`);
    return judged(pool, test, expectationsOf(model, test, tagged));
  });
  return { router: runs.map(({ router }) => router), none: runs.map(({ none }) => none) };
}

/** Each task is judged by what was learned of all the others. */
export function leaveTasksOut(pool: Pool, seed: number): PoolRun {
  const tasks = [...new Set(pool.questions.map(({ task }) => task))];
  const tested: PoolQuestion[] = [];
  const expected: Float64Array[] = [];
  for (const task of tasks) {
    const others = shuffled(
      pool.questions.filter((question) => question.task !== task),
      seed,
    ).slice(0, LEFT_OUT_LABELS);
    const { model } = fitQuality(others.map((question) => exampleOf(question, true)));
    const own = pool.questions.filter((question) => question.task === task);
    tested.push(...own);
    expected.push(...expectationsOf(model, own, true));
    process.stderr.write(`left out: ${task}\n`);
  }
  const { router, none } = judged(pool, tested, expected);
  return { router: [router], none: [none] };
}

const exampleOf = ({ read, task, qualities }: PoolQuestion, tagged: boolean) => ({
  ...read,
  fingerprint: tagged ? task : undefined,
  qualities,
});

const expectationsOf = (model: QualityModel, questions: readonly PoolQuestion[], tagged: boolean) =>
  questions.map(({ read, task }) =>
    expectedQualities(model, { ...read, fingerprint: tagged ? task : undefined }),
  );

function judged(pool: Pool, questions: readonly PoolQuestion[], expected: readonly Float64Array[]) {
  const singles = pool.models.map((_, model) => pointOf(pool, questions, () => model));
  const routed = lambdas.map((lambda) =>
    pointOf(pool, questions, (index) => {
      const chosen = chooseModel(
        pool.models.map((model, place) => ({
          model,
          place,
          cost: pool.costs[place] as number,
          quality: (expected[index] as Float64Array)[place] as number,
        })),
        lambda,
      );
      return chosen?.place ?? 0;
    }),
  );
  return { router: figuresOf(routed, singles), none: figuresOf(singles, singles) };
}

function pointOf(
  pool: Pool,
  questions: readonly PoolQuestion[],
  choice: (index: number) => number,
): CostPoint {
  let cost = 0;
  let quality = 0;
  for (const [index, { qualities }] of questions.entries()) {
    const chosen = choice(index);
    cost += (pool.costs[chosen] as number) / questions.length;
    quality += (qualities[chosen] as number) / questions.length;
  }
  return { cost, quality };
}

function figuresOf(points: readonly CostPoint[], singles: readonly CostPoint[]): PoolFigures {
  const costs = singles.map(({ cost }) => cost);
  const best = singles.reduce((a, b) => (b.quality > a.quality ? b : a));
  const savedAt = (share: number): number | undefined => {
    const cost = costFor(points, share * best.quality);
    return cost === undefined ? undefined : 1 - cost / best.cost;
  };
  return {
    aiq: aiq(points, { from: Math.min(...costs), to: Math.max(...costs) }),
    saved100: savedAt(1),
    saved98: savedAt(0.98),
    saved95: savedAt(0.95),
  };
}

/** One row of the table. A quality that some seed does not reach is said so. */
export const poolRow = (router: string, figures: readonly PoolFigures[]) => ({
  router,
  AIQ: meanAndSpread(figures.map((one) => one.aiq)),
  "saved@100 %": saved(figures.map(({ saved100 }) => saved100)),
  "saved@98 %": saved(figures.map(({ saved98 }) => saved98)),
  "saved@95 %": saved(figures.map(({ saved95 }) => saved95)),
});

function saved(shares: readonly (number | undefined)[]): string {
  const reached = shares.filter((share) => share !== undefined);
  if (reached.length === 0) return "not reached";
  const text = meanAndSpread(
    reached.map((share) => 100 * share),
    1,
  );
  return reached.length === shares.length
    ? text
    : `${text} (${reached.length} of ${shares.length})`;
}
