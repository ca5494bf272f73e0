import type { StoresConfig } from "@headgate/contract";
import type { TestServer } from "@headgate/tests/servers";
import { startChild } from "../../gateway/child.ts";
import { measureThroughput, type Throughput, warmUp } from "../../gateway/closed-loop.ts";
import { startHeadgate } from "../../gateway/contenders.ts";
import { countersOn } from "./counters-on.ts";
import { openRoomy, roomy } from "./roomy-budget.ts";

export type CostOfCounters = Readonly<{
  rows: readonly Readonly<Record<string, string | number>>[];
  /** Of the gateway's process, beside the same calls under no budget. */
  addedCpuMicroseconds: number;
}>;

type Way = "no budgets" | "kept on this machine" | "shared";
const ways: readonly Way[] = ["no budgets", "kept on this machine", "shared"];

/** What a call costs the gateway under no budget, under one of the machine's own, and under a shared one. */
export async function costOfCounters(server: TestServer, quick: boolean): Promise<CostOfCounters> {
  const upstream = await startChild("upstream.ts", [], 1);
  const measured = new Map<Way, Throughput[]>(ways.map((way) => [way, []]));
  const rounds = quick ? 1 : 3;
  const seconds = quick ? 2 : 5;
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`counters: cost, round ${round}/${rounds}\n`);
    for (const way of ways) {
      measured.get(way)?.push(await measure(way, upstream.url, server, seconds));
    }
  }
  await upstream.stop();
  const cpu = (way: Way): number =>
    median((measured.get(way) ?? []).map((one) => one.cpuMicrosecondsPerCall ?? Number.NaN));
  return {
    rows: ways.map((way) => ({
      way,
      "calls/s": median((measured.get(way) ?? []).map((one) => one.callsPerSecond)),
      "CPU µs/call": cpu(way),
      failed: (measured.get(way) ?? []).reduce((sum, one) => sum + one.failed, 0),
    })),
    addedCpuMicroseconds: cpu("shared") - cpu("no budgets"),
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
    config: { budgets: way === "no budgets" ? [] : roomy, stores: { counters } },
  });
  if (way === "shared") await openRoomy(counters);
  try {
    await warmUp(headgate, false);
    return await measureThroughput(headgate, false, seconds);
  } finally {
    await headgate.stop();
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
