import { printTable } from "@headgate/bench/result";
import type { Evaluation } from "../evaluation.ts";
import { constructedStreams } from "./constructed-streams.ts";
import { lowerBound } from "./lower-bound.ts";
import type { PromptStream } from "./prompt-stream.ts";
import { readTrace } from "./read-trace.ts";
import { type PolicyRow, simulatePolicy } from "./simulate-policy.ts";

const SEED = 7;
const policies = ["none", "all_5m", "all_1h", "advised"] as const;

type Played = Readonly<{ rows: readonly PolicyRow[]; bound: number }>;

/**
 * What the choice between no cache, five minutes and an hour costs on a recorded stream of prompts, beside doing the
 * same always, and beside what nobody can go below. Simulated: at Anthropic's published parts of the input price.
 */
export async function evalPrefixTtl(folder: string): Promise<Evaluation> {
  const trace = play(await readTrace(folder));
  print("Mooncake's conversations: prompt cost, as a part of no cache (simulated)", trace);
  const constructed = Object.entries(constructedStreams(SEED)).map(([name, stream]) => {
    const played = play(stream);
    print(`${name} (constructed)`, played);
    return { name, ...played };
  });
  return {
    figures: { trace, constructed },
    targets: [
      beatsFixed("advised ÷ best of none, all 5 m, all 1 h: Mooncake's conversations", trace, 1),
      ...constructed.map((played) =>
        beatsFixed(`advised ÷ best of the three: ${played.name} (constructed)`, played, 1.02),
      ),
    ],
  };
}

const play = (stream: PromptStream): Played => {
  const all = stream.requests.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    rows: policies.map((policy) => simulatePolicy(stream, policy)),
    bound: lowerBound(stream) / all,
  };
};

function print(title: string, { rows, bound }: Played): void {
  const shown = rows.map(({ cost, of_none, ...rest }) => ({
    ...rest,
    cost: Math.round(cost),
    of_none: of_none.toFixed(4),
  }));
  const none = { read: "", written_5m: "", written_1h: "", plain: "", requests_marked: "" };
  printTable(title, [
    ...shown,
    { policy: "lower bound, future known", ...none, cost: "", of_none: bound.toFixed(4) },
  ]);
}

function beatsFixed(what: string, { rows }: Played, most: number): Evaluation["targets"][number] {
  const costOf = (name: string): number =>
    rows.find(({ policy }) => policy === name)?.of_none ?? Number.NaN;
  const fixed = Math.min(costOf("none"), costOf("all_5m"), costOf("all_1h"));
  const value = costOf("advised") / fixed;
  return {
    what,
    value: Math.round(value * 10_000) / 10_000,
    target: `≤ ${most}`,
    met: value <= most,
  };
}
