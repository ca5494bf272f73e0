import { type ContextPolicy, entryCapOf } from "@headgate/contract";
import type { PromptView } from "@headgate/providers";
import type { RequestEdit } from "../request-edit.ts";
import type { PromptPrices } from "./break-even.ts";
import { nothingReduced } from "./clear-results.ts";
import { contextEdits } from "./context-edits.ts";
import {
  type ContextSession,
  ContextSessions,
  type KeptContextSession,
} from "./context-sessions.ts";
import { readTurns, type Turns } from "./conversation.ts";
import { droppedTurns } from "./cut-turns.ts";
import { changed, type Decision, decideReduction, type Situation } from "./decide-reduction.ts";
import { ElidedTexts } from "./elided-texts.ts";
import { retrieved, summableCut, summaryAsk } from "./history-text.ts";
import {
  type CappedTexts,
  type CountTokens,
  capResults,
  type SizedMessage,
  sizeMessages,
} from "./sized-message.ts";
import { SummaryPauses } from "./summary-pauses.ts";
import { usageWithWholeHistory } from "./usage-before.ts";

/** A request as the lever looks at it. */
export type ContextRequest = Readonly<{
  view: PromptView;
  json: unknown;
  /** Whose texts these are: nobody else is given them back. */
  tenant: string;
  /** The client's own label of the session. */
  label: string | undefined;
  policy: ContextPolicy;
  /** The longest prompt that the model takes, in tokens; undefined where it is not known. */
  window: number | undefined;
  /** Asked for where there is something to decide; undefined where they are not known. */
  prices: () => PromptPrices | undefined;
  /** How long the provider's cache holds a prompt that is not read. */
  cacheTtlMs: number;
  /** From how many tokens on it keeps one; undefined where it keeps none. Asked for with a decision. */
  leastKept: () => number | undefined;
  /** Is told of each decision. */
  decided: (decision: ContextDecision) => void;
  /** Has a text summed up; undefined where that failed or took too long. */
  summarise: (ask: string) => Promise<string | undefined>;
  /** Is told where that was not asked, because it failed not long ago. */
  summaryHeldBack: () => void;
}>;

export type ContextOptions = Readonly<{
  /** Memory for texts that were taken out. */
  maxBytes: number;
  count: CountTokens;
  /** By a clock that never jumps. */
  nowMs: () => number;
  /** What sessions are told apart by is keyed with it; one of the process's own where it is absent. */
  salt?: Buffer;
}>;

/** A decision to make a session's history shorter, and what it rests on. */
type ContextDecision = Readonly<{
  cause: NonNullable<Decision["cause"]>;
  /** Requests expected yet. */
  requests: number;
  cold: boolean;
  /** Tokens taken away, and tokens that the provider must take in anew. */
  removed?: number;
  rewritten?: number;
  /** In tokens at the price of an uncached one; undefined where prices are not known. */
  expected: number | undefined;
}>;

/** Whether a policy asks for anything at all. */
export const contextActs = (policy: ContextPolicy): boolean =>
  policy.strategy !== "none" ||
  entryCapOf(policy) !== undefined ||
  policy.context_window !== undefined;

/** Whether there is anything to keep short: before the model or a tool has answered once there is not. */
export const hasHistory = ({ messages }: PromptView): boolean =>
  messages.some(({ role, toolResults }) => role === "assistant" || toolResults.length > 0);

type Summing = Readonly<{
  turns: Turns;
  before: ContextSession["reduction"];
  decided: Decision;
  additions: Map<number, string>;
}>;

/**
 * Keeps histories short. What was decided for a session is done again to each of its requests, in the same bytes: the
 * provider's cache goes by them.
 */
export class ContextLever {
  readonly elided: ElidedTexts;
  readonly #sessions: ContextSessions;
  readonly #pauses = new SummaryPauses();
  readonly #count: CountTokens;
  readonly #nowMs: () => number;

