import type { DemandGrain, Filter, HistoryDepth } from "@headgate/contract";
import type { HistoryCall } from "@headgate/levers";
import {
  type DemandTrace,
  originOf,
  type TokenRates,
  tokenRates,
  toMicrodollars,
} from "@headgate/planner";
import { billedDemand } from "../bills/billed-demand.ts";
import type { CoveredUsage } from "../bills/covered-usage.ts";
import { leversLeave } from "./levers-leave.ts";
import { shownDollars } from "./monthly-estimate.ts";
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

/** Why a bill that has lines of what is asked for tells no demand on it. */
export type DemandUntold = Readonly<{ kind: "demand_untold"; text: string; mend: string }>;

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

/**
 * What bills tell of the same; a model's where it is named. What commitments cover is demand where they are entered as held
 * (`isHeld`), for they are then taken off what is bought; else it is paid for already.
 */
export async function billsDemand(
  facts: PlanFacts,
  which: Parameters<typeof billedDemand>[2],
  { isHeld }: Readonly<{ isHeld: boolean }>,
): Promise<DemandLeft | DemandUntold | undefined> {
  const billed = await billedDemand(
    facts.ledger,
    planRange(facts),
    which,
    isHeld ? "counted" : "left_out",
  );
  if (billed === undefined) return undefined;
  const { covered } = billed;
  if (isHeld && covered.linesWithoutListCost > 0) return listCostMissing(covered);
  if (
    covered.lines > 0 &&
    !billed.trace.onDemandMicrodollars.some((microdollars) => microdollars > 0)
  ) {
    return allCovered(covered);
  }
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
      ...(covered.lines === 0 ? [] : [isHeld ? COUNTED : `${coveredText(covered)} ${ENTER_HELD}`]),
    ],
  };
}

const COUNTED =
  "What commitments cover is counted at its list price: that is what it would cost on demand without them.";
const ENTER_HELD = "To have it planned, enter what you hold under plans.commitments.held.";

const coveredText = ({ listCost, lines, linesWithoutListCost: unlisted }: CoveredUsage): string => {
  const worth =
    unlisted === lines
      ? `Usage on ${lines} lines of the bill`
      : `Usage of ${unlisted === 0 ? "" : "at least "}${shownDollars(toMicrodollars(listCost))} at list prices`;
  return `${worth} is covered by commitments already and is left out.`;
};

const allCovered = (covered: CoveredUsage): DemandUntold => ({
  kind: "demand_untold",
  text: `${coveredText(covered)} There is no other.`,
  mend: ENTER_HELD,
});

const listCostMissing = ({
  lines,
  linesWithoutListCost: unlisted,
}: CoveredUsage): DemandUntold => ({
  kind: "demand_untold",
  text: `What usage under commitments would cost on demand is not known: ${unlisted} lines of ${lines} have no list cost.`,
  mend: "Export the bill with the public price on demand of covered usage (AWS: pricing/publicOnDemandCost; FOCUS: ListCost).",
});

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
