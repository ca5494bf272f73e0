import { type ContextPolicy, entryCapOf } from "@headgate/contract";
import {
  type ContextMessage,
  decideReduction,
  leftTokens,
  nothingReduced,
  type PromptPrices,
  readTurns,
} from "@headgate/levers";
import type { SimulatedSession } from "./simulated-session.ts";

/** Tokens that the marker in a capped result's middle has. */
const MARKER_TOKENS = 30;
/** A text is capped only where it is longer than the cap by so much. */
const WORTH = 1.1;

/**
 * What a session's prompts cost under a policy, in tokens at the price of an uncached one. The provider's cache
 * holds the request before, to its end: what a request shares with its beginning is read, the rest is written.
 */
export function sessionCost(
  session: SimulatedSession,
  policy: ContextPolicy,
  prices: PromptPrices,
): number {
  const messages = capped(session.messages, entryCapOf(policy));
  let reduction = nothingReduced;
  let carried = 0;
  let before: readonly number[] = [];
  let colds = 0;
  let cost = 0;
  for (const [index, end] of session.ends.entries()) {
    const shown = messages.slice(0, end);
    const turns = readTurns(shown);
    if (typeof turns === "string") throw new Error(`a simulated session is unreadable: ${turns}`);
    const cold = session.cold[index] === true;
    if (cold) colds += 1;
    ({ reduction, carried } = decideReduction({
      messages: shown,
      turns,
      fixedTokens: session.fixedTokens,
      before: reduction,
      carried,
      policy,
      window: undefined,
      prices,
      outlook: { requests: index + 1, cold, coldChance: colds / (index + 1) },
    }));
    const sent = [session.fixedTokens, ...leftTokens(shown, turns, reduction)];
    const shared = cold ? 0 : sharedTokens(before, sent);
    const total = sent.reduce((sum, tokens) => sum + tokens, 0);
    cost += shared * prices.read + (total - shared) * prices.write;
    before = sent;
  }
  return cost;
}

/** Messages keep their place, and a changed one has another size: equal sizes up to a place are an equal beginning. */
function sharedTokens(before: readonly number[], now: readonly number[]): number {
  let shared = 0;
  for (const [index, tokens] of before.entries()) {
    if (now[index] !== tokens) return shared;
    shared += tokens;
  }
  return shared;
}

function capped(
  messages: readonly ContextMessage[],
  cap: number | undefined,
): readonly ContextMessage[] {
  if (cap === undefined) return messages;
  return messages.map((message) => {
    if (message.tokens <= cap * WORTH || message.toolResults.length === 0) return message;
    const tokens = cap + MARKER_TOKENS;
    return {
      ...message,
      tokens,
      toolResults: message.toolResults.map((result) => ({ ...result, tokens })),
    };
  });
}