  constructor({ maxBytes, count, nowMs, salt }: ContextOptions) {
    this.#sessions = new ContextSessions(salt);
    this.elided = new ElidedTexts(maxBytes);
    this.#count = count;
    this.#nowMs = nowMs;
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  /** What was decided for sessions: it holds beyond the process. */
  plain(): readonly KeptContextSession[] {
    return this.#sessions.plain(this.#nowMs());
  }

  /** @param agoMs how long ago that was */
  restore(kept: readonly KeptContextSession[], agoMs: number): void {
    this.#sessions.restore(kept, this.#nowMs(), agoMs);
  }

  /**
   * @returns undefined where the request goes as it is
   * @throws Error when tokens cannot be counted
   */
  async edit(request: ContextRequest): Promise<RequestEdit | undefined> {
    const { view, policy, tenant } = request;
    const { messages } = view;
    const nowMs = this.#nowMs();
    const key = this.#sessions.keyOf(tenant, request.label, messages);
    const found = key === undefined ? undefined : this.#sessions.find(key, messages, nowMs);
    const session = found?.session;
    const seen = found === undefined ? 0 : found.seen;
    const cap = entryCapOf(policy);
    const keep = (text: string): string | undefined => this.elided.keep(tenant, text);
    const capped: CappedTexts = cap === undefined ? new Map() : capResults(messages, cap, keep);
    // Nothing to decide before the model has answered once: then nothing needs to be counted either.
    if (key === undefined && capped.size === 0) return undefined;
    const fresh = await sizeMessages(
      messages.slice(seen),
      capped,
      (path) => valueAt(request.json, path),
      this.#count,
    );
    const sizes = [...(session?.messages.slice(0, seen) ?? []), ...fresh];
    const read = readTurns(sizes);
    // Where turns cannot be told apart, only long results are cut.
    const turns: Turns = typeof read === "string" ? [] : read;
    const requests = (session?.requests ?? turns.filter(({ kind }) => kind === "step").length) + 1;
    const elapsedMs = session === undefined ? undefined : Math.max(0, nowMs - session.lastAtMs);
    const cold = elapsedMs !== undefined && elapsedMs > request.cacheTtlMs;
    const colds = (session?.colds ?? 0) + (cold ? 1 : 0);
    const before = session?.reduction ?? nothingReduced;
    const unchanged: Decision = { reduction: before, carried: session?.carried ?? 0 };
    const isReadable = key !== undefined && turns.length > 0;
    const situation = isReadable && {
      messages: sizes,
      turns,
      fixedTokens: fixedTokens(view),
      before,
      carried: unchanged.carried,
      policy,
      window: request.window,
      prices: request.prices(),
      outlook: { requests, cold, coldChance: colds / requests },
    };
    const wanted = situation ? decideReduction(situation) : unchanged;
    const additions = new Map([...(session?.additions ?? [])].filter(([index]) => index < seen));
    const decided =
      situation && isSummedUp(policy, wanted)
        ? (summable(situation, { messages, wanted, additions }) ?? unchanged)
        : wanted;
    const isDone =
      key === undefined ||
      (await this.#summed(request, key, { turns, before, decided, additions }));
    const { reduction, carried, cause, size, expected } = isDone ? decided : unchanged;
    if (cause !== undefined) request.decided({ cause, requests, cold, ...size, expected });
    for (const turn of droppedTurns(turns, reduction.cut)) {
      for (const index of turns[turn]?.messages ?? []) additions.delete(index);
    }
    retrieved({ messages, turns, reduction, policy, additions });
    const additionTexts = [...additions.values()];
    const additionTokens = (
      additionTexts.length === 0 ? [] : await this.#count(additionTexts)
    ).reduce((sum, tokens) => sum + tokens, 0);
    if (key !== undefined) {
      const decidedTo = messagesBefore(turns, Math.max(reduction.cut, reduction.clear));
      const [decidedDigest = "", digest = ""] = this.#sessions.digestsAt(messages, [
        decidedTo,
        messages.length,
      ]);
      const now = {
        messages: sizes,
        digest,
        reduction,
        carried,
        decided: decidedTo,
        decidedDigest,
        additions,
        requests,
        colds,
        lastAtMs: nowMs,
      };
      this.#sessions.remember(key, now, found?.isSame === true ? session : undefined);
    }
    const made = contextEdits({
      messages,
      sizes,
      turns,
      reduction,
      capped,
      additions,
      additionTokens,
      keep,
    });
    if (made.edits.length === 0) return undefined;
    const brokenFrom = cause === undefined ? undefined : request.leastKept();
    const freshTokens = sentTokens(sizes.slice(session === undefined ? lastTurn(turns) : seen));
    return {
      lever: "context",
      edits: made.edits,
      changes: made.changes,
      usageBefore: (usage) =>
        usageWithWholeHistory(usage, {
          removed: made.removed,
          fresh: freshTokens,
          warm: !cold,
          brokenFrom,
        }),
    };
  }

