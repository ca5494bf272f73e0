import { type BenchResult, printTable, type Target } from "../result.ts";
import { pinned, residentMegabytes, startChild } from "./child.ts";
import { generator, measureThroughput, type Throughput, warmUp } from "./closed-loop.ts";
import {
  type Absent,
  type Contender,
  startBareRelay,
  startHeadgate,
  startNginx,
  startPortkey,
} from "./contenders.ts";
import { type Latency, measureLatency } from "./open-loop.ts";

const RATE = 500;
const isContender = (candidate: Contender | Absent): candidate is Contender => "url" in candidate;

type Starter = Readonly<{ name: string; start: (upstream: string) => Promise<Contender | Absent> }>;
const starters: readonly Starter[] = [
  { name: "bare relay", start: startBareRelay },
  { name: "headgate", start: (upstream) => startHeadgate(upstream) },
  { name: "nginx", start: startNginx },
  { name: "portkey", start: startPortkey },
];

/** The medians of one contender over all rounds. */
type Row = Readonly<{
  name: string;
  json: Throughput;
  stream: Throughput;
  jsonLatency: Latency;
  streamLatency: Latency;
}>;

/** Rounds go through all contenders in turn, so that a change of the machine's mood meets them all. */
export async function benchGateway(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const rounds = quick ? 1 : 3;
  const seconds = quick ? 3 : 4;
  const latencySeconds = quick ? 4 : 6;
  const upstream = await startChild("upstream.ts", [], 1);
  const absent: Absent[] = [];
  const measured = new Map<string, Row[]>();
  for (let round = 1; round <= rounds; round++) {
    for (const { name, start } of starters) {
      if (absent.some((one) => one.name === name)) continue;
      const contender = await start(upstream.url);
      if (!isContender(contender)) {
        absent.push(contender);
        continue;
      }
      process.stderr.write(`round ${round}/${rounds}: ${contender.name}\n`);
      await warmUp(contender, false);
      const row: Row = {
        name: contender.name,
        json: await measureThroughput(contender, false, seconds),
        stream: await measureThroughput(contender, true, seconds),
        jsonLatency: await measureLatency(contender, false, RATE, latencySeconds),
        streamLatency: await measureLatency(contender, true, RATE, latencySeconds),
      };
      await contender.stop();
      measured.set(name, [...(measured.get(name) ?? []), row]);
    }
  }
  const memory = await measureMemory(upstream.url, quick ? 20_000 : 100_000);
  await upstream.stop();

  const rows = [...measured.values()].map(medianRow);
  printTable(
    `Throughput (64 connections, ${generator}, median of ${rounds})`,
    rows.map(throughputLine),
  );
  printTable(`Latency at ${RATE} calls/s, ms (median of ${rounds})`, rows.map(latencyLine));
  printTable("Resident memory of the gateway", memory);
  for (const { name, because } of absent) process.stderr.write(`${name} is absent: ${because}\n`);
  return {
    figures: { generator, pinned, rounds, seconds, rows, memory, absent },
    targets: targets(rows, memory),
  };
}

const throughputLine = ({ name, json, stream }: Row) => ({
  contender: name,
  "calls/s": json.callsPerSecond,
  "CPU µs/call": json.cpuMicrosecondsPerCall,
  "streams/s": stream.callsPerSecond,
  "CPU µs/stream": stream.cpuMicrosecondsPerCall,
  failed: json.failed + stream.failed,
});

const latencyLine = ({ name, jsonLatency, streamLatency }: Row) => ({
  contender: name,
  "end p50": jsonLatency.endMs.p50,
  "end p99": jsonLatency.endMs.p99,
  "stream first p50": streamLatency.firstByteMs.p50,
  "stream first p99": streamLatency.firstByteMs.p99,
  "stream end p50": streamLatency.endMs.p50,
  "stream end p99": streamLatency.endMs.p99,
  failed: jsonLatency.failed + streamLatency.failed,
});

