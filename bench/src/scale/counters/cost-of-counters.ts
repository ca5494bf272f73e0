import { once } from "node:events";
import { compileBudgets, connectValkey, openBudgets, type ValkeyClient } from "@headgate/budgets";
import { configSchema, type StoresConfig } from "@headgate/contract";
import type { TestServer } from "@headgate/tests/servers";
import { startChild } from "../../gateway/child.ts";
import { measureThroughput, type Throughput } from "../../gateway/closed-loop.ts";
import { startHeadgate } from "../../gateway/contenders.ts";
import { countersOn } from "./counters-on.ts";

export type CostOfCounters = Readonly<{
  rows: readonly Readonly<Record<string, string | number>>[];
  /** Of the gateway's process, beside the same calls under no budget. */
  addedCpuMicroseconds: number;
  /** Commands that a call waits for, and all of them. */
  waitedForPerCall: number;
  commandsPerCall: number;
}>;

/** One that no call of the bench reaches: all of its work, and no refusal. */
const budgets = [
  { name: "team", match: { team: "bench" }, limit: "1000000", window: "month" as const },
];

type Way = "no budgets" | "kept on this machine" | "shared";
const ways: readonly Way[] = ["no budgets", "kept on this machine", "shared"];

/** What a call costs the gateway under no budget, under one of the machine's own, and under a shared one. */
export async function costOfCounters(server: TestServer, quick: boolean): Promise<CostOfCounters> {
  const upstream = await startChild("upstream.ts", [], 1);
  const looking = connectValkey(countersOn(server));
  await once(looking, "ready");
  const measured = new Map<Way, Throughput[]>(ways.map((way) => [way, []]));
  let scripts = 0;
  let calls = 0;
  const rounds = quick ? 1 : 5;
  const seconds = quick ? 2 : 5;
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`counters: cost, round ${round}/${rounds}\n`);
    for (const way of ways) {
      const before = await scriptsRun(looking);
      const throughput = await measure(way, upstream.url, server, seconds);
      measured.get(way)?.push(throughput);
      if (way !== "shared") continue;
      scripts += (await scriptsRun(looking)) - before;
      calls += throughput.callsPerSecond * seconds;
    }
  }
  looking.disconnect();
  await upstream.stop();
  const cpu = (way: Way): number =>
    median((measured.get(way) ?? []).map((one) => one.cpuMicrosecondsPerCall ?? Number.NaN));
  // A reservation is one script that the call waits for, and its settlement one that nobody waits for.
  const commandsPerCall = scripts / calls;
  return {
    rows: ways.map((way) => ({
      way,
      "calls/s": median((measured.get(way) ?? []).map((one) => one.callsPerSecond)),
      "CPU µs/call": cpu(way),
      failed: (measured.get(way) ?? []).reduce((sum, one) => sum + one.failed, 0),
    })),
    addedCpuMicroseconds: cpu("shared") - cpu("no budgets"),
    waitedForPerCall: Math.round(commandsPerCall) - 1,
    commandsPerCall,
  };
}

async function measure(
  way: Way,
  upstream: string,
  server: TestServer,
  seconds: number,
): Promise<Throughput> {
  const counters: StoresConfig["counters"] =
    way === "shared" ? countersOn(server) : { kind: "local" };
  const headgate = await startHeadgate(upstream, {
    config: { budgets: way === "no budgets" ? [] : budgets, stores: { counters } },
  });
  if (way === "shared") {
    const store = await openBudgets({ path: "", counters, told: () => undefined });
    for (const { id } of compileBudgets(configSchema.parse({ budgets }).budgets)) {
      await store.open(id, [], Date.now());
    }
    await store.close();
  }
  try {
    return await measureThroughput(headgate, false, seconds);
  } finally {
    await headgate.stop();
  }
}

/** How many scripts the server has run. */
async function scriptsRun(server: ValkeyClient): Promise<number> {
  const told = await server.info("commandstats");
  return ["eval", "evalsha"].reduce(
    (sum, name) => sum + Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(told)?.[1] ?? "0"),
    0,
  );
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
