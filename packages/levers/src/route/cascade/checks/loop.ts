import { Repetition } from "../../../output/repetition.ts";
import type { Check } from "../checked-answer.ts";

/** The text has run into a loop, by the rule by which streams are ended for it. */
export const loop: Check = ({ asked, answer }) => {
  if (answer.text === "") return undefined;
  const repetition = new Repetition(asked?.json === true);
  // In steps, since only the end of what it has seen is looked at.
  for (let at = 0; at < answer.text.length; at += 4_096) {
    if (repetition.push(answer.text.slice(at, at + 4_096))) return 1;
  }
  return 0;
};