  /** Sums up what a decision takes out, where the policy wants that. False: it failed, so nothing may be taken out. */
  async #summed(
    { view: { messages }, policy, tenant, summarise, summaryHeldBack }: ContextRequest,
    session: string,
    { turns, before, decided, additions }: Summing,
  ): Promise<boolean> {
    if (!isSummedUp(policy, decided)) return true;
    const place = summaryPlace(turns);
    if (place === undefined || messages[place]?.texts.length === 0) return false;
    const asked = { session, tenant, model: policy.summary?.model ?? "" };
    if (!this.#pauses.mayAsk(asked, this.#nowMs())) {
      summaryHeldBack();
      return false;
    }
    const { ask, leftOut } = summaryAsk({
      messages,
      turns,
      before,
      after: decided.reduction,
      already: additions.get(place),
    });
    const summary = await summarise(ask);
    if (summary === undefined) {
      this.#pauses.failed(asked, this.#nowMs());
      return false;
    }
    this.#pauses.answered(asked);
    const without = leftOut === 0 ? "" : `, without ${leftOut} letters that were too many to read`;
    additions.set(place, `[What was said since, summed up${without}:\n${summary}]`);
    return true;
  }
}

const isSummedUp = ({ strategy }: ContextPolicy, { cause }: Decision): boolean =>
  strategy === "summary" && cause === "budget";

/** Summaries stand with the first question. */
const summaryPlace = (turns: Turns): number | undefined => turns[0]?.messages.at(-1);

/** As much of a decision as can be summed up at once; undefined where that takes nothing away. */
function summable(
  situation: Situation,
  {
    messages,
    wanted,
    additions,
  }: Readonly<{
    messages: PromptView["messages"];
    wanted: Decision;
    additions: ReadonlyMap<number, string>;
  }>,
): Decision | undefined {
  const { turns, before } = situation;
  const place = summaryPlace(turns);
  const already = place === undefined ? undefined : additions.get(place);
  const cut = summableCut({ messages, turns, before, after: wanted.reduction, already });
  return changed(situation, { ...wanted.reduction, cut }, "budget");
}

/** Messages up to the end of the turn before a place in the list of turns. */
const messagesBefore = (turns: Turns, place: number): number => {
  const last = turns[place - 1]?.messages.at(-1);
  return last === undefined ? 0 : last + 1;
};

/** Where the last turn begins: what a request has that the one before had not, where that was not seen. */
const lastTurn = (turns: Turns): number =>
  turns.findLast(({ kind }) => kind === "step")?.messages[0] ?? 0;

const sentTokens = (sizes: readonly SizedMessage[]): number =>
  sizes.reduce((sum, size) => sum + size.sentTokens, 0);

const LETTERS_A_TOKEN = 4;

/** About what instructions and tools come to: they are never touched, so a guess will do. */
const fixedTokens = ({ system, tools }: PromptView): number =>
  Math.ceil(
    (system.reduce((sum, { text }) => sum + text.length, 0) + JSON.stringify(tools).length) /
      LETTERS_A_TOKEN,
  );

function valueAt(json: unknown, path: readonly (string | number)[]): unknown {
  let value = json;
  for (const step of path) value = (value as Record<string | number, unknown>)[step];
  return value;
}
