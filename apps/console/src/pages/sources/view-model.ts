import {
  type ImportsResponse,
  type PrecedenceReport,
  type PullStatus,
  type SkipReason,
  type SourceName,
  skipReasons,
} from "@headgate/contract";
import { sourceTitle } from "../../format/source-names.ts";

type Imports = ImportsResponse["imports"];

/** One reason for which rows of one source were left out, over all imports. */
export type LeftOut = Readonly<{
  key: string;
  source: string;
  reason: SkipReason;
  meaning: string;
  count: number;
  /** The first places, latest import first. */
  places: readonly string[];
}>;

const PLACES_SHOWN = 5;

/** What was left out and why, most frequent first. The imports are given newest first. */
export const leftOutOf = (imports: Imports): readonly LeftOut[] => {
  const found = new Map<string, LeftOut>();
  for (const { summary } of imports) {
    for (const { source, reason, count, examples } of summary.skips) {
      const key = `${source} ${reason}`;
      const before = found.get(key);
      const places = examples.map(({ place, detail }) =>
        detail === undefined ? place : `${place}: ${detail}`,
      );
      found.set(key, {
        key,
        source: source === null ? "No source" : sourceTitle(source),
        reason,
        meaning: skipReasons[reason],
        count: count + (before?.count ?? 0),
        places: [...new Set([...(before?.places ?? []), ...places])].slice(0, PLACES_SHOWN),
      });
    }
  }
  return [...found.values()].sort((left, right) => right.count - left.count);
};

/** How a pull stands, in a few words. */
export function pullState(pull: PullStatus): string {
  if (pull.is_running) return "pulling";
  if (pull.last_error !== null) {
    return pull.failures_in_a_row > 1 ? `failed ${pull.failures_in_a_row} times` : "failed";
  }
  return pull.last_success_at === null ? "not pulled yet" : "fine";
}

/** One source in the order of precedence: how many of its rows count, and by whose the others do. */
export type Trusted = Readonly<{
  source: SourceName;
  counted: number;
  seenElsewhere: number;
  countedBy: string;
}>;

/** Sources that have anything, most trusted first. */
export const trustedOf = (report: PrecedenceReport, which: "calls" | "bills"): readonly Trusted[] =>
  report[which]
    .filter(({ counted, seen_elsewhere }) => counted + seen_elsewhere > 0)
    .map((row) => ({
      source: row.source,
      counted: row.counted,
      seenElsewhere: row.seen_elsewhere,
      countedBy: row.counted_by.map(({ source }) => sourceTitle(source)).join(", "),
    }));
