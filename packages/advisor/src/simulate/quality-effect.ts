import type { SimulationReport } from "@headgate/contract";
import type { HistoryCall } from "@headgate/levers";
import type { Simulation } from "./simulate-policies.ts";

/** Reasons by which a call goes to another model than its reference with no label that certifies it. */
const uncertifiedReasons: ReadonlySet<string> = new Set(["assumed", "paced", "gave_set_aside"]);

/**
 * What can become of answers, by the calls of the history, under the policies that hold and the new ones. It says where answers
 * could be worse, and not how much: no history tells that.
 */
export function qualityEffect({
  after,
  levers,
  nearAnswers,
}: Pick<Simulation, "after" | "levers" | "nearAnswers">): SimulationReport["quality"] {
  const routed = new Map(movedBy(levers, "route"));
  const limited = new Map(movedBy(levers, "output"));
  const quality = {
    uncertified: { now: 0, next: 0 },
    cut: { now: 0, next: 0 },
    near_answers: nearAnswers,
  };
  for (const { call, after: next } of after) {
    const isUncertified = isAtUncertified(call);
    const isCut = call.row.request_facts?.finish_reason === "length";
    if (isUncertified) quality.uncertified.now += 1;
    if (isCut) quality.cut.now += 1;
    if (next === "answered") continue;
    const to = routed.get(call.row.row_id);
    // What routing moved goes where no label vouches for it; what it does no more goes back to its reference.
    const isMoved = to !== undefined && to !== "answered" && to.model !== call.model;
    if (to === undefined ? isUncertified : isMoved) quality.uncertified.next += 1;
    if (isCut || limited.has(call.row.row_id)) quality.cut.next += 1;
  }
  return quality;
}

const movedBy = (levers: Simulation["levers"], lever: "route" | "output") =>
  levers
    .filter((one) => one.lever === lever)
    .flatMap(({ savings }) =>
      // One that is not longer cut costs more than it did.
      savings
        .filter(({ saved }) => lever === "route" || (saved !== undefined && saved > 0n))
        .map(({ call, after }) => [call.row.row_id, after] as const),
    );

function isAtUncertified({ row: { route } }: HistoryCall): boolean {
  if (route === undefined || route.chosen === route.reference) return false;
  return uncertifiedReasons.has(route.reason);
}
