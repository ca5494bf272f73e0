import {
  chooseModel,
  defaultRouteSettings,
  expectedQualities,
  fitQuality,
  type QualityModel,
} from "@headgate/levers";
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

/** The router, what means alone come to on the same rows, and no router; one of each a seed. */
export type PoolRun = Readonly<Record<"router" | "means" | "none", readonly PoolFigures[]>>;

const lambdas = [0, ...Array.from({ length: 80 }, (_, step) => 10 ** (-3 + step / 16)), 1e9];
/** As many labels as the mean of a task is drawn by to the mean of all. */
const PSEUDO_LABELS = 25;

/** Half of the prompts to learn of, the other to be judged by. `tagged`: the task is the fingerprint. */
export function poolInDomain(pool: Pool, seeds: readonly number[], tagged: boolean): PoolRun {
  return runOf(
    seeds.map((seed) => {
      const { train, test } = halves(pool.questions, seed);
      const { model } = fitQuality(train.map((question) => exampleOf(question, tagged)));
      process.stderr.write(`pool, seed ${seed}: done\n`);
      return judged(pool, test, {
        router: expectationsOf(model, test, tagged),
        means: meansOfTasks(train, test),
      });
    }),
  );
}

/**
 * Each task is judged by what was learned of all the others: as many labels and prompts as the product keeps, of one order of
 * the questions. Means alone are those of the other tasks: a model that shines on a task has them lowered where it is
 * needed most, so a router that knows no more lies below no router, whose models' figures are of all tasks.
 */
export function leaveTasksOut(pool: Pool, seeds: readonly number[]): PoolRun {
  const tasks = [...new Set(pool.questions.map(({ task }) => task))];
  const { memory, prompts } = defaultRouteSettings;
  return runOf(
    seeds.map((seed) => {
      const order = shuffled(pool.questions, seed);
      const tested: PoolQuestion[] = [];
      const router: Float64Array[] = [];
      const means: Float64Array[] = [];
      for (const task of tasks) {
        const own = order.filter((question) => question.task === task);
        const asked = new Set(own.map(({ prompt }) => prompt));
        const others = order
          .filter((question) => question.task !== task && !asked.has(question.prompt))
          .map((question) => exampleOf(question, true));
        const { model } = fitQuality(others.slice(0, memory), {
          prompts: others.slice(0, prompts),
        });
        tested.push(...own);
        router.push(...expectationsOf(model, own, true));
        means.push(...own.map(() => model.parts.means));
        process.stderr.write(`left out, seed ${seed}: ${task}\n`);
      }
      return judged(pool, tested, { router, means });
    }),
  );
}

const runOf = (runs: readonly Readonly<Record<keyof PoolRun, PoolFigures>>[]): PoolRun => ({
  router: runs.map(({ router }) => router),
  means: runs.map(({ means }) => means),
  none: runs.map(({ none }) => none),
});

/** What the mean of its task expects of each question, drawn towards the mean of all. */
function meansOfTasks(
  train: readonly PoolQuestion[],
  test: readonly PoolQuestion[],
): readonly Float64Array[] {
  const meanOf = (questions: readonly PoolQuestion[], model: number, drawnTo?: number): number => {
    const tried = questions
      .map(({ qualities }) => qualities[model] as number)
      .filter((quality) => !Number.isNaN(quality));
    const sum = tried.reduce((total, quality) => total + quality, 0);
    return drawnTo === undefined
      ? sum / tried.length
      : (sum + PSEUDO_LABELS * drawnTo) / (tried.length + PSEUDO_LABELS);
  };
  const byTask = new Map(
    [...new Set(test.map(({ task }) => task))].map((task) => {
      const own = train.filter((question) => question.task === task);
      const all = train[0]?.qualities ?? new Float64Array();
      return [task, all.map((_, model) => meanOf(own, model, meanOf(train, model)))];
    }),
  );
  return test.map(({ task }) => byTask.get(task) as Float64Array);
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

function judged(
  pool: Pool,
  questions: readonly PoolQuestion[],
  { router, means }: Readonly<Record<"router" | "means", readonly Float64Array[]>>,
): Readonly<Record<keyof PoolRun, PoolFigures>> {
  const singles = pool.models.map((_, model) => pointOf(pool, questions, () => model));
  return {
    router: figuresOf(routed(pool, questions, router), singles),
    means: figuresOf(routed(pool, questions, means), singles),
    none: figuresOf(singles, singles),
  };
}

/** What choices by these expectations come to, from the dearest to the cheapest. */
const routed = (
  pool: Pool,
  questions: readonly PoolQuestion[],
  expected: readonly Float64Array[],
): readonly CostPoint[] =>
  lambdas.map((lambda) =>
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
