import type { ContextPolicy } from "@headgate/contract";
import { type EditSize, expectedSaving, type Outlook, type PromptPrices } from "./break-even.ts";
import {
  clearKeeping,
  leftTokens,
  type Reduction,
  sizeOfChange,
} from "./clear-results.ts";
import type { ContextMessage, Turns } from "./conversation.ts";
import { droppedTurns, earliestCut, lastCut } from "./cut-turns.ts";

/** What is known when a request comes. */
export type Situation = Readonly<{
  messages: readonly ContextMessage[];
  turns: Turns;
  /** Tokens beside the messages: instructions and tools. */
  fixedTokens: number;
  /** What the session's requests go without already. */
  before: Reduction;
  policy: ContextPolicy;
  /** Undefined where they are not known: then nothing can be said of what pays. */
  prices: PromptPrices | undefined;
  outlook: Outlook;
}>;

export type ReductionCause = "break_even" | "window" | "budget" | "clear" | "overflow";

/** What a session's requests go without from now on. `cause` is absent where all stays as it was. */
export type Decision = Readonly<{
  reduction: Reduction;
  cause?: ReductionCause;
  size?: EditSize;
  /** In tokens at the price of an uncached one; absent where prices are not known. */
  expected?: number;
}>;

/** Overflow protection acts at so much of the window, and goes down to so much. */
const OVERFLOW_AT = 0.9;
const OVERFLOW_TO = 0.5;

/** Decides whether a session's history gets shorter with this request. It never gets longer again. */
export function decideReduction(situation: Situation): Decision {
  const asked = byStrategy(situation) ?? { reduction: situation.before };
  return overflow(situation, asked.reduction) ?? asked;
}

function byStrategy(situation: Situation): Decision | undefined {
  const { policy, messages, turns, before, prices } = situation;
  switch (policy.strategy) {
    case "none":
      return undefined;
    case "auto": {
      if (prices === undefined) return undefined;
      const decision = cleared(situation);
      return decision?.expected !== undefined && decision.expected > 0 ? decision : undefined;
    }
    case "clear_tool_results": {
      if (promptTokens(situation, before) <= policy.clear.above_tokens) return undefined;
      const decision = cleared(situation);
      const removed = decision?.size?.removed;
      return removed !== undefined && removed >= policy.clear.at_least_tokens
        ? { ...decision, reduction: decision?.reduction ?? before, cause: "clear" }
        : undefined;
    }
    case "window": {
      const steps = stepsLeft(turns, before.cut);
      if (steps <= policy.window.max_turns) return undefined;
      const keep = Math.max(policy.window.to_turns, policy.keep_turns);
      return changed(situation, { ...before, cut: Math.max(before.cut, lastCut(turns, keep)) }, "window");
    }
    case "budget":
    case "summary":
      return down(situation, before, policy.budget.max_tokens, policy.budget.to_tokens, "budget");
    default:
      policy.strategy satisfies never;
      return undefined;
  }

  function cleared(now: Situation): Decision | undefined {
    const clear = clearKeeping(messages, turns, policy.keep_turns);
    if (clear <= before.clear) return undefined;
    return changed(now, { ...before, clear }, "break_even");
  }
}

function overflow(situation: Situation, reduction: Reduction): Decision | undefined {
  const { context_window } = situation.policy;
  if (context_window === undefined) return undefined;
  const [most, to] = [OVERFLOW_AT * context_window, OVERFLOW_TO * context_window];
  return down(situation, reduction, most, to, "overflow");
}

/** Takes old turns out until so many tokens are left, once there are more than the most. */
function down(
  situation: Situation,
  from: Reduction,
  most: number,
  to: number,
  cause: ReductionCause,
): Decision | undefined {
  if (promptTokens(situation, from) <= most) return undefined;
  const { turns, policy } = situation;
  const cut = earliestCut(
    turns,
    { from: from.cut, keepSteps: policy.keep_turns },
    (tried) => promptTokens(situation, { ...from, cut: tried }) <= to,
  );
  return changed(situation, { ...from, cut }, cause);
}

function changed(
  situation: Situation,
  reduction: Reduction,
  cause: ReductionCause,
): Decision | undefined {
  const { messages, turns, before, prices, outlook } = situation;
  const size = sizeOfChange(messages, turns, before, reduction);
  if (size.removed <= 0) return undefined;
  return {
    reduction,
    cause,
    size,
    ...(prices !== undefined && { expected: expectedSaving(prices, size, outlook) }),
  };
}

/** All tokens of the prompt as it goes under a reduction. */
export const promptTokens = (
  { messages, turns, fixedTokens }: Pick<Situation, "messages" | "turns" | "fixedTokens">,
  reduction: Reduction,
): number => leftTokens(messages, turns, reduction).reduce((sum, left) => sum + left, fixedTokens);

function stepsLeft(turns: Turns, cut: number): number {
  const dropped = new Set(droppedTurns(turns, cut));
  return turns.filter(({ kind }, index) => kind === "step" && !dropped.has(index)).length;
}
