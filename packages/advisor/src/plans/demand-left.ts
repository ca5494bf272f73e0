import type { DemandGrain, Filter, HistoryDepth } from "@headgate/contract";
import type { HistoryCall } from "@headgate/levers";
import { type DemandTrace, originOf, type TokenRates, tokenRates } from "@headgate/planner";
import { billedDemand } from "../bills/billed-demand.ts";
import { leversLeave } from "./levers-leave.ts";
import type { PlanFacts } from "./plan-facts.ts";
import { readDemand } from "./read-demand.ts";

const DAY_MS = 86_400_000;
/** A quarter of a year: six weeks are needed to try a forecast on, and what is older is another season. */
const MOST_DAYS = 90;

/** Demand on which something is planned: what was, and what the recommended levers leave of it. */
export type DemandLeft = Readonly<{
  whole: DemandTrace;
  left: DemandTrace;
  /** Of its dollars, what the levers leave. */
  share: number;
  rates: TokenRates;
  origin: ReturnType<typeof originOf>;
  depth: HistoryDepth;
  /** What a reader must know of it. */
  notes: readonly string[];
}>;

/** The time that plans look back over: the question's, and a quarter of a year at least where the ledger has it. */
const planRange = ({ range, nowMs }: Pick<PlanFacts, "range" | "nowMs">) => ({
  from: new Date(Math.min(Date.parse(range.from), nowMs - MOST_DAYS * DAY_MS)).toISOString(),
  to: range.to,
});

/** Calls' demand, by the minute unless hours are asked for; undefined where the ledger has none of these calls. */
export async function callsDemand(
  facts: PlanFacts,
  filter: Filter,
  cost: "contracted" | "list",
  grain?: DemandGrain,
): Promise<DemandLeft | undefined> {
  const { report, trace } = await readDemand(
    facts.ledger,
    { ...planRange(facts), filter, cost, grain },
    facts.nowMs,
  );
  if (!trace.calls.some((calls) => calls > 0)) return undefined;
  const leave = leversLeave(facts, isOf(filter));
  return {
    whole: trace,
    left: leave.of(trace),
    share: leave.dollars,
    rates: tokenRates(report, cost),
    origin: originOf(report),
    depth: facts.depth,
    notes:
      leave.dollars < 1
        ? [
            `It is sized for what the recommended changes of calls leave: ${percent(leave.dollars)} of the dollars.`,
          ]
        : [],
  };
}

/** What bills tell of the same; a model's where it is named. */
export async function billsDemand(
  facts: PlanFacts,
  which: Parameters<typeof billedDemand>[2],
): Promise<DemandLeft | undefined> {
  const billed = await billedDemand(facts.ledger, planRange(facts), which);
  if (billed === undefined) return undefined;
  return {
    whole: billed.trace,
    left: billed.trace,
    share: 1,
    rates: { input: null, output: null },
    origin: {
      leftOut: { answeredByCache: 0, notServed: 0, throttled: 0, batch: 0 },
      simulatedAttempts: 0,
    },
    depth: "bills",
    notes: [
      "There were bills alone: they tell dollars, no calls, and nothing of what levers would leave.",
      ...(billed.told === "days"
        ? [
            "The bill tells days: within a day demand is taken to be even, so the saving is at most this.",
          ]
        : []),
    ],
  };
}

/** Whether a call is of a filter, by the names that the ledger filters by. A tag is not told by a call of the history. */
const isOf =
  ({ tag: _tag, ...filter }: Filter) =>
  ({ row }: HistoryCall): boolean => {
    const own: Readonly<Record<string, unknown>> = {
      ...row.attribution,
      ...row,
      model: row.response_model ?? row.sent_model ?? row.request_model,
    };
    return Object.entries(filter).every(
      ([name, value]) => value === undefined || (own[name] ?? "") === value,
    );
  };

export const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
