import { formatDollars, picodollars } from "@headgate/money";
import { startChild } from "../gateway/child.ts";
import { measureThroughput, type Throughput, warmUp } from "../gateway/closed-loop.ts";
import { startHeadgate } from "../gateway/contenders.ts";
import { type Latency, measureLatency } from "../gateway/open-loop.ts";
import { type BenchResult, printTable, type Target } from "../result.ts";
import { type Held, holdToLimit } from "./hold-to-limit.ts";

const RATE = 300;

/** Budgets of each measure that no call of the bench reaches: all of their work, and no refusal. */
const roomy = [
  { name: "team", match: { team: "bench" }, limit: "1000000", window: "month" as const },
  { name: "tokens", measure: "tokens" as const, limit: "999999999999", window: { rolling: "24h" } },
];

type Cost = Readonly<{ throughput: Throughput; latency: Latency }>;

/** Whether a limit holds under all troubles at once, and what holding to it costs a call. */
export async function benchBudgets(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const held: Held[] = [];
  for (const [round, limit] of (quick ? ["0.20"] : ["0.20", "0.40", "0.80"]).entries()) {
    process.stderr.write(`64 clients, two gateways, a limit of $${limit}\n`);
    held.push(await holdToLimit(limit, round + 1));
  }
  printTable("Held to a limit", held.map(heldLine));

  const rounds = quick ? 1 : 3;
  const seconds = quick ? 3 : 5;
  const upstream = await startChild("upstream.ts", [], 1);
  const without: Cost[] = [];
  const withBudgets: Cost[] = [];
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`cost of holding, round ${round}/${rounds}\n`);
    without.push(await measureCost(upstream.url, [], seconds));
    withBudgets.push(await measureCost(upstream.url, roomy, seconds));
  }
  await upstream.stop();
  const rows = [costRow("without", without), costRow("two budgets", withBudgets)] as const;
  printTable(`Cost of holding (64 connections; latency at ${RATE} calls/s, ms)`, rows);
  return { figures: { held: held.map(heldLine), cost: rows }, targets: targets(held, rows) };
}

async function measureCost(
  upstream: string,
  budgets: typeof roomy | [],
  seconds: number,
): Promise<Cost> {
  const headgate = await startHeadgate(upstream, { config: { budgets } });
  await warmUp(headgate, false);
  const throughput = await measureThroughput(headgate, false, seconds);
  const latency = await measureLatency(headgate, false, RATE, seconds);
  await headgate.stop();
  return { throughput, latency };
}

const money = (amount: bigint): string => formatDollars(picodollars(amount));

const heldLine = (held: Held) => ({
  ...held,
  limit: money(held.limit),
  mostInUse: money(held.mostInUse),
  recorded: money(held.recorded),
  overshoot: money(held.overshoot),
});

type CostRow = ReturnType<typeof costRow>;

function costRow(name: string, costs: readonly Cost[]) {
  return {
    name,
    "calls/s": median(costs.map(({ throughput }) => throughput.callsPerSecond)),
    "CPU µs/call": median(
      costs.map(({ throughput }) => throughput.cpuMicrosecondsPerCall ?? Number.NaN),
    ),
    "end p50": median(costs.map(({ latency }) => latency.endMs.p50)),
    "end p99": median(costs.map(({ latency }) => latency.endMs.p99)),
    failed: costs.reduce(
      (sum, { throughput, latency }) => sum + throughput.failed + latency.failed,
      0,
    ),
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

function targets(
  held: readonly Held[],
  [without, withBudgets]: readonly [CostRow, CostRow],
): readonly Target[] {
  const none = (what: string, value: number): Target => ({
    ...{ what, value, target: "0", met: value === 0 },
  });
  const sum = (pick: (one: Held) => number): number =>
    held.reduce((total, one) => total + pick(one), 0);
  const ratio = withBudgets["calls/s"] / without["calls/s"];
  return [
    none(
      "overshoot, dollars",
      sum(({ overshoot }) => Number(overshoot) / 1e12),
    ),
    none(
      "leases left after their time",
      sum(({ leasesLeft }) => leasesLeft),
    ),
    none(
      "refusals while more than the largest lease was free",
      sum((one) => one.refusedWithRoom),
    ),
    {
      ...{ what: "throughput with budgets ÷ without", value: ratio },
      ...{ target: "≥ 0.5", met: ratio >= 0.5 },
    },
    {
      what: "added CPU a call, µs",
      value: withBudgets["CPU µs/call"] - without["CPU µs/call"],
      target: "reported",
      met: null,
    },
    {
      what: "added p50, ms",
      value: withBudgets["end p50"] - without["end p50"],
      target: "reported",
      met: null,
    },
  ];
}
