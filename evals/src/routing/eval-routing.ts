import { existsSync } from "node:fs";
import { join } from "node:path";
import { printTable } from "@headgate/bench/result";
import { formatDollars } from "@headgate/money";
import { type Evaluation, EvaluationInputError } from "../evaluation.ts";
import { answeredIn, cascadeInDomain } from "./cascade.ts";
import { type Checkpoint, streamCold } from "./cold-start.ts";
import { resampleDial } from "./dial-resamples.ts";
import { endToEnd } from "./end-to-end.ts";
import { leaveTasksOut, type PoolFigures, poolInDomain, poolRow } from "./many-models.ts";
import { publishedPool, publishedTwoModels } from "./published.ts";
import { readPool, readTwoModels, type TwoModelQuestion } from "./read-tables.ts";
import { mean, meanAndSpread } from "./seeded.ts";
import {
  inDomain,
  type LeftOutSubjects,
  type LeftOutWay,
  leaveSubjectsOut,
  leftOutWays,
  twoModelRow,
} from "./two-models.ts";

const SEEDS = [21, 22, 23, 24, 25] as const;
const [SEED] = SEEDS;
/** Of what is left out a fit each: three seeds tell how far the draw moves a figure. */
const LEFT_OUT_SEEDS = SEEDS.slice(0, 3);
/** The share of random orders that lies below their mean by more than twice their deviation (normal). */
const BELOW_BY_CHANCE = 0.0228;
/** RouteLLM's golden labels of MMLU, about. */
const LABELS = 1_500;

/**
 * Routing held against recorded answers of many models: RouteLLM's two models, LLMRouter's pool. Each part is run
 * where its table is there.
 */
export async function evalRouting(folder: string): Promise<Evaluation> {
  if (!existsSync(join(folder, "routellm")) && !existsSync(join(folder, "llmrouter_uiuc"))) {
    throw new EvaluationInputError(
      `${folder}: neither routellm/ nor llmrouter_uiuc/ is there; give the folder that holds them`,
    );
  }
  const mmlu = await readTwoModels(folder, "mmlu");
  const gsm8k = await readTwoModels(folder, "gsm8k");
  const pool = await readPool(folder);
  const parts = [
    ...(mmlu === undefined ? [] : [await onGateway(mmlu)]),
    ...(mmlu === undefined ? [] : [onMmlu(mmlu), onDial(mmlu), onColdStart(mmlu)]),
    ...(gsm8k === undefined ? [] : [onGsm8k(gsm8k)]),
    ...(pool === undefined ? [] : [onPool(pool)]),
  ];
  return {
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)) as Evaluation["figures"],
    targets: parts.flatMap(({ targets }) => targets),
  };
}

function onMmlu(questions: readonly TwoModelQuestion[]): Evaluation {
  const byText = inDomain(questions, { labels: LABELS, seeds: SEEDS, tagged: false });
  const byTag = inDomain(questions, { labels: LABELS, seeds: SEEDS, tagged: true });
  const leftOut = LEFT_OUT_SEEDS.map((seed) => leaveSubjectsOut(questions, seed));
  printTable("RouteLLM's MMLU answers: Mixtral or GPT-4", [
    ...publishedTwoModels.mmlu,
    twoModelRow(`by text, ${LABELS} labels`, byText.figures),
    twoModelRow(`subjects as fingerprints, ${LABELS} labels`, byTag.figures),
    ...leftOutWays.map((way) =>
      twoModelRow(
        wordsOfWays[way],
        leftOut.map((run) => run[way].figures),
      ),
    ),
  ]);
  printTable(
    "Inside subjects that were left out (no router: .5)",
    leftOut.flatMap((run) => leftOutWays.map((way) => withinRow(run, way))),
  );
  const inDomainApgr = mean(byText.figures.map(({ apgr }) => apgr));
  return {
    figures: {
      mmlu: byText.figures,
      mmlu_tagged: byTag.figures,
      mmlu_left_out: leftOut,
      decision_us: byText.cpuUs,
    },
    targets: [
      atLeast("MMLU, 1,500 labels: APGR (paper's best .603)", inDomainApgr, 0.64),
      ...(["prompt_alone", "task_prompts_seen"] as const).flatMap((way) =>
        leftOutTargets(leftOut, way),
      ),
      {
        what: "processor microseconds a decision, reading the prompt in it",
        value: Math.round(byText.cpuUs),
        target: "< 200",
        met: byText.cpuUs < 200,
      },
    ],
  };
}

