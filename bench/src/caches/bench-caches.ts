import { median } from "../gateway/bench-gateway.ts";
import { residentMegabytes, startChild } from "../gateway/child.ts";
import { generator, measureThroughput, type Throughput } from "../gateway/closed-loop.ts";
import {
  type Contender,
  startBareAnswer,
  startBareRelay,
  startHeadgate,
} from "../gateway/contenders.ts";
import { type BenchResult, printTable, type Target } from "../result.ts";

type Starter = Readonly<{ name: string; start: (upstream: string) => Promise<Contender> }>;

const LEVERS_OFF = "levers off";
const NOTHING_TO_DO = "levers on, nothing to do";
const HITS = "every call a hit";
const BARE = "bare relay";
/** What no cache within `node:http` can be faster than. */
const ALONE = "node:http alone";

/** The load's requests ask for no certain answer, so that only a policy makes hits of them. */
const starters: readonly Starter[] = [
  { name: BARE, start: startBareRelay },
  { name: ALONE, start: startBareAnswer },
  {
    name: LEVERS_OFF,
    start: (upstream) =>
      startHeadgate(upstream, {
        name: LEVERS_OFF,
        config: { caches: { exact: { max_bytes: 0 } }, cost_headers: false },
      }),
  },
  {
    name: NOTHING_TO_DO,
    start: (upstream) =>
      startHeadgate(upstream, {
        name: NOTHING_TO_DO,
        config: {
          policies: [
            { name: "of another team", match: { team: "support*" } },
            {
              name: "all",
              output: { end_stream: ["repetition"] },
              context: { strategy: "auto" },
              prompt: { lossless: true },
              prefix_cache: { mode: "auto" },
            },
          ],
        },
      }),
  },
  {
    name: HITS,
    start: (upstream) =>
      startHeadgate(upstream, {
        name: HITS,
        config: { policies: [{ name: "all", exact_cache: { when: "always" } }] },
      }),
  },
];

type Row = Readonly<{
  name: string;
  json: Throughput;
  stream: Throughput;
  residentMb: number | undefined;
}>;

/** Rounds go through all contenders in turn, so that a change of the machine's mood meets them all. */
export async function benchCaches(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const rounds = quick ? 1 : 5;
  const seconds = quick ? 2 : 4;
  const upstream = await startChild("upstream.ts", [], 1);
  const measured: Row[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const { name, start } of starters) {
      process.stderr.write(`round ${round}/${rounds}: ${name}\n`);
      const contender = await start(upstream.url);
      await measureThroughput(contender, false, 2);
      measured.push({
        name,
        json: await measureThroughput(contender, false, seconds),
        stream: await measureThroughput(contender, true, seconds),
        residentMb: residentMegabytes(contender.pid),
      });
      await contender.stop();
    }
  }
  await upstream.stop();
  printTable(
    `Throughput (64 connections, ${generator}, median of ${rounds})`,
    starters.map(({ name }) => ({
      contender: name,
      "calls/s": middle(measured, name, (row) => row.json.callsPerSecond),
      "streams/s": middle(measured, name, (row) => row.stream.callsPerSecond),
      "CPU µs/call": middle(measured, name, (row) => row.json.cpuMicrosecondsPerCall),
      "resident MB": middle(measured, name, (row) => row.residentMb),
      failed: measured
        .filter((row) => row.name === name)
        .reduce((total, { json, stream }) => total + json.failed + stream.failed, 0),
    })),
  );
  return { figures: { generator, rounds, seconds, rows: measured }, targets: targets(measured) };
}

/** Null where nobody tells. */
function middle(
  rows: readonly Row[],
  name: string,
  pick: (row: Row) => number | undefined,
): number | null {
  const known = rows
    .filter((row) => row.name === name)
    .map(pick)
    .filter((value) => value !== undefined);
  return known.length === 0 ? null : median(known);
}

function targets(rows: readonly Row[]): readonly Target[] {
  const ratio = (
    what: string,
    [name, other]: readonly [string, string],
    pick: (row: Row) => number,
    atLeast: number,
  ): Target => {
    // Round by round: the two of one round met the same mood of the machine.
    const ours = rows.filter((row) => row.name === name).map(pick);
    const theirs = rows.filter((row) => row.name === other).map(pick);
    const ratios = ours.flatMap((value, round) => {
      const beside = theirs[round];
      return beside === undefined || beside === 0 ? [] : [value / beside];
    });
    const value = ratios.length === 0 ? null : median(ratios);
    return { what, value, target: `≥ ${atLeast}`, met: value === null ? null : value >= atLeast };
  };
  const calls = (row: Row): number => row.json.callsPerSecond;
  const streams = (row: Row): number => row.stream.callsPerSecond;
  return [
    ratio("hits ÷ bare relay", [HITS, BARE], calls, 2),
    ratio("hits of streams ÷ bare relay", [HITS, BARE], streams, 2),
    ratio("levers on, nothing to do ÷ levers off", [NOTHING_TO_DO, LEVERS_OFF], calls, 0.85),
    ratio("the same for streams", [NOTHING_TO_DO, LEVERS_OFF], streams, 0.85),
  ];
}
