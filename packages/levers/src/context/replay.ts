import type { ContextPolicy, Usage } from "@headgate/contract";
import type { History, HistoryCall } from "../history/history.ts";
import type { CallSaving } from "../history/proposal.ts";
import { savingByUsage } from "../history/saving-by-usage.ts";
import { takingTurns } from "../history/taking-turns.ts";
import type { PromptPrices } from "./break-even.ts";
import { nothingReduced } from "./clear-results.ts";
import { readTurns } from "./conversation.ts";
import { decideReduction, promptTokens } from "./decide-reduction.ts";
import { begunSession, goOn, type ToldSession } from "./told-session.ts";
import { usageWithShorterHistory } from "./usage-after.ts";

/** How long providers keep a prompt that is not read, where nothing else is said. */
const CACHE_MS = 300_000;
const MILLION = 1_000_000;

export type ContextReplay = Readonly<{
  savings: readonly CallSaving[];
  /** Conversations of several requests, and how often their histories became shorter. */
  sessions: number;
  decisions: number;
}>;

type Step = Readonly<{ removed: number; rewritten: number; decided: boolean }>;

/**
 * Decides on the histories of a past's conversations as the lever would have, request by request. Conversations are told by
 * their prompts' digests, and how long their messages are by the bytes of their parts.
 */
export async function replayContext(
  { price }: Pick<History, "price">,
  calls: readonly HistoryCall[],
  policy: ContextPolicy,
): Promise<ContextReplay> {
  const turn = takingTurns();
  const sessions = new Map<string, ToldSession>();
  const savings: CallSaving[] = [];
  let [several, decisions] = [0, 0];
  for (const call of calls) {
    await turn();
    const { prompt_parts: parts, request_facts: facts } = call.row;
    const places = facts?.prefix?.places;
    const last = places?.at(-1)?.[0];
    if (parts === undefined || places === undefined || last === undefined) continue;
    if (isChanged(call)) continue;
    const at = places.findLast(([digest]) => sessions.has(digest))?.[0];
    const before = at === undefined ? undefined : sessions.get(at);
    const isAnother = before !== undefined && at !== last && goOn(before, call, parts);
    const session = isAnother ? before : begunSession(call, parts);
    if (session === undefined) continue;
    if (at !== undefined && isAnother) sessions.delete(at);
    sessions.set(last, session);
    if (isAnother) {
      if (session.requests === 1) several += 1;
      const step = decide(session, call, { policy, price });
      if (step.decided) decisions += 1;
      if (step.removed > 0) {
        savings.push(savingByUsage(price, call, usageWithShorterHistory(call.row.usage, step)));
      }
    }
    session.requests += 1;
    session.lastAtMs = call.row.started_at_ms;
    session.answered = call.row.usage.output;
  }
  return { savings, sessions: several, decisions };
}

const isChanged = ({ row: { changes } }: HistoryCall): boolean =>
  changes?.some(({ lever }) => lever === "context") === true;

type Terms = Readonly<{ policy: ContextPolicy; price: History["price"] }>;

function decide(session: ToldSession, call: HistoryCall, { policy, price }: Terms): Step {
  const turns = readTurns(session.messages);
  if (typeof turns === "string") return { removed: 0, rewritten: 0, decided: false };
  const cold = call.row.started_at_ms - session.lastAtMs > CACHE_MS;
  if (cold) session.colds += 1;
  const requests = session.requests + 1;
  const { messages, fixedTokens } = session;
  const decided = decideReduction({
    messages,
    turns,
    fixedTokens,
    before: session.reduction,
    carried: session.carried,
    policy,
    // What a catalogue says of a model is not in a history.
    window: typeof policy.context_window === "number" ? policy.context_window : undefined,
    prices: pricesOf(price, call),
    outlook: { requests, cold, coldChance: session.colds / requests },
  });
  session.reduction = decided.reduction;
  session.carried = decided.carried;
  const prompt = { messages, turns, fixedTokens };
  return {
    removed: promptTokens(prompt, nothingReduced) - promptTokens(prompt, decided.reduction),
    rewritten: decided.size === undefined ? 0 : decided.size.rewritten,
    decided: decided.cause !== undefined,
  };
}

/** Undefined where the model's price is not known. */
function pricesOf(price: History["price"], call: HistoryCall): PromptPrices | undefined {
  const plain = price(call, { input: MILLION });
  if (plain === undefined || plain === 0n) return undefined;
  const part = (usage: Usage): number | undefined => {
    const cost = price(call, usage);
    return cost === undefined ? undefined : Number(cost) / Number(plain);
  };
  const read = part({ cache_read: MILLION });
  if (read === undefined) return { write: 1, read: 1 };
  return { read, write: part({ cache_write_5m: MILLION }) ?? part({ cache_write: MILLION }) ?? 1 };
}
