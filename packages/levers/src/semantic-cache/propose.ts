import type { NotProposed } from "@headgate/contract";
import type { History, Proposed } from "../history/history.ts";
import { byModelAndFeature } from "../history/scopes.ts";

/** Worth saying of calls that one is likely to be near another. */
const LEAST_CALLS = 100;

/**
 * Near questions cannot be told by digests: nothing is proposed without what was asked, or what a namespace in shadow
 * found out. Questions that differ in politeness alone are the exact cache's.
 */
export function proposeSemanticCache({ calls }: History): Proposed {
  const notProposed = byModelAndFeature(calls).flatMap(
    ({ scope, calls: ofScope }): NotProposed[] =>
      scope.operation !== "chat" || ofScope.length < LEAST_CALLS
        ? []
        : [
            {
              lever: "semantic-cache",
              scope,
              reason:
                "Needs what was asked, which rows do not keep. Set semantic_cache.mode to shadow for this traffic: near questions are then found and judged without being served.",
              calls: ofScope.length,
            },
          ],
  );
  return { proposals: [], notProposed };
}
