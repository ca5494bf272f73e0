import type { LeverName, SimulationReport } from "@headgate/contract";
import { type CallSaving, type History, monthlyOf, perMonth } from "@headgate/levers";
import { formatDollars, type Picodollars, picodollars } from "@headgate/money";
import type { ReadHistory } from "../history/read-history.ts";
import { wireBasis } from "../history/wire-basis.ts";
import { latencyEffect } from "./latency-effect.ts";
import { qualityEffect } from "./quality-effect.ts";
import type { SimulatedLever, Simulation } from "./simulate-policies.ts";

/** A simulation in its wire form, beside what was paid. */
export function simulationReportOf(read: ReadHistory, simulation: Simulation): SimulationReport {
  const { levers, notSimulated } = simulation;
  const { history } = read;
  const { from, to, depth, simulated, calls, calls_without_cost, sample } = wireBasis(read);
  const savings = levers.flatMap((lever) => lever.savings);
  const saved = monthly(history, savings);
  const now = spendPerMonth(read);
  const { latency, mean } = latencyEffect(simulation);
  return {
    from,
    to,
    depth,
    simulated,
    calls,
    calls_without_cost,
    sample,
    cost_per_month: {
      now: formatDollars(now),
      next: formatDollars(picodollars(now - monthlyOf(history, savings).estimate)),
    },
    saved_per_month: saved,
    levers: levers.map((lever) => leverOf(history, lever)),
    not_simulated: [...notSimulated],
    latency,
    quality: qualityEffect(simulation),
    mean_duration_ms: mean,
  };
}

/** All attempts of the range, retries included, in a month of 730 hours. */
export const spendPerMonth = ({
  spendOfRange,
  history,
}: Pick<ReadHistory, "spendOfRange" | "history">): Picodollars =>
  perMonth(spendOfRange, history.toMs - history.fromMs);

function leverOf(history: History, { lever, calls, savings }: SimulatedLever) {
  return {
    lever,
    calls,
    moved: savings.filter(({ saved }) => saved !== undefined).length,
    unknown: savings.filter(({ saved }) => saved === undefined).length,
    dollars_per_month: monthly(history, savings),
    effects: effectsOf(lever, savings),
  };
}

/** What happens to answers, counted; what happens to quality is not known from a history. */
function effectsOf(lever: LeverName, savings: readonly CallSaving[]): string[] {
  const count = savings.length;
  if (count === 0) return [];
  const answered = savings.filter(({ after }) => after === "answered").length;
  switch (lever) {
    case "exact-cache":
      return answered === 0 ? [] : [`${answered} more calls get an earlier answer, at once.`];
    case "output":
      return [`${count} answers would have ended at a limit; they are not whole.`];
    case "context":
      return [`${count} requests would have had a shorter history, with handles to what went.`];
    case "batch":
      return [`${count} calls would be answered later, with a handle at first.`];
    case "prefix-cache":
    case "semantic-cache":
    case "prompt":
    case "route":
      return [];
    default:
      return lever satisfies never;
  }
}

function monthly(
  history: History,
  savings: readonly CallSaving[],
): SimulationReport["saved_per_month"] {
  const { estimate, interval } = monthlyOf(history, savings);
  return {
    estimate: formatDollars(estimate),
    low: interval === undefined ? null : formatDollars(interval.low),
    high: interval === undefined ? null : formatDollars(interval.high),
  };
}
