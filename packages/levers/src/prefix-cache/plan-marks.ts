import { type CacheTerms, type CacheTtl, ttlMs } from "./cache-terms.ts";
import { type Choice, chooseMarks, type Segment } from "./choose-marks.ts";
import type { Boundary, PromptPath, ReuseChance, ReuseTracker, Seen } from "./reuse-tracker.ts";

/** A marker at the end of what stands before a boundary. */
export type PlannedMark = Readonly<{ at: number; ttl: CacheTtl }>;

export type MarkPlan = Readonly<{ marks: readonly PlannedMark[]; choice: Choice }>;

export type MarkSettings = Readonly<{
  /** About how many tokens stand before each boundary. */
  tokensBefore: readonly number[];
  /** Below it the provider keeps no prefix. */
  minTokens: number;
  terms: CacheTerms;
  allowed: readonly CacheTtl[];
  nowMs: number;
}>;

/** Three places can be marked: the end of tools and system, the end of what is known, and the end of the prompt. */
export function planMarks(
  tracker: ReuseTracker,
  { head }: Pick<PromptPath, "head">,
  seen: Seen,
  settings: MarkSettings,
): MarkPlan {
  const { tokensBefore, minTokens, terms, allowed, nowMs } = settings;
  const { boundaries, known } = seen;
  const last = boundaries.length - 1;
  const places = [...new Set([head - 1, known - 1, last])]
    .filter((at) => at >= 0 && (tokensBefore[at] ?? 0) >= minTokens)
    .sort((a, b) => a - b);
  const keptAt = boundaries.findLastIndex((boundary) => isKept(boundary, nowMs));
  const keptTokens = keptAt < 0 ? 0 : (tokensBefore[keptAt] ?? 0);
  let later: ReuseChance = { "5m": 0, "1h": 0 };
  const chances = places.toReversed().map((at) => {
    const groups = at < head ? seen.headGroups : seen.tailGroups;
    const own = tracker.chance(boundaries[at] as Boundary, groups);
    // Whoever uses what comes later uses this too.
    later = { "5m": Math.max(own["5m"], later["5m"]), "1h": Math.max(own["1h"], later["1h"]) };
    return later;
  });
  chances.reverse();
  let from = 0;
  const segments = places.map((at, index): Segment => {
    const to = tokensBefore[at] ?? 0;
    const segment = {
      tokens: to - from,
      keptTokens: Math.max(0, Math.min(keptTokens, to) - from),
      keptFor: keptAt < 0 ? undefined : boundaries[keptAt]?.kept?.ttl,
      chance: chances[index] as ReuseChance,
    };
    from = to;
    return segment;
  });
  const choice = chooseMarks(segments, terms, allowed);
  const marks = choice.marks.flatMap((ttl, index) =>
    ttl === "none" ? [] : [{ at: places[index] as number, ttl }],
  );
  return { marks, choice };
}

/** Takes down that the provider got a prompt with these markers: it has what was marked, and keeps what it read. */
export function marksSent(
  { boundaries }: Seen,
  marks: readonly PlannedMark[],
  nowMs: number,
): void {
  const end = marks.at(-1)?.at ?? -1;
  const readAt = boundaries.slice(0, end + 1).findLastIndex((part) => isKept(part, nowMs));
  const read = readAt < 0 ? undefined : boundaries[readAt];
  if (read?.kept !== undefined) read.kept = keptFrom(read.kept.ttl, nowMs);
  for (const { at, ttl } of marks) {
    const boundary = boundaries[at];
    if (boundary === undefined) continue;
    const isLonger = isKept(boundary, nowMs) && boundary.kept?.ttl === "1h";
    boundary.kept = keptFrom(isLonger ? "1h" : ttl, nowMs);
  }
}

const keptFrom = (ttl: CacheTtl, nowMs: number) => ({ ttl, untilMs: nowMs + ttlMs[ttl] });

/** Whether the provider has all that stands before a boundary. */
export const isKept = ({ kept }: Boundary, nowMs: number): boolean =>
  kept !== undefined && kept.untilMs > nowMs;
