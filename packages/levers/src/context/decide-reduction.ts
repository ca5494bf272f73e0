import type { ContextPolicy } from "@headgate/contract";
import { type EditSize, expectedSaving, type Outlook, type PromptPrices } from "./break-even.ts";
import { clearKeeping, leftTokens, type Reduction, sizeOfChange } from "./clear-results.ts";
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
  /** What was paid, since the last change, for carrying what could have been cleared: as {@link Decision.carried}. */
  carried: number;
  policy: ContextPolicy;
  /** The longest prompt that the model takes, in tokens; undefined where it is not known. */
  window: number | undefined;
  /** Undefined where they are not known: then nothing can be said of what pays. */
  prices: PromptPrices | undefined;
  outlook: Outlook;
}>;

type ReductionCause = "break_even" | "window" | "budget" | "clear" | "overflow";

/** What a session's requests go without from now on. `cause` is absent where all stays as it was. */
export type Decision = Readonly<{
  reduction: Reduction;
  cause?: ReductionCause;
  size?: EditSize;
  /** In tokens at the price of an uncached one; absent where prices are not known. */
  expected?: number;
  /** For the next request's {@link Situation.carried}, in tokens at the price of an uncached one. */
  carried: number;
}>;

/** Overflow protection acts at so much of the window, and goes down to so much. */
const OVERFLOW_AT = 0.9;
const OVERFLOW_TO = 0.5;

/**
 * Clearing waits until carrying what could go has cost so much of what clearing costs. Each clearing pays anew for
 * what stands behind it, so that a few large ones are cheaper than many small ones, however long the session lasts.
 */
const PATIENCE = 0.4;

/** Decides whether a session's history gets shorter with this request. It never gets longer again. */
export function decideReduction(situation: Situation): Decision {
  const asked = byStrategy(situation);
  return overflow(situation, asked.reduction) ?? asked;
}

function byStrategy(situation: Situation): Decision {
  const { policy, turns, before } = situation;
  const unchanged: Decision = { reduction: before, carried: situation.carried };
  switch (policy.strategy) {
    case "none":
      return unchanged;
    case "auto":
      return byBreakEven(situation) ?? unchanged;
    case "clear_tool_results": {
      if (promptTokens(situation, before) <= policy.clear.above_tokens) return unchanged;
      const decision = cleared(situation, "clear");
      const removed = decision?.size?.removed;
      return removed !== undefined &&
        removed >= policy.clear.at_least_tokens &&
        decision !== undefined
        ? decision
        : unchanged;
    }
    case "window": {
      const steps = stepsLeft(turns, before.cut);
      if (steps <= policy.window.max_turns) return unchanged;
      const keep = Math.max(policy.window.to_turns, policy.keep_turns);
      const cut = Math.max(before.cut, lastCut(turns, keep));
      return changed(situation, { ...before, cut }, "window") ?? unchanged;
    }
    case "budget":
    case "summary": {
      const { max_tokens, to_tokens } = policy.budget;
      return (
        down(situation, before, { most: max_tokens, to: to_tokens, cause: "budget" }) ?? unchanged
      );
    }
    default:
      policy.strategy satisfies never;
      return unchanged;
  }
}

function byBreakEven(situation: Situation): Decision | undefined {
  const { before, prices, outlook, carried } = situation;
  const decision = prices === undefined ? undefined : cleared(situation, "break_even");
  if (prices === undefined || decision?.size === undefined) return undefined;
  const { removed, rewritten } = decision.size;
  const soFar = carried + prices.read * removed;
  const price = outlook.cold ? 0 : (prices.write - prices.read) * rewritten;
  const pays = decision.expected !== undefined && decision.expected > 0;
  return pays && soFar >= PATIENCE * price ? decision : { reduction: before, carried: soFar };
}

function cleared(situation: Situation, cause: ReductionCause): Decision | undefined {
  const { messages, turns, policy, before } = situation;
  const clear = clearKeeping(messages, turns, policy.keep_turns);
  return clear <= before.clear ? undefined : changed(situation, { ...before, clear }, cause);
}

function overflow(situation: Situation, reduction: Reduction): Decision | undefined {
  const { window } = situation;
  if (window === undefined) return undefined;
  return down(situation, reduction, {
    most: OVERFLOW_AT * window,
    to: OVERFLOW_TO * window,
    cause: "overflow",
  });
}

/** Takes old turns out until so many tokens are left, once there are more than the most. */
function down(
  situation: Situation,
  from: Reduction,
  { most, to, cause }: Readonly<{ most: number; to: number; cause: ReductionCause }>,
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

/** The decision to go to a reduction; undefined where that takes nothing away. */
export function changed(
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
    carried: 0,
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
