import type { LeverName, SimulationReport } from "@headgate/contract";
import { type CallSaving, type History, monthlyOf, perMonth } from "@headgate/levers";
import { formatDollars, type Picodollars, picodollars } from "@headgate/money";
import type { ReadHistory } from "../history/read-history.ts";
import { wireBasis } from "../history/wire-basis.ts";
import { latencyEffect } from "./latency-effect.ts";
import { qualityEffect } from "./quality-effect.ts";
import { actedOnMore, type SimulatedLever, type Simulation } from "./simulate-policies.ts";

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

function leverOf(history: History, simulated: SimulatedLever) {
  const { lever, calls, savings } = simulated;
  return {
    lever,
    calls,
    moved: savings.filter(({ saved }) => saved !== undefined).length,
    unknown: savings.filter(({ saved }) => saved === undefined).length,
    dollars_per_month: monthly(history, savings),
    effects: effectsOf(simulated),
  };
}

/** What happens to answers, counted; what happens to quality is not known from a history. */
function effectsOf(simulated: SimulatedLever): string[] {
  const more = actedOnMore(simulated);
  const { lever, undone } = simulated;
  const [done, back] = words(lever);
  const count =
    lever === "exact-cache" ? more.filter(({ after }) => after === "answered").length : more.length;
  return [
    ...(done === undefined || count === 0 ? [] : [done(count)]),
    ...(back === undefined || undone.size === 0 ? [] : [back(undone.size)]),
  ];
}

type Words = (calls: number) => string;

/** What is said of calls on which a lever acts that it did not act on, and of those on which it would no more. */
function words(lever: LeverName): readonly [Words?, Words?] {
  switch (lever) {
    case "exact-cache":
      return [
        (calls) => `${calls} more calls get an earlier answer, at once.`,
        (calls) => `${calls} calls that got an earlier answer would be asked anew.`,
      ];
    case "output":
      return [
        (calls) => `${calls} answers would have ended at a limit; they are not whole.`,
        (calls) => `${calls} answers would have been as long as the model makes them.`,
      ];
    case "context":
      return [
        (calls) => `${calls} requests would have had a shorter history, with handles to what went.`,
        (calls) => `${calls} requests would have had their whole history.`,
      ];
    case "batch":
      return [
        (calls) => `${calls} calls would be answered later, with a handle at first.`,
        (calls) => `${calls} calls would be answered at once, and not later.`,
      ];
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
