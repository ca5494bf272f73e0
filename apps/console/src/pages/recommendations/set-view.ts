import type {
  RecommendationsAnswer,
  RecommendationsPending,
  RecommendationsWork,
} from "@headgate/contract";
import { agoText } from "../../format/duration-text.ts";

/** When a set was worked out, what is being done for the next one, and why the last try failed; a sentence each. */
export function setTexts(
  set: RecommendationsAnswer | RecommendationsPending,
  nowMs: number,
): readonly string[] {
  const { computing } = set;
  const doing =
    computing === null ? "" : `${computing.step}, step ${computing.done + 1} of ${computing.of}.`;
  if (!("recommendations" in set)) {
    return [`Every change is being tried out on the calls of the range: ${doing}`];
  }
  const age = agoText(Date.parse(set.computed_at), nowMs);
  return [
    `Worked out ${age}.${computing === null ? "" : ` Being worked out anew: ${doing}`}`,
    ...(set.refresh_failed === null
      ? []
      : [`The last try to work it out anew failed: ${set.refresh_failed}`]),
  ];
}

/** From 0 to 1. */
export const workShare = ({ done, of }: RecommendationsWork): number => done / of;
