import { type BenchResult, commit, keepResult, machine, printTable } from "@headgate/bench/result";
import { evalAnomalies } from "./anomalies/eval-anomalies.ts";
import { evalBills } from "./bills/eval-bills.ts";
import { evalCommitments } from "./commitments/eval-commitments.ts";
import { evalDrivers } from "./drivers/eval-drivers.ts";
import { type Evaluation, EvaluationInputError } from "./evaluation.ts";
import { evalForecast } from "./forecast/eval-forecast.ts";
import { evalPrefixTtl } from "./prefix-ttl/eval-prefix-ttl.ts";
import { evalPrices } from "./prices/eval-prices.ts";
import { evalReconcile } from "./reconcile/eval-reconcile.ts";
import { evalRouting } from "./routing/eval-routing.ts";
import { evalSelfHost } from "./selfhost/eval-selfhost.ts";
import { evalSemanticCache } from "./semantic-cache/eval-semantic-cache.ts";
import { evalUsage } from "./usage/eval-usage.ts";
import { evalUsagePriced } from "./usage-priced/eval-usage-priced.ts";

const usage = `Usage: npm run eval -- NAME DATA [--keep] [--json]
       npm run eval -- NAME [COMPANIES] [--keep] [--json]

  bills DATA         a folder of bills (CSV of FOCUS or AWS): does the ledger say what their columns come to?
  commitments DATA   a folder with recorded traces: what is bought beside the best, the mean and P95
  prefix-ttl DATA    a folder with Mooncake's trace: what caching prompts for 5 m, 1 h or not costs
  prices DATA        a folder of price catalogues: coverage, their gross errors, Claude on Bedrock
  routing DATA       a folder of recorded answers by many models: quality and cost of what is chosen
  selfhost DATA      a folder of measured servers: error of the throughput that plans work out; rules of thumb
  semantic-cache DATA  a folder of questions: hits, wrong hits, edits that must not hit
  usage DATA         recorded usage objects (JSON lines): are all read, and do their identities hold?
  usage-priced DATA  usage objects with an expected reading (JSON): do the buckets agree?

  anomalies [COMPANIES]  constructed companies: are planted changes named, and nothing else?
  drivers [COMPANIES]    … is a planted change the largest part, and do the parts add up?
  forecast [COMPANIES]   … do intervals hold the true sums as often as they say?
  reconcile [COMPANIES]  … is every planted fault of a bill told, to the picodollar?

  --keep   write the result to evals/results/
  --json   print the result as one line of JSON, last, on stdout

evals/README.md says where the data comes from. Ends with 1 when a target is missed.
`;

const evaluations: Readonly<Record<string, (path: string) => Promise<Evaluation>>> = {
  bills: evalBills,
  commitments: evalCommitments,
  "prefix-ttl": evalPrefixTtl,
  prices: evalPrices,
  routing: evalRouting,
  selfhost: evalSelfHost,
  usage: evalUsage,
  "semantic-cache": evalSemanticCache,
  "usage-priced": evalUsagePriced,
};

/** On constructed companies: how many of them. */
const constructed: Readonly<
  Record<string, (companies: number | undefined) => Promise<Evaluation>>
> = {
  anomalies: evalAnomalies,
  drivers: evalDrivers,
  forecast: evalForecast,
  reconcile: evalReconcile,
};

const parameters = process.argv.slice(2);
const flags = parameters.filter((parameter) => parameter.startsWith("--"));
const [name = "", path, ...more] = parameters.filter((parameter) => !parameter.startsWith("--"));
const unknown = flags.some((flag) => !["--keep", "--json"].includes(flag));
const evaluation = chosen();

/** What was asked for, or undefined where it cannot be run so. */
function chosen(): (() => Promise<Evaluation>) | undefined {
  const ofData = Object.hasOwn(evaluations, name) ? evaluations[name] : undefined;
  if (ofData !== undefined) return path === undefined ? undefined : () => ofData(path);
  const ofCompanies = Object.hasOwn(constructed, name) ? constructed[name] : undefined;
  if (ofCompanies === undefined) return undefined;
  if (path === undefined) return () => ofCompanies(undefined);
  return /^[1-9]\d{0,3}$/.test(path) ? () => ofCompanies(Number(path)) : undefined;
}

async function run(evaluate: () => Promise<Evaluation>): Promise<void> {
  const result: BenchResult = {
    name,
    date: new Date().toISOString(),
    commit: commit(),
    machine: machine(),
    command: `npm run eval -- ${name}${Object.hasOwn(evaluations, name) ? " DATA" : path === undefined ? "" : ` ${path}`}`,
    ...(await evaluate()),
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
else if (evaluation === undefined || more.length > 0 || unknown) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await run(evaluation).catch((error: unknown) => {
    if (!(error instanceof EvaluationInputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
