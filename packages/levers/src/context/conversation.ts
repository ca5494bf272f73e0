/** One message of a conversation as the plan looks at it: its size, and what belongs together. */
export type ContextMessage = Readonly<{
  role: "system" | "user" | "assistant" | "tool";
  /** Of all its text, tool results included. */
  tokens: number;
  /** The ids of the calls that it makes; undefined where the format has none. */
  toolCalls: readonly (string | undefined)[];
  toolResults: readonly ContextResult[];
}>;

type ContextResult = Readonly<{
  callId: string | undefined;
  tokens: number;
  /** False where it holds more than text: it stays whole. */
  clearable: boolean;
}>;

/**
 * What is taken out together or not at all: a `question` (what the user said), or a `step` (what the model said,
 * with the results of all tools that it called).
 */
type Turn = Readonly<{
  kind: "question" | "step";
  /** Indices of its messages. */
  messages: readonly number[];
  tokens: number;
}>;

export type Turns = readonly Turn[];

/** Why a conversation's turns cannot be told apart; it is then left as it is. */
export type UnreadableTurns = "no_first_question" | "result_without_call";

type GrowingTurn = { kind: Turn["kind"]; messages: number[]; tokens: number };

/**
 * Divides a conversation into turns. System messages belong to none: they are never taken out.
 *
 * A step begins with what the model says and ends before it speaks again, so that calls and their results are
 * always in one turn. Where a result's call is in another turn, or nowhere, nothing is certain.
 */
export function readTurns(messages: readonly ContextMessage[]): Turns | UnreadableTurns {
  const turns: GrowingTurn[] = [];
  let calls = new Set<string | undefined>();
  let before: ContextMessage["role"] | undefined;
  for (const [index, message] of messages.entries()) {
    if (message.role === "system") continue;
    const isResult = message.role === "tool" || message.toolResults.length > 0;
    const last = turns.at(-1);
    if (isResult) {
      if (last?.kind !== "step") return "result_without_call";
      if (message.toolResults.some(({ callId }) => !calls.has(callId)))
        return "result_without_call";
      join(last, index, message);
    } else if (message.role === "assistant") {
      if (last === undefined) return "no_first_question";
      if (before === "assistant") join(last, index, message);
      else {
        calls = new Set();
        turns.push({ kind: "step", messages: [index], tokens: message.tokens });
      }
      for (const id of message.toolCalls) calls.add(id);
    } else if (last?.kind === "question") join(last, index, message);
    else turns.push({ kind: "question", messages: [index], tokens: message.tokens });
    before = isResult ? "tool" : message.role;
  }
  return turns.length === 0 ? "no_first_question" : turns;
}

function join(turn: GrowingTurn, index: number, { tokens }: ContextMessage): void {
  turn.messages.push(index);
  turn.tokens += tokens;
}
