import { counted, type SimulationReport, simulationTexts } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { showKnown } from "@headgate/page";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";

/** A simulation for a person: today's beside the new, and what each lever does to it. */
export function renderSimulation(report: SimulationReport, width: number): string {
  const { cost_per_month: cost, levers, sample, calls, mean_duration_ms: duration } = report;
  const { calls_without_cost: unpriced } = report;
  if (calls === 0) return "There are no calls in the range: nothing can be tried out.";
  const read =
    sample === null ? "" : `, in ${sample.stretches} of ${sample.of} stretches of the range`;
  return [
    `Tried out on ${counted(calls, "call")}${read}${report.simulated ? " (simulated calls: the money is not real)" : ""}.`,
    "",
    `Now        ${showKnown(cost.now, "USD", unpriced)} a month`,
    `Then       ${showKnown(cost.next, "USD", unpriced)} a month`,
    `Saves      ${monthly(report.saved_per_month, unpriced)}`,
    ...(duration === null || duration.now === duration.next
      ? []
      : [
          `A call     takes ${showCount(duration.next)} ms on average, ${showCount(duration.now)} now`,
        ]),
    ...(levers.length === 0
      ? ["", "The policies say the same as those that hold, for every call of the range."]
      : [
          "",
          renderTable(
            [
              { title: "Lever" },
              { title: "Calls", align: "right" },
              { title: "Moved", align: "right" },
              { title: "Unknown", align: "right" },
              { title: "Saves a month", align: "right" },
            ],
            levers.map((lever) => [
              lever.lever,
              showCount(lever.calls),
              showCount(lever.moved),
              showCount(lever.unknown),
              savedOf(lever.dollars_per_month.estimate, lever.unknown),
            ]),
            width,
          ),
          ...levers
            .flatMap(({ effects }) => effects)
            .flatMap((effect, at) => [...(at === 0 ? [""] : []), effect]),
        ]),
    ...simulationTexts(report).flatMap((text, at) => [...(at === 0 ? [""] : []), text]),
    ...report.not_simulated.flatMap(({ lever, calls: untried, reason }, at) => [
      ...(at === 0 ? ["", "Not tried out:"] : []),
      `  ${lever}, ${counted(untried, "call")}: ${reason}`,
    ]),
    ...(report.calls_without_cost === 0
      ? []
      : [
          "",
          `${counted(report.calls_without_cost, "call without a known cost adds", "calls without a known cost add")} nothing.`,
        ]),
  ].join("\n");
}

const dollarsOf = (text: string): string => displayDollarsCompact(parseDollars(text));

/** Nothing saved where calls are left out is not known to be nothing. */
const savedOf = (estimate: string, leftOut: number): string =>
  leftOut > 0 && !/[1-9]/.test(estimate) ? "unknown" : dollarsOf(estimate);

function monthly(
  { estimate, low, high }: SimulationReport["saved_per_month"],
  unpriced: number,
): string {
  const range =
    low === null || high === null
      ? "too few days to tell how much they differ"
      : `95 % between ${dollarsOf(low)} and ${dollarsOf(high)}`;
  return `${savedOf(estimate, unpriced)} a month; ${range}`;
}
