import type { CommitmentsRequest } from "@headgate/contract";
import type { DemandTrace } from "../demand/demand-trace.ts";
import { contradiction, type NoPlanReason } from "./no-plan.ts";

/** Two weeks: each day of the week twice. With less there is no telling what is usual. */
const LEAST_DAYS = 14;
/** Fewer calls than this have no shape that will come again. */
const LEAST_CALLS = 100;

type Checked = Pick<
  CommitmentsRequest,
  "offers" | "held" | "required_units" | "growth_per_month" | "most_dollars_per_month"
>;

/** What contradicts itself in a question, whatever the demand is. */
export function checkRequest(request: Checked): readonly NoPlanReason[] {
  const reasons: NoPlanReason[] = [];
  const names = new Set<string>();
  for (const [index, { name }] of request.offers.entries()) {
    if (names.has(name)) {
      reasons.push(
        contradiction(
          `offers[${index}].name`,
          `Two offers are called "${name}".`,
          "Give each offer a name of its own.",
        ),
      );
    }
    names.add(name);
  }
  const known = (place: string, name: string): void => {
    if (names.has(name)) return;
    reasons.push(
      contradiction(
        place,
        `No offer is called "${name}".`,
        `Name one of ${[...names].join(", ")}.`,
      ),
    );
  };
  for (const [index, { offer }] of request.held.entries()) known(`held[${index}].offer`, offer);
  for (const name of Object.keys(request.required_units)) known(`required_units.${name}`, name);
  const growth = request.growth_per_month;
  if (growth !== undefined && !(growth.low <= growth.estimate && growth.estimate <= growth.high)) {
    reasons.push(
      contradiction(
        "growth_per_month",
        "Its low, estimate and high are not in this order.",
        "Enter low ≤ estimate ≤ high.",
      ),
    );
  }
  return reasons;
}

/** Why a history is too little to promise anything by; null where it is enough. */
export function tooLittleHistory(
  { calls, onDemandMicrodollars, unknownCalls }: DemandTrace,
  days: number,
  weeks: number,
): NoPlanReason | null {
  const attempts = calls.reduce((sum, count) => sum + count, 0);
  const spent = onDemandMicrodollars.some((cost) => cost > 0);
  if (days < LEAST_DAYS || weeks < 2) {
    return {
      why: "too_little_history",
      place: "from",
      text: `The ledger holds ${days} whole days of these calls; ${LEAST_DAYS} are needed to tell one week from the next.`,
      mend: "Wait, import older logs, or ask for a longer range or a wider filter.",
    };
  }
  if (!spent) {
    return {
      why: attempts > 0 ? "missing" : "too_little_history",
      place: "filter",
      text:
        unknownCalls > 0
          ? `None of these ${unknownCalls} calls has a known cost.`
          : "There is no demand in this range.",
      mend:
        unknownCalls > 0
          ? "See `headgate prices check` for what they lack."
          : "Check the filter and the range.",
    };
  }
  if (attempts > 0 && attempts < LEAST_CALLS) {
    return {
      why: "too_little_history",
      place: "filter",
      text: `There are ${attempts} calls in this range; of fewer than ${LEAST_CALLS} none tells what comes.`,
      mend: "Wait, or widen the filter.",
    };
  }
  return null;
}
