import { type OutputPolicy, outputTokens, type Usage } from "@headgate/contract";
import { ZERO } from "@headgate/money";
import type { History, HistoryCall } from "../history/history.ts";
import type { CallSaving } from "../history/proposal.ts";
import { savingByUsage } from "../history/saving-by-usage.ts";
import { takingTurns } from "../history/taking-turns.ts";
import { tellsOfRequest } from "../history/tells-of-request.ts";
import { answerLimit } from "./answer-limit.ts";
import { type AnswerKind, LearnedLimits } from "./learned-limits.ts";

export type OutputReplay = Readonly<{
  savings: readonly CallSaving[];
  /** Answers that lengths were learned from, and those of them to the task that has most. */
  learnedFrom: number;
  mostOfOneTask: number;
  /** The limits that held in the end, one a task that has one, the lowest first. */
  limits: readonly number[];
  /** Calls whose clients asked for no limit, and for one of more than was learned. */
  unlimited: number;
  slack: number;
}>;

/** As the lever acts: a limit holds that was learned from the answers before it. */
export async function replayOutput(
  history: Pick<History, "price">,
  calls: readonly HistoryCall[],
  { feature, policy }: Readonly<{ feature: string | undefined; policy: OutputPolicy }>,
): Promise<OutputReplay> {
  const turn = takingTurns();
  const lengths = new LearnedLimits();
  const savings: CallSaving[] = [];
  let [learnedFrom, unlimited, slack] = [0, 0, 0];
  for (const call of calls) {
    await turn();
    const kind = kindOf(call, feature);
    if (kind === undefined) continue;
    const limit = answerLimit(policy, lengths.lengthOf(kind));
    const asked = call.row.request_facts?.max_output_tokens;
    if (asked === undefined) unlimited += 1;
    const isLower = limit !== undefined && (asked === undefined || asked > limit);
    if (isLower && asked !== undefined) slack += 1;
    const cut = isLower && limit !== undefined ? cutAt(call, limit) : undefined;
    if (cut !== undefined) savings.push(savingOn(history, call, cut));
    learnedFrom += learn(lengths, kind, call, cut !== undefined);
  }
  const known = [...lengths.all()];
  return {
    savings,
    learnedFrom,
    mostOfOneTask: Math.max(0, ...known.map(({ answers }) => answers)),
    limits: known
      .flatMap((length) => answerLimit(policy, length) ?? [])
      .sort((one, other) => one - other),
    unlimited,
    slack,
  };
}

/** @returns undefined for calls without facts: it is not known which limits they asked for */
function kindOf({ row, model }: HistoryCall, feature: string | undefined): AnswerKind | undefined {
  if (model === undefined || !tellsOfRequest(row)) return undefined;
  const task = row.request_facts?.task;
  return { policy: "proposed", feature, task, model: `${row.provider}/${model}` };
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
const savingOn = ({ price }: Pick<History, "price">, call: HistoryCall, cut: Usage): CallSaving =>
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
