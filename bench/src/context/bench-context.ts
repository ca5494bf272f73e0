import { type ContextPolicy, contextSchema } from "@headgate/contract";
import type { PromptPrices } from "@headgate/levers";
import { createRandom } from "@headgate/simulator";
import type { z } from "zod";
import { type BenchResult, printTable } from "../result.ts";
import { sessionCost } from "./session-cost.ts";
import { simulatedSession } from "./simulated-session.ts";

const anthropic5m: PromptPrices = { write: 1.25, read: 0.1 };
const anthropic1h: PromptPrices = { write: 2, read: 0.1 };
const freeWrites: PromptPrices = { write: 1, read: 0.1 };
const uncached: PromptPrices = { write: 1, read: 1 };

type Column = Readonly<{ name: string; prices: PromptPrices; requests: number; coldShare: number }>;

const columns: readonly Column[] = [
  { name: "A 5m 60", prices: anthropic5m, requests: 60, coldShare: 0 },
  { name: "GPT-5.5 60", prices: freeWrites, requests: 60, coldShare: 0 },
  { name: "no cache 60", prices: uncached, requests: 60, coldShare: 0 },
  { name: "A 5m 20", prices: anthropic5m, requests: 20, coldShare: 0 },
  { name: "A 5m 150", prices: anthropic5m, requests: 150, coldShare: 0 },
  { name: "A 5m 60, 30 % cold", prices: anthropic5m, requests: 60, coldShare: 0.3 },
  { name: "A 1h 60", prices: anthropic1h, requests: 60, coldShare: 0 },
];

const policies: Readonly<Record<string, z.input<typeof contextSchema>>> = {
  "append-only": {},
  "window 10": { strategy: "window", window: { max_turns: 11, to_turns: 10 } },
  "budget 32k to 16k": { strategy: "budget" },
  "clear above 30k": { strategy: "clear_tool_results" },
  "cap 600 alone": { entry_cap_tokens: 600 },
  "auto without cap": { strategy: "auto", entry_cap_tokens: 1_000_000 },
  auto: { strategy: "auto" },
};

/** Input cost of simulated sessions under each policy, beside that of histories that only grow. */
export async function benchContext(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const sessions = quick ? 20 : 200;
  const figures: Record<string, Record<string, number>> = {};
  for (const [name, input] of Object.entries(policies)) {
    const policy = contextSchema.parse(input);
    figures[name] = Object.fromEntries(
      columns.map((column) => [column.name, ratioTo(column, policy, sessions)]),
    );
  }
  printTable(
    `Input cost beside append-only, simulated: ${sessions} sessions a column`,
    Object.entries(figures).map(([policy, ratios]) => ({ policy, ...ratios })),
  );
  const auto = Object.entries(figures.auto ?? {});
  const first = auto[0]?.[1] ?? null;
  const worst = Math.max(...auto.map(([, ratio]) => ratio));
  return {
    figures: { simulated: true, sessions, ratios: figures },
    targets: [
      {
        what: "simulated: input cost of auto beside append-only, Anthropic's 5-minute prices, 60 requests",
        value: first,
        target: "at most 0.5",
        met: first === null ? null : first <= 0.5,
      },
      {
        what: "simulated: the same in its worst column",
        value: worst,
        target: "at most 1.0",
        met: worst <= 1,
      },
    ],
  };
}

const growing: ContextPolicy = contextSchema.parse({});

/** The same sessions under both policies, by the same seeds. */
function ratioTo(
  { prices, requests, coldShare }: Column,
  policy: ContextPolicy,
  sessions: number,
): number {
  let [cost, baseline] = [0, 0];
  for (let seed = 1; seed <= sessions; seed++) {
    const session = simulatedSession(createRandom(seed), { requests, coldShare });
    cost += sessionCost(session, policy, prices);
    baseline += sessionCost(session, growing, prices);
  }
  return Math.round((cost / baseline) * 1_000) / 1_000;
}
