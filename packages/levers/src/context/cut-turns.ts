import type { Turns } from "./conversation.ts";

/**
 * The turns that go when all before `cut` may go. What stays is a conversation that every provider takes: the first
 * question, the last answer to it, and the question that the first kept step works on; user and model still
 * take turns as they did.
 *
 * @returns indices of turns, rising
 */
export function droppedTurns(turns: Turns, cut: number): readonly number[] {
  const dropped: number[] = [];
  let from = 0;
  while (from < Math.min(cut, turns.length)) {
    const end = endOfExchange(turns, from);
    const isFirst = from === 0;
    const isWhole = end <= cut && end < turns.length;
    if (isWhole && !isFirst) for (let index = from; index < end; index++) dropped.push(index);
    // Steps go only where another step of the same question stays behind them.
    else {
      const last = Math.min(cut, end - 1);
      for (let index = from + 1; index < last; index++) dropped.push(index);
    }
    from = end;
  }
  return dropped;
}

/** Where the next question stands. */
function endOfExchange(turns: Turns, from: number): number {
  let end = from + 1;
  while (end < turns.length && turns[end]?.kind === "step") end += 1;
  return end;
}

/** The last place where a cut leaves so many steps whole, at least one. */
export function lastCut(turns: Turns, keepSteps: number): number {
  let steps = 0;
  for (let index = turns.length - 1; index >= 0; index--) {
    if (turns[index]?.kind !== "step") continue;
    steps += 1;
    if (steps >= Math.max(1, keepSteps)) return index;
  }
  return 0;
}

/**
 * The earliest cut under which little enough is left; the last one allowed where none is.
 * @param from an earlier cut: a later one never gives back what it took
 * @param isShortEnough true of every later cut where it is true of one
 */
export function earliestCut(
  turns: Turns,
  { from, keepSteps }: Readonly<{ from: number; keepSteps: number }>,
  isShortEnough: (cut: number) => boolean,
): number {
  const most = lastCut(turns, keepSteps);
  if (most <= from) return from;
  let [low, high] = [from + 1, most];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isShortEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
