import type { AlarmSpan } from "@headgate/ledger";
import { isOneSlice } from "./fresh-events.ts";

/**
 * Which spans that a budget's alarm has told of still count at a look.
 *
 * None of an alarm that did not fire: what fires after an end is news, in the same window too. One that fires and has
 * told of no account fired before accounts were told one by one: those that are beyond now are told of already.
 * What has no window goes on for accounts that were beyond when somebody looked last, however long ago that is. A
 * window that is over is dropped, but for the last one: without any the alarm would look like one of before.
 *
 * @param apartMs below zero where the budget has windows
 */
export function toldOfBudget(
  told: readonly AlarmSpan[],
  found: readonly AlarmSpan[],
  { wasFiring, nowMs, apartMs }: Readonly<{ wasFiring: boolean; nowMs: number; apartMs: number }>,
): readonly AlarmSpan[] {
  if (!wasFiring) return [];
  if (told.length === 0) return found;
  const lastMs = told.reduce((latestMs, { endMs }) => Math.max(latestMs, endMs), 0);
  const goesOn = (span: AlarmSpan): boolean =>
    apartMs >= 0 && span.endMs === lastMs && found.some((one) => isOneSlice(one, span));
  const counting = told
    .map((span) => (goesOn(span) ? { ...span, endMs: nowMs } : span))
    .filter(({ endMs }) => endMs >= nowMs - apartMs);
  return counting.length > 0 ? counting : told.slice(-1);
}
