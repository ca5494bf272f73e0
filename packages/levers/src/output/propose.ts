import { type NotProposed, type OutputPolicy, outputSchema } from "@headgate/contract";
import type { History, Proposed } from "../history/history.ts";
import { type ProposalDraft, savedBy } from "../history/proposal.ts";
import { byModelAndFeature, type ScopedCalls, scopeText } from "../history/scopes.ts";
import { LEAST_ANSWERS } from "./learned-limits.ts";
import { type OutputReplay, replayOutput } from "./replay.ts";

const change = { max_tokens: "learned" } as const satisfies Partial<OutputPolicy>;

/** Tries limits out that are learned from the answers of a history as they came, model by model and feature by feature. */
export async function proposeOutput(history: History): Promise<Proposed> {
  const proposals: ProposalDraft[] = [];
  const notProposed: NotProposed[] = [];
  const policy = outputSchema.parse(change);
  for (const scoped of byModelAndFeature(history.calls)) {
    if (scoped.scope.operation !== "chat") continue;
    const tried = await replayOutput(history, scoped.calls, {
      feature: scoped.scope.feature || undefined,
      policy,
    });
    const why = whyNot(tried);
    if (why !== undefined) {
      const calls = scoped.calls.length;
      notProposed.push({ lever: "output", scope: scoped.scope, reason: why, calls });
    }
    if (savedBy(tried.savings) <= 0n) continue;
    proposals.push(draftOf(history, scoped, tried));
  }
  return { proposals, notProposed };
}

function whyNot({ savings, mostOfOneTask, limits }: OutputReplay): string | undefined {
  if (mostOfOneTask < LEAST_ANSWERS) {
    return `Needs ${LEAST_ANSWERS} answers to one task that say why they ended; there are ${mostOfOneTask}.`;
  }
  if (limits.length === 0) return "So many answers were cut at a limit that lengths are not known.";
  return savings.length === 0 ? "No answer was longer than the learned limit." : undefined;
}

function draftOf(
  history: History,
  { scope, calls }: ScopedCalls,
  tried: OutputReplay,
): ProposalDraft {
  const { savings, limits, learnedFrom, unlimited, slack } = tried;
  return {
    lever: "output",
    scope,
    title: `Limit answers of ${scopeText(scope)} by what their lengths were so far`,
    change: { output: change },
    savings,
    inScope: calls.length,
    figures: [
      { what: "answers that lengths were learned from", value: String(learnedFrom) },
      { what: "limit at the end, in tokens", value: limitsText(limits) },
      { what: "calls that ask for no limit", value: String(unlimited) },
      { what: "calls that ask for more than was learned", value: String(slack) },
      { what: "answers that would have been cut", value: String(savings.length) },
    ],
    confidence: {
      level: "medium",
      reason:
        "Limits were learned from these very answers in their order; what clients would have done with a cut one is not in it.",
    },
    quality: {
      risk: "medium",
      reason:
        "With 95 % confidence at most one answer of a hundred is longer than what is learned, and the limit is half above that; a longer one is cut.",
      check: "Look at calls whose changes say limit_reached: their answers are not whole.",
    },
    effortHours: 0.5,
    depth: history.depth,
  };
}

/** Of several tasks the lowest and the highest. */
function limitsText(limits: readonly number[]): string {
  const [lowest, highest] = [limits[0], limits.at(-1)];
  if (lowest === undefined || highest === undefined) return "none";
  return lowest === highest ? String(lowest) : `${lowest} to ${highest}, by task`;
}
