import type { StoresConfig } from "@headgate/contract";
import { startRedis, type TestServer } from "@headgate/tests/servers";
import { requestBody } from "../../gateway/answers.ts";
import { cpuMs, startChild } from "../../gateway/child.ts";
import { measureThroughput, warmUp } from "../../gateway/closed-loop.ts";
import { startHeadgate } from "../../gateway/contenders.ts";
import { type BenchResult, printTable, type Target } from "../../result.ts";
import { countersOn } from "../counters/counters-on.ts";
import { openRoomy, roomy } from "../counters/roomy-budget.ts";

const GATEWAYS = 4;
/** At each gateway: 64 at all of them. */
const CONNECTIONS = 16;
const RATIO_TARGET = 0.85;
const MOST_CPU_MICROSECONDS = 60;

const ways = ["separate", "shared"] as const;
type Way = (typeof ways)[number];
type Measured = Readonly<{
  callsPerSecond: number;
  failed: number;
  cpuMicroseconds: number;
  serverCpuMicroseconds: number;
}>;
type Row = Readonly<{
  gateways: Way;
  "calls/s": number;
  "CPU µs/call": number;
  "counters' server, CPU µs/call": number;
  failed: number;
}>;

/** Four gateways that share their counters beside four that keep their own, all under one budget each call fits. */
export async function benchGateways(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const server = await startRedis();
  if ("reason" in server) {
    process.stderr.write(`gateways: not measured here: ${server.reason}\n`);
    return { figures: { skipped: server.reason }, targets: targets(undefined) };
  }
  const upstream = await startChild("upstream.ts", [], 1);
  try {
    const measured = new Map<Way, Measured[]>(ways.map((way) => [way, []]));
    const rounds = quick ? 1 : 5;
    for (let round = 1; round <= rounds; round += 1) {
      process.stderr.write(`gateways: round ${round}/${rounds}\n`);
      for (const way of ways) {
        const seconds = quick ? 2 : 10;
        measured.get(way)?.push(await measure(way, { upstream: upstream.url, server, seconds }));
      }
    }
    const [separate, shared] = [rowOf("separate", measured), rowOf("shared", measured)];
    printTable(`${GATEWAYS} gateways, ${GATEWAYS * CONNECTIONS} connections`, [separate, shared]);
    return { figures: { rows: [separate, shared] }, targets: targets({ separate, shared }) };
  } finally {
    await upstream.stop();
    await server.close();
  }
}

async function measure(
  way: Way,
  about: Readonly<{ upstream: string; server: TestServer; seconds: number }>,
): Promise<Measured> {
  const counters: StoresConfig["counters"] =
    way === "shared" ? countersOn(about.server) : { kind: "local" };
  const config = { budgets: roomy, stores: { counters } };
  const gateways = await Promise.all(
    Array.from({ length: GATEWAYS }, () => startHeadgate(about.upstream, { config })),
  );
  if (way === "shared") await openRoomy(counters);
  const load = (seconds: number) =>
    Promise.all(
      gateways.map((gateway) =>
        measureThroughput(gateway, false, seconds, requestBody(false), CONNECTIONS),
      ),
    );
  try {
    await Promise.all(
      gateways.map((gateway) => warmUp(gateway, false, requestBody(false), CONNECTIONS)),
    );
    const before = cpuMs(about.server.pid);
    const all = await load(about.seconds);
    const after = cpuMs(about.server.pid);
    const callsPerSecond = all.reduce((sum, one) => sum + one.callsPerSecond, 0);
    const weighed = all.map(
      (one) => (one.cpuMicrosecondsPerCall ?? Number.NaN) * one.callsPerSecond,
    );
    return {
      callsPerSecond,
      failed: all.reduce((sum, one) => sum + one.failed, 0),
      cpuMicroseconds: weighed.reduce((sum, one) => sum + one, 0) / callsPerSecond,
      serverCpuMicroseconds:
        before === undefined || after === undefined
          ? Number.NaN
          : ((after - before) * 1000) / (callsPerSecond * about.seconds),
    };
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
  }
}

function rowOf(way: Way, measured: ReadonlyMap<Way, readonly Measured[]>): Row {
  const rounds = measured.get(way) ?? [];
  const median = (pick: (one: Measured) => number): number =>
    rounds.map(pick).sort((left, right) => left - right)[Math.floor(rounds.length / 2)] ??
    Number.NaN;
  return {
    gateways: way,
    "calls/s": Math.round(median((one) => one.callsPerSecond)),
    "CPU µs/call": median((one) => one.cpuMicroseconds),
    "counters' server, CPU µs/call": median((one) => one.serverCpuMicroseconds),
    failed: rounds.reduce((sum, one) => sum + one.failed, 0),
  };
}

function targets(rows: Readonly<Record<Way, Row>> | undefined): readonly Target[] {
  const ratio = rows && rows.shared["calls/s"] / rows.separate["calls/s"];
  const added = rows && rows.shared["CPU µs/call"] - rows.separate["CPU µs/call"];
  const isKnown = added !== undefined && !Number.isNaN(added);
  return [
    {
      what: `gateways: throughput of ${GATEWAYS} that share ÷ ${GATEWAYS} separate ones`,
      ...{ value: ratio ?? null, target: `≥ ${RATIO_TARGET}` },
      met: ratio === undefined ? null : ratio >= RATIO_TARGET,
    },
    {
      what: "gateways: CPU a call of sharing, beside counters of one's own, µs",
      ...{ value: isKnown ? added : null, target: `≤ ${MOST_CPU_MICROSECONDS}` },
      met: isKnown ? added <= MOST_CPU_MICROSECONDS : null,
    },
  ];
}
