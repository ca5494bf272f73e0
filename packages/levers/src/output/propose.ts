import {
  type NotProposed,
  type OutputPolicy,
  outputSchema,
  outputTokens,
  type Usage,
} from "@headgate/contract";
import { ZERO } from "@headgate/money";
import type { History, HistoryCall, Proposed } from "../history/history.ts";
import { type CallSaving, type ProposalDraft, savedBy } from "../history/proposal.ts";
import { savingByUsage } from "../history/saving-by-usage.ts";
import { byModelAndFeature, type ScopedCalls, scopeText } from "../history/scopes.ts";
import { takingTurns } from "../history/taking-turns.ts";
import { answerLimit } from "./answer-limit.ts";
import { type AnswerKind, LEAST_ANSWERS, LearnedLimits } from "./learned-limits.ts";

const change = { max_tokens: "learned" } as const satisfies Partial<OutputPolicy>;

type Tried = Readonly<{
  savings: readonly CallSaving[];
  /** Answers that lengths were learned from. */
  learnedFrom: number;
  /** The limit that held in the end; undefined where none was learned. */
  limit: number | undefined;
  /** Calls whose clients asked for no limit, and for one of more than was learned. */
  unlimited: number;
  slack: number;
}>;

/** Tries limits out that are learned from the answers of a history as they came, model by model and feature by feature. */
export async function proposeOutput(history: History): Promise<Proposed> {
  const proposals: ProposalDraft[] = [];
  const notProposed: NotProposed[] = [];
  for (const scoped of byModelAndFeature(history.calls)) {
    if (scoped.scope.operation !== "chat") continue;
    const tried = await tryLimits(history, scoped);
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

function whyNot({ savings, learnedFrom, limit }: Tried): string | undefined {
  if (learnedFrom < LEAST_ANSWERS) {
    return `Needs ${LEAST_ANSWERS} answers that say why they ended; there are ${learnedFrom}.`;
  }
  if (limit === undefined) return "So many answers were cut at a limit that lengths are not known.";
  return savings.length === 0 ? "No answer was longer than the learned limit." : undefined;
}

/** As the lever acts: a limit holds that was learned from the answers before it. */
async function tryLimits(history: History, { scope, calls }: ScopedCalls): Promise<Tried> {
  const turn = takingTurns();
  const limits = new LearnedLimits();
  const policy = outputSchema.parse(change);
  const savings: CallSaving[] = [];
  let [learnedFrom, unlimited, slack] = [0, 0, 0];
  let limit: number | undefined;
  for (const call of calls) {
    await turn();
    const kind = kindOf(call, scope.feature || undefined);
    if (kind === undefined) continue;
    limit = answerLimit(policy, limits.lengthOf(kind));
    const asked = call.row.request_facts?.max_output_tokens;
    if (asked === undefined) unlimited += 1;
    const isLower = limit !== undefined && (asked === undefined || asked > limit);
    if (isLower && asked !== undefined) slack += 1;
    const cut = isLower && limit !== undefined ? cutAt(call, limit) : undefined;
    if (cut !== undefined) savings.push(savingOn(history, call, cut));
    learnedFrom += learn(limits, kind, call, cut !== undefined);
  }
  return { savings, learnedFrom, limit, unlimited, slack };
}

/** @returns undefined for calls without facts: it is not known which limits they asked for */
function kindOf(
  { row: { provider, request_facts: facts }, model }: HistoryCall,
  task: string | undefined,
): AnswerKind | undefined {
  if (model === undefined || facts === undefined) return undefined;
  return { policy: "proposed", task, model: `${provider}/${model}` };
}

/** The usage of an answer that ends at a limit; undefined where it does not reach it. */
function cutAt({ row: { usage, usage_origin } }: HistoryCall, limit: number): Usage | undefined {
  const tokens = outputTokens(usage);
  const { output, reasoning } = usage;
  if (usage_origin !== "provider" || tokens === undefined || tokens <= limit) return undefined;
  if (output === undefined) return undefined;
  // What was thought comes first, and counts.
  const thought = reasoning === undefined ? undefined : Math.min(reasoning, limit);
  const said = thought === undefined ? limit : limit - thought;
  return {
    ...usage,
    output: Math.min(output, said),
    ...(thought !== undefined && { reasoning: thought }),
  };
}

/** What was not billed is not saved. */
const savingOn = ({ price }: History, call: HistoryCall, cut: Usage): CallSaving =>
  call.cost === ZERO ? { call, saved: ZERO, after: call } : savingByUsage(price, call, cut);

/** @returns how many answers more lengths are learned from */
function learn(
  limits: LearnedLimits,
  kind: AnswerKind,
  { row: { outcome, usage, usage_origin, request_facts: facts } }: HistoryCall,
  isCut: boolean,
): number {
  if (outcome !== "completed" || usage_origin !== "provider") return 0;
  if (facts?.not_cached === "several_answers") return 0;
  const tokens = outputTokens(usage);
  const reason = facts?.finish_reason;
  switch (reason) {
    case "length":
      limits.observe(kind, "cut");
      return 1;
    case "end":
    case "stop-sequence":
    case "tool-calls":
      if (tokens === undefined) return 0;
      limits.observe(kind, isCut ? "cut" : { tokens });
      return 1;
    case "refusal":
    case "context-full":
    case "other":
    case undefined:
      return 0;
    default:
      reason satisfies never;
      return 0;
  }
}

function draftOf(history: History, { scope, calls }: ScopedCalls, tried: Tried): ProposalDraft {
  const { savings, limit, learnedFrom, unlimited, slack } = tried;
  return {
    lever: "output",
    scope,
    title: `Limit answers of ${scopeText(scope)} by what their lengths were so far`,
    change: { output: change },
    savings,
    inScope: calls.length,
    figures: [
      { what: "answers that lengths were learned from", value: String(learnedFrom) },
      { what: "limit at the end, in tokens", value: limit === undefined ? "none" : String(limit) },
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