const wordsOfWays: Readonly<Record<LeftOutWay, string>> = {
  prompt_alone: "each subject left out, by the prompt alone",
  task_prompts_seen: "each subject left out, its prompts so far seen without a label",
  length_alone: "length alone, nothing learned, same rows",
  task_length_alone: "mean length of the subject so far, nothing learned, same rows",
};

const withinRow = (run: LeftOutSubjects, way: LeftOutWay) => ({
  by: wordsOfWays[way],
  seed: run.seed,
  mean_apgr: run[way].within.toFixed(3),
  // Its curve has no share of a gap where there is no gap; whether it lies below no router is asked of it too.
  subjects_with_a_gap: run.subjects - run.without_gap.length,
  subjects: run.subjects,
  clearly_below_no_router: run[way].below.length === 0 ? "none" : run[way].below.join(", "),
  so_many_of_random_orders: (run.subjects * BELOW_BY_CHANCE).toFixed(1),
});

function leftOutTargets(runs: readonly LeftOutSubjects[], way: LeftOutWay): Evaluation["targets"] {
  const words = `MMLU, ${wordsOfWays[way]}`;
  const below = Math.max(...runs.map((run) => run[way].below.length));
  return [
    atLeast(`${words}: APGR`, mean(runs.map((run) => run[way].figures.apgr)), 0.6),
    {
      what: `${words}: subjects clearly below no router, worst seed`,
      value: below,
      target: "0",
      met: below === 0,
    },
    atLeast(`${words}: mean APGR inside subjects`, mean(runs.map((run) => run[way].within)), 0.5),
  ];
}

async function onGateway(questions: readonly TwoModelQuestion[]): Promise<Evaluation> {
  const { ledger, evaluation, ...run } = await endToEnd(questions, { calls: 3_000, seed: SEED });
  const dollars = { ledger: formatDollars(ledger), evaluation: formatDollars(evaluation) };
  printTable("Through the running gateway, in front of recorded answers (simulated money)", [
    { ...rounded(run), ...dollars },
  ]);
  return {
    figures: { end_to_end: { ...run, ...dollars } },
    targets: [
      {
        what: "end to end: the ledger's savings less the evaluation's, picodollars",
        value: Number(ledger - evaluation),
        target: "0",
        met: ledger === evaluation,
      },
    ],
  };
}

function onGsm8k(questions: readonly TwoModelQuestion[]): Evaluation {
  const run = inDomain(questions, { labels: 650, seeds: SEEDS, tagged: false });
  printTable("RouteLLM's GSM8K answers", [
    ...publishedTwoModels.gsm8k,
    twoModelRow("by text, half of the labels", run.figures),
  ]);
  const cascade = onCascade(questions);
  return {
    figures: { gsm8k: run.figures, ...cascade.figures },
    targets: [
      atLeast("GSM8K: APGR (random .497)", mean(run.figures.map((one) => one.apgr)), 0.5),
      ...cascade.targets,
    ],
  };
}

/** A cascade looks at answers: a table without them tells nothing of it. */
function onCascade(questions: readonly TwoModelQuestion[]): Evaluation {
  const figures = cascadeInDomain(answeredIn(questions), SEEDS);
  if (figures.length === 0) {
    printTable("Cascade on GSM8K", [
      { left_out: "the table has too few of the weaker model's answers (weak_answer)" },
    ]);
    return { figures: {}, targets: [] };
  }
  printTable("Cascade on GSM8K: the weaker model's answers are looked at", [
    twoModelRow("by checks of the answer, half of the labels", figures),
  ]);
  const saved = mean(figures.map(({ saved95 }) => saved95));
  return {
    figures: { gsm8k_cascade: figures },
    targets: [atLeast("GSM8K, cascade: saved at 95 % (by prompt alone .28)", saved, 0.5)],
  };
}

