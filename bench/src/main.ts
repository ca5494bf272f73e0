import { benchAdvisor } from "./advisor/bench-advisor.ts";
import { benchBatch } from "./batch/bench-batch.ts";
import { benchBudgets } from "./budgets/bench-budgets.ts";
import { benchCaches } from "./caches/bench-caches.ts";
import { benchContext } from "./context/bench-context.ts";
import { benchGateway } from "./gateway/bench-gateway.ts";
import { benchIngest } from "./ingest/bench-ingest.ts";
import { benchPrefix } from "./prefix/bench-prefix.ts";
import { benchPricing } from "./pricing/bench-pricing.ts";
import { benchPrompt } from "./prompt/bench-prompt.ts";
import { benchRealised } from "./realised/bench-realised.ts";
import { benchReports } from "./reports/bench-reports.ts";
import { type BenchResult, commit, keepResult, machine, printTable } from "./result.ts";
import { benchScale, scaleParts } from "./scale/bench-scale.ts";

const usage = `Usage: npm run bench -- NAME [PART] [--quick] [--rows=MILLIONS] [--keep] [--json]

  ingest    reading files and importing them, beside DuckDB's own reader: rate, CPU and memory
  advisor   a constructed month of a million calls with planted waste: what recommendations find of it, and what else
  batch     100,000 requests, three of ten duplicates, through three simulated providers with faults, by a process
            that is killed again and again: each answered once, in time, and what was saved
  budgets   64 clients against one key at two gateways that share a budget, with fallbacks, aborted streams
            and a kill -9: overshoot, leases left, refusals with room; and what holding costs a call
  gateway   throughput, added latency and memory of the gateway, beside a bare relay, nginx and Portkey
  caches    calls that the cache answers, and the gateway with all levers on and nothing to do
  context   simulated sessions of agents: what their prompts cost under each way to keep histories short
  prefix    generated requests of every wire format: what reaches the provider is what the client sent
  pricing   rating a call, in nanoseconds by its shape, and loading the price book
  prompt    what shortening prompts saves, by class of content, and that every text comes back
  realised  what recommendations promise, and what came of it in the next thirty simulated days
  scale     what Headgate costs and holds beyond one machine; of its parts one may be named: ${scaleParts.join(", ")}
  reports   every question of the console over ledgers of 1 and 10 million constructed rows

  --rows    sizes of the ledgers of reports, in millions of rows, e.g. --rows=1,10,100; 100 are ten copies of 10;
            or of scale's questions and migrate, one size
  --size=MB of ingest: the log's size, uncompressed; the other files are a quarter (1000)
  --log     of ingest: the Bedrock log alone
  --quick   short runs: to see that it works, not to quote
  --keep    write the result to bench/results/
  --json    print the result as one line of JSON, last, on stdout
`;

const [name = "", ...rest] = process.argv.slice(2);
const part = name === "scale" && scaleParts.find((known) => known === rest[0]);
const flags = part ? rest.slice(1) : rest;
const rowsFlag = flags.find((flag) => /^--rows=\d+(\.\d+)?(,\d+(\.\d+)?)*$/.test(flag));
const sizes = rowsFlag?.slice("--rows=".length).split(",").map(Number);

const reportSizes = sizes ?? (flags.includes("--quick") ? [0.1] : [1, 10]);

const benches: Readonly<
  Record<string, (quick: boolean) => Promise<Pick<BenchResult, "figures" | "targets">>>
> = {
  advisor: benchAdvisor,
  batch: benchBatch,
  budgets: benchBudgets,
  gateway: benchGateway,
  caches: benchCaches,
  context: benchContext,
  ingest,
  prefix: (quick) => benchPrefix(quick ? 2_000 : 100_000),
  pricing: benchPricing,
  prompt: benchPrompt,
  realised: benchRealised,
  scale: (quick) => benchScale(quick, part ? [part] : scaleParts, sizes?.[0]),
  reports: (quick) => benchReports(quick, reportSizes),
};

const ofIngest = (flag: string): boolean =>
  name === "ingest" && /^--(?:log|size=[1-9]\d*)$/.test(flag);
const ofRows = (flag: string): boolean =>
  flag === rowsFlag && (name === "reports" || (name === "scale" && sizes?.length === 1));
const unknown = flags.filter(
  (flag) => !["--quick", "--keep", "--json"].includes(flag) && !ofIngest(flag) && !ofRows(flag),
);
const bench = benches[name];
if (bench === undefined || unknown.length > 0) {
  process.stderr.write(usage);
  process.exitCode = name === "--help" ? 0 : 2;
} else {
  const measured = await bench(flags.includes("--quick"));
  const result: BenchResult = {
    name,
    date: new Date().toISOString(),
    commit: commit(),
    machine: machine(),
    command: `npm run bench -- ${process.argv.slice(2).join(" ")}`,
    ...measured,
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
    const file = keepResult(result, `${import.meta.dirname}/../results`, sizesInName());
    process.stderr.write(`\nkept in ${file}\n`);
  }
  if (flags.includes("--json")) process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** What the kept file's name says of sizes or parts, so that a run of others on the same day does not take its place. */
function sizesInName(): string | undefined {
  if (part) return sizes === undefined ? part : `${part}-${sizes[0]}-million-rows`;
  if (name === "reports") return `${reportSizes.join("-")}-million-rows`;
  const size = flags.find((flag) => flag.startsWith("--size="))?.slice("--size=".length);
  return name === "ingest" && size !== undefined ? `${size}-mb` : undefined;
}

function ingest(quick: boolean): ReturnType<typeof benchIngest> {
  const size = flags.find((flag) => flag.startsWith("--size="))?.slice("--size=".length);
  const megabytes = size === undefined ? undefined : Number(size);
  return benchIngest({ quick, megabytes, logOnly: flags.includes("--log") });
}
