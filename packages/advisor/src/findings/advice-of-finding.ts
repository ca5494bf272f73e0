import { hash } from "node:crypto";
import type { HistoryDepth, ProgrammePhase, RecommendationKind } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import type { Advice } from "../recommend/advice.ts";
import { worthOf } from "../recommend/worth.ts";

/** Something to do that no lever does by itself. */
export type Finding = Readonly<{
  kind: RecommendationKind;
  phase: ProgrammePhase;
  scope: Advice["scope"];
  /** Which of several of a kind it is, where the scope does not tell: a machine, an offer. */
  subject?: string;
  title: string;
  steps: readonly string[];
  dollars: Advice["dollars_per_month"];
  savedInRange: string | null;
  figures: Advice["evidence"]["figures"];
  /** Some of the calls that it is about, and of how many of them the saving is not known. */
  callIds?: readonly string[];
  unknownCalls?: number;
  confidence: Advice["confidence"];
  effortHours: number;
  depth: HistoryDepth;
  /** The risk to answers; none unless said. */
  quality?: Advice["quality"];
  plan?: NonNullable<Advice["plan"]>;
}>;

/** What tells a finding from all others. */
export type FindingName = Pick<Finding, "kind" | "scope" | "subject">;

/** The same for the same finding in the same traffic. */
export const findingId = ({ kind, scope, subject }: FindingName): string =>
  hash(
    "sha256",
    JSON.stringify(subject === undefined ? [kind, scope] : [kind, scope, subject]),
    "hex",
  ).slice(0, 16);

const noRisk = {
  risk: "none",
  reason: "No answer changes.",
  check: "The next report of the same range shows whether it is gone.",
} as const;

/** A finding in the form of a recommendation. It is about other dollars than the levers', so it has no place in their stack. */
export function adviceOfFinding(finding: Finding): Advice {
  const { kind, phase, scope, title, steps, dollars, figures, confidence, depth } = finding;
  const { quality = noRisk, plan = null, callIds = [], unknownCalls = 0 } = finding;
  return {
    id: findingId(finding),
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
    plan,
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