function medianRow(rows: readonly Row[]): Row {
  const [first] = rows;
  if (first === undefined) throw new Error("no round was measured");
  const throughput = (pick: (row: Row) => Throughput): Throughput => ({
    callsPerSecond: median(rows.map((row) => pick(row).callsPerSecond)),
    failed: rows.reduce((total, row) => total + pick(row).failed, 0),
    cpuMicrosecondsPerCall: medianOfKnown(rows.map((row) => pick(row).cpuMicrosecondsPerCall)),
  });
  const latency = (pick: (row: Row) => Latency): Latency => ({
    calls: rows.reduce((total, row) => total + pick(row).calls, 0),
    failed: rows.reduce((total, row) => total + pick(row).failed, 0),
    firstByteMs: {
      p50: median(rows.map((row) => pick(row).firstByteMs.p50)),
      p99: median(rows.map((row) => pick(row).firstByteMs.p99)),
    },
    endMs: {
      p50: median(rows.map((row) => pick(row).endMs.p50)),
      p99: median(rows.map((row) => pick(row).endMs.p99)),
    },
  });
  return {
    name: first.name,
    json: throughput((row) => row.json),
    stream: throughput((row) => row.stream),
    jsonLatency: latency((row) => row.jsonLatency),
    streamLatency: latency((row) => row.streamLatency),
  };
}

export const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

function medianOfKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}

type MemoryLine = Readonly<{ calls: number; "resident MB": number | undefined }>;

async function measureMemory(upstream: string, calls: number): Promise<readonly MemoryLine[]> {
  process.stderr.write(`memory: ${3 * calls} calls\n`);
  const headgate = await startHeadgate(upstream);
  const lines: MemoryLine[] = [{ calls: 0, "resident MB": residentMegabytes(headgate.pid) }];
  let made = 0;
  while (made < 3 * calls) {
    const stream = lines.length % 2 === 0;
    const { callsPerSecond } = await measureThroughput(headgate, stream, 5);
    made += callsPerSecond * 5;
    lines.push({ calls: Math.round(made), "resident MB": residentMegabytes(headgate.pid) });
  }
  await headgate.stop();
  return lines;
}

/** `null` where the system does not tell. */
function highestOf(lines: readonly MemoryLine[]): number | null {
  const known = lines.map((line) => line["resident MB"]).filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

function targets(rows: readonly Row[], memory: readonly MemoryLine[]): readonly Target[] {
  const row = (name: string): Row | undefined => rows.find((one) => one.name.startsWith(name));
  const headgate = row("headgate");
  const bare = row("bare relay");
  const portkey = row("portkey");
  const ratio = (
    what: string,
    pick: (row: Row) => number,
    other: Row | undefined,
    atLeast: number,
  ): Target => {
    // A contender that answered no call at all is no measure.
    const comparable = headgate !== undefined && other !== undefined && pick(other) > 0;
    const value = comparable ? pick(headgate) / pick(other) : null;
    return { what, value, target: `≥ ${atLeast}`, met: value === null ? null : value >= atLeast };
  };
  const added = (what: string, pick: (row: Row) => number, below: number): Target => {
    const value = headgate === undefined || bare === undefined ? null : pick(headgate) - pick(bare);
    return { what, value, target: `< ${below} ms`, met: value === null ? null : value < below };
  };
  // Collections make a saw of it: what must not rise are its teeth.
  const all = highestOf(memory);
  const second = highestOf(memory.slice(Math.floor(memory.length / 3), (2 * memory.length) / 3));
  const third = highestOf(memory.slice((2 * memory.length) / 3));
  const growth = second === null || third === null ? null : third - second;
  return [
    ratio("throughput ÷ bare relay", (one) => one.json.callsPerSecond, bare, 0.7),
    ratio("streams ÷ bare relay", (one) => one.stream.callsPerSecond, bare, 0.7),
    ratio("throughput ÷ Portkey", (one) => one.json.callsPerSecond, portkey, 10),
    ratio("streams ÷ Portkey", (one) => one.stream.callsPerSecond, portkey, 10),
    added("added p50, ms", (one) => one.jsonLatency.endMs.p50, 0.5),
    added("added p99, ms", (one) => one.jsonLatency.endMs.p99, 3),
    added("added time to first token p50, ms", (one) => one.streamLatency.firstByteMs.p50, 0.5),
    added("added time to first token p99, ms", (one) => one.streamLatency.firstByteMs.p99, 3),
    {
      what: "highest resident memory, MB",
      value: all,
      target: "< 200",
      met: all === null ? null : all < 200,
    },
    {
      what: "growth of the highest resident memory, second to last third, MB",
      value: growth,
      target: "< 20",
      met: growth === null ? null : growth < 20,
    },
  ];
}
