import {
  programmePhases,
  type Recommendation,
  type RecommendationsReport,
} from "@headgate/contract";
import { formatDollars, type Picodollars, parseDollars, picodollars } from "@headgate/money";
import { isInForce } from "./with-life.ts";

type Programme = Pick<RecommendationsReport, "phases" | "next" | "saves_per_month">;

/** Those that are still to be done, accepted or not. */
const isToDo = ({ state }: Recommendation): boolean => state === "open" || state === "accepted";

/** How far the programme is, phase by phase, and what to do next. */
export function programmeOf(told: readonly Recommendation[]): Programme {
  const recommendations = told.filter((one) => !one.found_no_more);
  const toDo = recommendations.filter(isToDo);
  const first = programmePhases.find((phase) => toDo.some((one) => one.phase === phase));
  const next = toDo.find((one) => one.phase === first);
  return {
    phases: programmePhases.map((phase) => {
      const own = recommendations.filter((one) => one.phase === phase);
      const open = own.filter(isToDo);
      return {
        phase,
        recommended: own.length,
        done: own.filter(({ state }) => isInForce(state)).length,
        dismissed: own.filter(({ state }) => state === "dismissed").length,
        dollars_per_month: formatDollars(savesPerMonth(open)),
        effort_hours: open.reduce((hours, one) => hours + one.effort_hours, 0),
      };
    }),
    next: next?.id ?? null,
    saves_per_month: formatDollars(savesPerMonth(toDo)),
  };
}

/** What recommendations come to a month, each beside those before it: what moves no known dollars adds nothing. */
export const savesPerMonth = (
  recommendations: readonly Pick<Recommendation, "dollars_per_month">[],
): Picodollars =>
  picodollars(
    recommendations.reduce(
      (sum, { dollars_per_month: dollars }) =>
        dollars === null ? sum : sum + parseDollars(dollars.estimate),
      0n,
    ),
  );
