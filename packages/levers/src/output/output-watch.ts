import { AnswerEnd, type EndMark } from "./answer-end.ts";
import { Repetition } from "./repetition.ts";

/** What a policy lets an answer be ended for. */
type StopRules = Readonly<{
  /** Undefined: never because it is complete. */
  end: EndMark | undefined;
  repetition: boolean;
  /** The answer is to be JSON, whose records may be alike. */
  isStructured: boolean;
}>;

export type TextStop = "stopped_complete" | "stopped_repetition";

/**
 * Watches the text of one answer on its way. Calls of tools are never cut by what it sees: from the first on it
 * sees nothing more, since half a call is of no use.
 */
export class OutputWatch {
  readonly #end: AnswerEnd | undefined;
  readonly #repetition: Repetition | undefined;
  #isOff = false;

  constructor({ end, repetition, isStructured }: StopRules) {
    this.#end = end === undefined ? undefined : new AnswerEnd(end);
    this.#repetition = repetition ? new Repetition(isStructured) : undefined;
  }

  /** @returns why the answer is to be ended behind this text; undefined where it is not */
  push({
    text,
    hasToolCall,
  }: Readonly<{ text: string; hasToolCall: boolean }>): TextStop | undefined {
    if (hasToolCall) this.#isOff = true;
    if (this.#isOff || text === "") return undefined;
    if (this.#end?.push(text) === true) return "stopped_complete";
    return this.#repetition?.push(text) === true ? "stopped_repetition" : undefined;
  }
}
