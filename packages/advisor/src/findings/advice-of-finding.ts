import { hash } from "node:crypto";
import type { HistoryDepth, ProgrammePhase, RecommendationKind } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import type { Advice } from "../recommend/advice.ts";
import { worthOf } from "../recommend/worth.ts";

/** Something to do that no lever does by itself. */
export type Finding = Readonly<{
  kind: RecommendationKind;
  /** Tells findings of one kind and scope apart. */
  cause?: string;
  phase: ProgrammePhase;
  scope: Advice["scope"];
  title: string;
  steps: readonly string[];
  dollars: Advice["dollars_per_month"];
  savedInRange: string | null;
  figures: Advice["evidence"]["figures"];
  /** Some of the calls that it is about, and of how many of them the saving is not known. */
  callIds?: readonly string[];
  unknownCalls?: number;
  /** Where answers may change. */
  quality?: Advice["quality"];
  confidence: Advice["confidence"];
  effortHours: number;
  depth: HistoryDepth;
}>;

const noRisk = {
  risk: "none",
  reason: "No answer changes.",
  check: "The next report of the same range shows whether it is gone.",
} as const;

/** A finding in the form of a recommendation. It is about other dollars than the levers', so it has no place in their stack. */
export function adviceOfFinding(finding: Finding): Advice {
  const { kind, cause, phase, scope, title, steps, dollars, figures, confidence, depth } = finding;
  const { quality = noRisk, callIds = [], unknownCalls = 0 } = finding;
  return {
    id: hash(
      "sha256",
      JSON.stringify(cause === undefined ? [kind, scope] : [kind, scope, cause]),
      "hex",
    ).slice(0, 16),
    kind,
    phase,
    lever: null,
    scope,
    title,
    change: null,
    steps: [...steps],
    dollars_per_month: dollars,
    saved_in_range: finding.savedInRange,
    calls: null,
    unknown_calls: unknownCalls,
    evidence: { call_ids: [...callIds], figures },
    confidence,
    quality,
    effort_hours: finding.effortHours,
    depth,
    worth_per_month: formatDollars(
      worthOf({
        dollars_per_month: dollars,
        effort_hours: finding.effortHours,
        confidence,
        quality,
      }),
    ),
    order: 0,
  };
}
