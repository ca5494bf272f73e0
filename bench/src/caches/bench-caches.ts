import type { configSchema } from "@headgate/contract";
import type { z } from "zod";
import { requestBody } from "../gateway/answers.ts";
import { median } from "../gateway/bench-gateway.ts";
import { residentMegabytes, startChild } from "../gateway/child.ts";
import { generator, measureThroughput, type Throughput, warmUp } from "../gateway/closed-loop.ts";
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
const PREFIX_ONLY = "the prefix cache alone on, nothing to do";
const WITHOUT_PREFIX = "all but the prefix cache on, nothing to do";
const HITS = "every call a hit";
const BARE = "bare relay";
/** What no cache within `node:http` can be faster than. */
const ALONE = "node:http alone";

type Policies = NonNullable<z.input<typeof configSchema>["policies"]>;
type Levers = Omit<Policies[number], "name" | "match">;

const idleLevers: Levers = {
  output: { end_stream: ["repetition"] },
  context: { strategy: "auto" },
  prompt: { lossless: true },
};
const prefixCache: Levers = { prefix_cache: { mode: "auto" } };

/** A gateway whose levers find nothing to do in the load's requests. */
const idle =
  (name: string, levers: Levers): Starter["start"] =>
  (upstream) =>
    startHeadgate(upstream, {
      name,
      config: {
        policies: [
          { name: "of another team", match: { team: "support*" } },
          { name: "all", ...levers },
        ],
      },
    });

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
  { name: NOTHING_TO_DO, start: idle(NOTHING_TO_DO, { ...idleLevers, ...prefixCache }) },
  { name: PREFIX_ONLY, start: idle(PREFIX_ONLY, prefixCache) },
  { name: WITHOUT_PREFIX, start: idle(WITHOUT_PREFIX, idleLevers) },
  {
    name: HITS,
    start: (upstream) =>
      startHeadgate(upstream, {
        name: HITS,
        config: { policies: [{ name: "all", exact_cache: { when: "always" } }] },
      }),
  },
];

/** What is asked, and how. Long prompts show what looking at bytes costs. */
const loads = {
  json: { stream: false, body: requestBody(false) },
  stream: { stream: true, body: requestBody(true) },
  json_6kb: { stream: false, body: requestBody(false, 6_000) },
  json_60kb: { stream: false, body: requestBody(false, 60_000) },
} as const;
type Load = keyof typeof loads;
const loadNames = Object.keys(loads) as Load[];

type Row = Readonly<{ name: string; residentMb: number | undefined }> &
  Readonly<Record<Load, Throughput>>;

/**
 * All contenders of a round stand at once, and one after the other is asked for some seconds, load by load: what is compared
 * was measured seconds apart, so that a change of the machine's mood meets them all.
 */
export async function benchCaches(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const rounds = quick ? 1 : 3;
  const seconds = quick ? 1 : 3;
  const upstream = await startChild("upstream.ts", [], 1);
  const measured: Row[] = [];
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`round ${round}/${rounds}\n`);
    measured.push(...(await measureRound(upstream.url, seconds)));
  }
  await upstream.stop();
  printTable(
    `Throughput (64 connections, ${generator}, median of ${rounds})`,
    starters.map(({ name }) => ({
      contender: name,
      "calls/s": middle(measured, name, (row) => row.json.callsPerSecond),
      "streams/s": middle(measured, name, (row) => row.stream.callsPerSecond),
      "6 KB/s": middle(measured, name, (row) => row.json_6kb.callsPerSecond),
      "60 KB/s": middle(measured, name, (row) => row.json_60kb.callsPerSecond),
      "CPU µs/call": middle(measured, name, (row) => row.json.cpuMicrosecondsPerCall),
      "resident MB": middle(measured, name, (row) => row.residentMb),
      failed: measured
        .filter((row) => row.name === name)
        .reduce((total, row) => total + failedOf(row), 0),
    })),
  );
  const ceiling = ceilingOf(measured);
  printTable("What no cache within node:http can be above: node:http alone ÷ bare relay", [
    ceiling,
  ]);
  return {
    figures: { generator, rounds, seconds, ceiling, rows: measured },
    targets: targets(measured),
  };
}

/** The least that an answer costs in Node, beside the relay of the same round. */
const ceilingOf = (rows: readonly Row[]): Readonly<Record<Load, number | null>> => {
  const of = (load: Load): number | null =>
    ratioOf(rows, [ALONE, BARE], (row) => row[load].callsPerSecond);
  return {
    json: of("json"),
    stream: of("stream"),
    json_6kb: of("json_6kb"),
    json_60kb: of("json_60kb"),
  };
};

async function measureRound(upstream: string, seconds: number): Promise<readonly Row[]> {
  const contenders: Contender[] = [];
  for (const { start } of starters) contenders.push(await start(upstream));
  const throughputs = new Map<Contender, Partial<Record<Load, Throughput>>>(
    contenders.map((contender) => [contender, {}]),
  );
  for (const load of loadNames) {
    const { stream, body } = loads[load];
    for (const contender of contenders) await warmUp(contender, stream, body);
    for (const contender of contenders) {
      const known = throughputs.get(contender);
      if (known !== undefined)
        known[load] = await measureThroughput(contender, stream, seconds, body);
    }
  }
  const rows = contenders.map((contender, index) => ({
    name: starters[index]?.name ?? contender.name,
    residentMb: residentMegabytes(contender.pid),
    ...(throughputs.get(contender) as Record<Load, Throughput>),
  }));
  for (const contender of contenders) await contender.stop();
  return rows;
}

const failedOf = (row: Row): number =>
  loadNames.reduce((total, load) => total + row[load].failed, 0);

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

/** Round by round: the two of one round met the same mood of the machine. */
function ratioOf(
  rows: readonly Row[],
  [name, other]: readonly [string, string],
  pick: (row: Row) => number,
): number | null {
  const ours = rows.filter((row) => row.name === name).map(pick);
  const theirs = rows.filter((row) => row.name === other).map(pick);
  const ratios = ours.flatMap((value, round) => {
    const beside = theirs[round];
    return beside === undefined || beside === 0 ? [] : [value / beside];
  });
  return ratios.length === 0 ? null : median(ratios);
}

function targets(rows: readonly Row[]): readonly Target[] {
  const ratio = (
    what: string,
    pair: readonly [string, string],
    pick: (row: Row) => number,
    atLeast: number,
  ): Target => {
    const value = ratioOf(rows, pair, pick);
    return { what, value, target: `≥ ${atLeast}`, met: value === null ? null : value >= atLeast };
  };
  const of = (load: Load) => (row: Row) => row[load].callsPerSecond;
  return [
    ratio("hits ÷ bare relay", [HITS, BARE], of("json"), 2),
    ratio("hits of streams ÷ bare relay", [HITS, BARE], of("stream"), 2),
    ratio("levers on, nothing to do ÷ levers off", [NOTHING_TO_DO, LEVERS_OFF], of("json"), 0.85),
    ratio("the same for streams", [NOTHING_TO_DO, LEVERS_OFF], of("stream"), 0.85),
    ratio("the same, prompts of 6 KB", [NOTHING_TO_DO, LEVERS_OFF], of("json_6kb"), 0.85),
    ratio("the same, prompts of 60 KB", [NOTHING_TO_DO, LEVERS_OFF], of("json_60kb"), 0.85),
  ];
}