function onDial(questions: readonly TwoModelQuestion[]): Evaluation {
  const dials = [500, 1_000, 2_000]
    .filter((labels) => labels < questions.length / 4)
    .map((labels) => resampleDial(questions, { labels, resamples: 300, seed: SEED }));
  printTable("The dial at 95 %, resampled", dials.map(rounded));
  const target = dials.find(({ labels }) => labels === 1_000);
  return {
    figures: { dials },
    targets:
      target === undefined
        ? []
        : [atLeast("dial: promise kept at 1,000 labels, share of resamples", target.kept, 0.93)],
  };
}

function onColdStart(questions: readonly TwoModelQuestion[]): Evaluation {
  const calls = Math.min(12_000, questions.length);
  const streams = [SEED, 22, 23].map((seed) => streamCold(questions, { calls, seed }));
  printTable(
    "Cold start, one call in ten shadowed (its cost counted)",
    streams.flat().map(rounded),
  );
  const worst = Math.min(...streams.flat().map(({ quality }) => quality));
  const last = streams.map((checkpoints) => checkpoints.at(-1) as Checkpoint);
  const leastStep = Math.min(
    ...streams.flatMap((checkpoints) =>
      checkpoints.slice(1).map(({ saved }, index) => saved - (checkpoints[index]?.saved ?? 0)),
    ),
  );
  return {
    figures: { cold_start: streams.flat() },
    targets: [
      atLeast("cold start: quality at the worst checkpoint", worst, 0.95),
      atLeast(
        "cold start: saved after all calls, worst seed",
        Math.min(...last.map(({ saved }) => saved)),
        0.01,
      ),
      {
        what: "cold start: least growth of savings between checkpoints",
        value: Number.isFinite(leastStep) ? Math.round(leastStep * 10_000) / 10_000 : null,
        target: "≥ 0",
        met: Number.isFinite(leastStep) ? leastStep >= 0 : null,
      },
    ],
  };
}

function onPool(pool: NonNullable<Awaited<ReturnType<typeof readPool>>>): Evaluation {
  const tagged = poolInDomain(pool, SEEDS, true);
  const byText = poolInDomain(pool, SEEDS.slice(0, 2), false);
  const leftOut = leaveTasksOut(pool, LEFT_OUT_SEEDS);
  printTable(`LLMRouter's pool of ${pool.models.length} models`, [
    ...publishedPool,
    poolRow("no router, same halves", tagged.none),
    poolRow("means of tasks, drawn by 25, same halves", tagged.means),
    poolRow("tasks as fingerprints", tagged.router),
    poolRow("by text", byText.router),
    poolRow("no router, all tasks", leftOut.none),
    poolRow("each task left out, means of the others alone", leftOut.means),
    poolRow("each task left out", leftOut.router),
  ]);
  const aboveTaskMeans = aiqAbove(tagged.router, tagged.means);
  const aboveOtherMeans = aiqAbove(leftOut.router, leftOut.means);
  printTable("AIQ above what means alone come to on the same rows", [
    { what: "tasks as fingerprints", "AIQ above": meanAndSpread(aboveTaskMeans, 4) },
    { what: "each task left out", "AIQ above": meanAndSpread(aboveOtherMeans, 4) },
  ]);
  // A seed on which that quality is never reached saves nothing there.
  const saved = mean(tagged.router.map(({ saved100 }) => saved100 ?? 0));
  return {
    figures: {
      pool: tagged.router,
      pool_no_router: tagged.none,
      pool_task_means: tagged.means,
      pool_by_text: byText.router,
      pool_left_out: leftOut,
    },
    targets: [
      atLeast("pool, tasks as fingerprints: AIQ", mean(tagged.router.map((one) => one.aiq)), 0.643),
      atLeast("pool: saved at the best single model's quality", saved, 0.8),
      atLeast(
        "pool, each task left out: AIQ above no router",
        mean(aiqAbove(leftOut.router, leftOut.none)),
        0,
      ),
    ],
  };
}

const aiqAbove = (some: readonly PoolFigures[], others: readonly PoolFigures[]) =>
  some.map(({ aiq }, seed) => aiq - (others[seed] as PoolFigures).aiq);

const atLeast = (what: string, value: number, least: number): Evaluation["targets"][number] => ({
  what,
  value: Math.round(value * 10_000) / 10_000,
  target: `≥ ${least}`,
  met: value >= least,
});

const rounded = (row: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      Number.isInteger(value) ? value : Math.round(value * 10_000) / 10_000,
    ]),
  ) as Record<string, number>;
