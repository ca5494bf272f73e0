import type { AlarmOn, SemanticNamespaceStats, SemanticStats } from "@headgate/contract";
import { upperBoundOfShare } from "@headgate/levers";
import { type Measured, measurementOver } from "./measured.ts";
import { decimalValue, isBeyondThreshold } from "./threshold.ts";

/** So many namespaces are told of in a message; the console has all. */
const MOST_TOLD = 5;
const CONFIDENCE = 0.9;

/** Counts the namespaces of the semantic cache whose compared answers are wrong too often, as they stand now. */
export function measureNearQuestions(
  alarm: AlarmOn<"near_questions">,
  { namespaces }: Pick<SemanticStats, "namespaces">,
  { nowMs, isFiring }: Readonly<{ nowMs: number; isFiring: boolean }>,
): Measured {
  const range = { fromMs: nowMs, toMs: nowMs };
  const asked = namespaces.filter(
    // What no policy names any more serves nobody, and nobody could mend it.
    ({ namespace, is_retired }) =>
      is_retired !== true && (alarm.namespace === undefined || namespace === alarm.namespace),
  );
  const wrong = asked.filter(
    (one) => one.switched_off || isWrongFor(one, alarm.wrong_share) === true,
  );
  const value = decimalValue(`${wrong.length}.0`);
  const more = wrong.length - MOST_TOLD;
  const told = [
    ...wrong.slice(0, MOST_TOLD).map(wrongText),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return {
    measurement: measurementOver(range, {
      value: value.text,
      simulated: wrong.some(({ simulated }) => simulated),
      note: told.length === 0 ? null : told.join("; "),
    }),
    isBeyond: isBeyondThreshold(alarm, value, isFiring),
  };
}

/** Whether more answers were wrong than that, by the lower bound: undefined where nothing says. */
function isWrongFor(
  { right, wrong }: SemanticNamespaceStats,
  share: string | undefined,
): boolean | undefined {
  const seen = right + wrong;
  if (share === undefined || seen === 0) return undefined;
  return 1 - upperBoundOfShare({ wrong: right, seen }, CONFIDENCE) > Number(share);
}

function wrongText({
  namespace,
  mode,
  switched_off,
  right,
  wrong,
}: SemanticNamespaceStats): string {
  const compared = `${wrong} of ${right + wrong} compared answers since the gateway started were wrong`;
  const state = switched_off ? ", so it serves nothing" : mode === "shadow" ? ", in shadow" : "";
  return `${namespace}: ${compared}${state}`;
}
