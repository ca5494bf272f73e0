import type { HistoryCall } from "../history/history.ts";
import type { Alternative } from "../history/market.ts";

/**
 * Claude models whose thinking is switched on request by request
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.md, read 2026-11-29). Later ones
 * think by themselves.
 */
const THINKS_WHEN_ASKED = /claude-(?:3-7|(?:opus|sonnet|haiku)-4)(?:$|[-@])/;

/**
 * Whether a model may think before it answers though nobody asks it to: its hidden tokens are billed as output and count
 * against the answer's limit, so a short limit can leave no answer at all.
 */
const thinksUnasked = ({ facts, name }: Alternative): boolean =>
  facts.reasoning === true && !THINKS_WHEN_ASKED.test(name);

/**
 * The models of which it is known what calls would cost there: those that think unasked are among them only where the calls
 * were thought about where they were answered, so that their usage says how much.
 */
export function withKnownThinking(
  alternatives: readonly Alternative[],
  calls: readonly HistoryCall[],
): readonly Alternative[] {
  const areThoughtAbout = calls.every(
    ({ row: { usage } }) => usage.reasoning !== undefined && usage.reasoning > 0,
  );
  return areThoughtAbout ? alternatives : alternatives.filter((one) => !thinksUnasked(one));
}
