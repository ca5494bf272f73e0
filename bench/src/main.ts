import { benchGateway } from "./gateway/bench-gateway.ts";
import { benchIngest } from "./ingest/bench-ingest.ts";
import { benchPricing } from "./pricing/bench-pricing.ts";
import { type BenchResult, commit, keepResult, machine, printTable } from "./result.ts";

const usage = `Usage: npm run bench -- NAME [--quick] [--keep] [--json]

  ingest    reading files and importing them, beside DuckDB's own reader: rate, CPU and memory
  gateway   throughput, added latency and memory of the gateway, beside a bare relay, nginx and Portkey
  pricing   rating a call, in nanoseconds by its shape, and loading the price book

  --size=MB of ingest: the log's size, uncompressed; the other files are a quarter (1000)
  --log     of ingest: the Bedrock log alone
  --quick   short runs: to see that it works, not to quote
  --keep    write the result to bench/results/
  --json    print the result as one line of JSON, last, on stdout
`;

const benches: Readonly<
  Record<string, (quick: boolean) => Promise<Pick<BenchResult, "figures" | "targets">>>
> = { gateway: benchGateway, ingest, pricing: benchPricing };

const [name = "", ...flags] = process.argv.slice(2);
const ofIngest = (flag: string): boolean =>
  name === "ingest" && /^--(?:log|size=[1-9]\d*)$/.test(flag);
const unknown = flags.filter(
  (flag) => !["--quick", "--keep", "--json"].includes(flag) && !ofIngest(flag),
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
  if (flags.includes("--keep"))
    process.stderr.write(`\nkept in ${keepResult(result, `${import.meta.dirname}/../results`)}\n`);
  if (flags.includes("--json")) process.stdout.write(`${JSON.stringify(result)}\n`);
}

function ingest(quick: boolean): ReturnType<typeof benchIngest> {
  const size = flags.find((flag) => flag.startsWith("--size="))?.slice("--size=".length);
  const megabytes = size === undefined ? undefined : Number(size);
  return benchIngest({ quick, megabytes, logOnly: flags.includes("--log") });
}
