import { inputTokens, type PromptParts } from "@headgate/contract";
import type { HistoryCall } from "../history/history.ts";
import { nothingReduced, type Reduction } from "./clear-results.ts";
import type { ContextMessage } from "./conversation.ts";

/** A conversation as far as the facts of its calls tell it: how long its messages are, never what they say. */
export type ToldSession = {
  messages: ContextMessage[];
  parts: PromptParts;
  /** Of instructions and tools. */
  fixedTokens: number;
  reduction: Reduction;
  carried: number;
  requests: number;
  colds: number;
  lastAtMs: number;
  /** Tokens that the model answered last. */
  answered: number | undefined;
};

/** A part that is not there has no bytes. */
const partsOf = (parts: PromptParts) => {
  const bytes = (part: keyof PromptParts): number => parts[part] ?? 0;
  return {
    results: bytes("tool_results"),
    said: bytes("history") + bytes("user") + bytes("documents"),
    fixed: bytes("system") + bytes("tools"),
  };
};

/** About how many tokens a byte of this call's prompt takes; undefined where its input is not told. */
function tokensPerByte({ row }: HistoryCall, parts: PromptParts): number | undefined {
  const { results, said, fixed } = partsOf(parts);
  const bytes = results + said + fixed;
  const tokens = inputTokens(row.usage);
  return tokens === undefined || bytes === 0 ? undefined : tokens / bytes;
}

/** A conversation that was not seen before: what came before it is one question, of which nothing can be cleared. */
export function begunSession(call: HistoryCall, parts: PromptParts): ToldSession | undefined {
  const rate = tokensPerByte(call, parts);
  if (rate === undefined) return undefined;
  const { results, said, fixed } = partsOf(parts);
  const tokens = Math.round((results + said) * rate);
  return {
    messages: [{ role: "user", tokens, toolCalls: [], toolResults: [] }],
    parts,
    fixedTokens: Math.round(fixed * rate),
    reduction: nothingReduced,
    carried: 0,
    requests: 0,
    colds: 0,
    lastAtMs: call.row.started_at_ms,
    answered: call.row.usage.output,
  };
}

/**
 * Takes down what a request has that the one before had not: the model's answer, and what tools answered or the user said.
 * @returns false where the history became shorter: its client changed it
 */
export function goOn(session: ToldSession, call: HistoryCall, parts: PromptParts): boolean {
  const rate = tokensPerByte(call, parts);
  if (rate === undefined) return false;
  const [now, before] = [partsOf(parts), partsOf(session.parts)];
  const results = now.results - before.results;
  const said = now.said - before.said;
  if (results < 0 || said < 0) return false;
  const saidTokens = Math.round(said * rate);
  const resultTokens = Math.round(results * rate);
  session.parts = parts;
  session.fixedTokens = Math.round(now.fixed * rate);
  if (resultTokens > 0) {
    session.messages.push(
      { role: "assistant", tokens: saidTokens, toolCalls: [undefined], toolResults: [] },
      {
        role: "tool",
        tokens: resultTokens,
        toolCalls: [],
        toolResults: [{ callId: undefined, tokens: resultTokens, clearable: true }],
      },
    );
    return true;
  }
  const answered = Math.min(saidTokens, session.answered ?? saidTokens);
  session.messages.push({ role: "assistant", tokens: answered, toolCalls: [], toolResults: [] });
  if (saidTokens > answered) {
    const tokens = saidTokens - answered;
    session.messages.push({ role: "user", tokens, toolCalls: [], toolResults: [] });
  }
  return true;
}
