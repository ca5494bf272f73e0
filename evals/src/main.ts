import { type BenchResult, commit, keepResult, machine, printTable } from "@headgate/bench/result";
import { type Evaluation, EvaluationInputError } from "./evaluation.ts";
import { evalPrices } from "./prices/eval-prices.ts";
import { evalUsage } from "./usage/eval-usage.ts";
import { evalUsagePriced } from "./usage-priced/eval-usage-priced.ts";

const usage = `Usage: npm run eval -- NAME DATA [--keep] [--json]

  prices DATA        a folder of price catalogues: coverage, their gross errors, Claude on Bedrock
  usage DATA         recorded usage objects (JSON lines): are all read, and do their identities hold?
  usage-priced DATA  usage objects with an expected reading (JSON): do the buckets agree?

  --keep   write the result to evals/results/
  --json   print the result as one line of JSON, last, on stdout

evals/README.md says where the data comes from. Ends with 1 when a target is missed.
`;

const evaluations: Readonly<Record<string, (path: string) => Promise<Evaluation>>> = {
  prices: evalPrices,
  usage: evalUsage,
  "usage-priced": evalUsagePriced,
};

const parameters = process.argv.slice(2);
const flags = parameters.filter((parameter) => parameter.startsWith("--"));
const [name = "", path, ...more] = parameters.filter((parameter) => !parameter.startsWith("--"));
const unknown = flags.some((flag) => !["--keep", "--json"].includes(flag));
const evaluation = Object.hasOwn(evaluations, name) ? evaluations[name] : undefined;

async function run(evaluate: (path: string) => Promise<Evaluation>, data: string): Promise<void> {
  const result: BenchResult = {
    name,
    date: new Date().toISOString(),
    commit: commit(),
    machine: machine(),
    command: `npm run eval -- ${name} DATA`,
    ...(await evaluate(data)),
  };
  printTable(
    "Targets",
    result.targets.map(({ what, value, target, met }) => ({
      what,
      value,
      target,
      met: met === null ? "not measured here" : met ? "met" : "MISSED",
    })),
  );
  if (flags.includes("--keep")) {
    const folder = `${import.meta.dirname}/../results`;
    process.stderr.write(`\nkept in ${keepResult(result, folder)}\n`);
  }
  if (flags.includes("--json")) process.stdout.write(`${JSON.stringify(result)}\n`);
  if (result.targets.some(({ met }) => met === false)) process.exitCode = 1;
}

if (flags.includes("--help")) process.stdout.write(usage);
else if (evaluation === undefined || path === undefined || more.length > 0 || unknown) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await run(evaluation, path).catch((error: unknown) => {
    if (!(error instanceof EvaluationInputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
