import { decideSwitch } from "@headgate/levers";
import type { Target } from "../call/plan-targets.ts";
import type { Conversations } from "./conversations.ts";
import { type Deciding, decideModel, type ModelDecision } from "./decide-model.ts";
import { expectedPrice, type Prices } from "./expected-price.ts";
import { stayingAt } from "./staying-at.ts";

/** What asking a model would be. */
export type Ask = Readonly<{
  name: string;
  target: Target;
  model: string;
  inputTokens: number;
  outputTokens: number;
  atMs: number;
}>;

/** A conversation is expected to go on for as long as it has, and no longer than this. */
const MOST_EXPECTED_CALLS = 10;

/**
 * Which model a call goes to. A conversation stays where it is, if the call may go there, unless moving it saves more than the
 * cached prompt that is lost.
 * @param asks what asking each model of the pool would be; undefined where it cannot be asked in the client's format
 */
export function decideInConversation(
  room: Prices,
  {
    asks,
    deciding,
    conversations,
  }: Readonly<{
    asks: readonly (Ask | undefined)[];
    deciding: Deciding;
    conversations: Conversations;
  }>,
): ModelDecision {
  const decision = decideModel(deciding);
  const { conversation, turns } = deciding.question;
  const [first] = asks;
  if (conversation === undefined || turns < 2 || first === undefined) return decision;
  const before = conversations.get(conversation, first.atMs);
  const place = asks.findIndex((ask) => ask !== undefined && ask.name === before?.model);
  const stays = asks[place];
  const moves = asks[decision.chosen];
  // To the reference it may always go back: that is no saving of ours, but the promise.
  if (before === undefined || stays === undefined || moves === undefined) return decision;
  if (place === decision.chosen || decision.chosen === 0) return decision;
  const staying = stayingAt(place, deciding, decision);
  if (staying === undefined) return decision;
  const priced = (ask: Ask, cachedTokens: number) =>
    expectedPrice(room, ask.target, {
      ...ask,
      ...(cachedTokens > 0 && { cachedTokens: Math.min(cachedTokens, ask.inputTokens) }),
    });
  const { kind } = decideSwitch({
    stay: priced(stays, before.promptTokens),
    move: priced(moves, 0),
    later: priced(moves, before.promptTokens),
    calls: Math.min(turns, MOST_EXPECTED_CALLS),
    moves: before.moves,
  });
  return kind === "switch" ? decision : staying;
}
