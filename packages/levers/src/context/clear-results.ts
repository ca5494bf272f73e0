import type { EditSize } from "./break-even.ts";
import type { ContextMessage, Turns } from "./conversation.ts";
import { droppedTurns } from "./cut-turns.ts";

/** What stands in a cleared result's place, in tokens. */
export const PLACEHOLDER_TOKENS = 16;

/** What a session's prompt is without: turns before `cut`, and texts of tool results in turns before `clear`. */
export type Reduction = Readonly<{ cut: number; clear: number }>;

export const nothingReduced: Reduction = { cut: 0, clear: 0 };

/** The place in a list of turns before which results go, so that so many turns with results keep them. */
export function clearKeeping(
  messages: readonly ContextMessage[],
  turns: Turns,
  keep: number,
): number {
  let kept = 0;
  for (let index = turns.length - 1; index >= 0; index--) {
    if (kept >= keep) return index + 1;
    const has = turns[index]?.messages.some((at) => (messages[at]?.toolResults.length ?? 0) > 0);
    if (has === true) kept += 1;
  }
  return 0;
}

/** Whether clearing a result makes the prompt shorter. */
export const isWorthClearing = ({ tokens, clearable }: { tokens: number; clearable: boolean }) =>
  clearable && tokens > 2 * PLACEHOLDER_TOKENS;

/** What is left of each message's tokens under a reduction; 0 for dropped ones. */
export function leftTokens(
  messages: readonly ContextMessage[],
  turns: Turns,
  { cut, clear }: Reduction,
): readonly number[] {
  const left = messages.map(({ tokens }) => tokens);
  for (const turn of turns.slice(0, clear)) {
    for (const index of turn.messages) {
      for (const result of messages[index]?.toolResults ?? []) {
        if (isWorthClearing(result))
          left[index] = (left[index] ?? Number.NaN) - result.tokens + PLACEHOLDER_TOKENS;
      }
    }
  }
  for (const index of droppedTurns(turns, cut)) {
    for (const at of turns[index]?.messages ?? []) left[at] = 0;
  }
  return left;
}

/** What going from one reduction to another takes away, and what must be rewritten behind the first change. */
export function sizeOfChange(
  messages: readonly ContextMessage[],
  turns: Turns,
  before: Reduction,
  after: Reduction,
): EditSize {
  const was = leftTokens(messages, turns, before);
  const is = leftTokens(messages, turns, after);
  let removed = 0;
  let rewritten = 0;
  let changed = false;
  for (const [index, left] of is.entries()) {
    const difference = (was[index] ?? Number.NaN) - left;
    if (difference !== 0) changed = true;
    removed += difference;
    if (changed) rewritten += left;
  }
  return { removed, rewritten };
}
