import type { NotProposed } from "@headgate/contract";
import type { History, HistoryCall, Proposed } from "../history/history.ts";
import { byModelAndFeature } from "../history/scopes.ts";

/**
 * How much shorter texts get depends on how they are written, which no row keeps: nothing is proposed without what tools
 * answered.
 */
export function proposePrompt({ calls }: History): Proposed {
  const notProposed = byModelAndFeature(calls).flatMap(
    ({ scope, calls: ofScope }): NotProposed[] => {
      const withResults = ofScope.filter(hasToolResults);
      return withResults.length === 0
        ? []
        : [
            {
              lever: "prompt",
              scope,
              reason:
                "Needs the texts of tool results, which rows do not keep. Switch prompt.lossless on for this traffic: what each pass takes away is then counted call by call.",
              calls: withResults.length,
            },
          ];
    },
  );
  return { proposals: [], notProposed };
}

/** And no pass acts on them yet. */
const hasToolResults = ({ row: { prompt_parts: parts, changes } }: HistoryCall): boolean =>
  parts?.tool_results !== undefined && changes?.some(({ lever }) => lever === "prompt") !== true;
