import type { WireFormat } from "@headgate/contract";
import { answerKeyOf, answerText } from "@headgate/levers";
import { type AnswerView, answerViewOf } from "@headgate/providers";

/** What an answer says, as far as two can be compared. */
export type Said =
  | Readonly<{ kind: "text"; text: string }>
  /** Calls of the client's tools, whatever is said beside them. `key` is the same for the same calls, in whatever order. */
  | Readonly<{ kind: "calls"; key: string }>
  | Readonly<{ kind: "refusal" }>
  | Readonly<{ kind: "empty" }>
  /** An image, several answers, a format that is not read: nothing that can be compared. */
  | Readonly<{ kind: "unreadable" }>;

/** An answer to compare. */
export type ReadAnswer = Readonly<{ said: Said; view: AnswerView | undefined }>;

export const unreadable: ReadAnswer = { said: { kind: "unreadable" }, view: undefined };

/** Reads a whole answer with status 200. */
export function readAnswer(
  format: WireFormat,
  answer: Readonly<{ body: Buffer; stream: boolean }>,
): ReadAnswer {
  const view = answerViewOf(format, answer);
  return { view, said: saidIn(view, answerText(format, answer)) };
}

/** @param text of an answer that gives text and nothing else */
function saidIn(view: AnswerView | undefined, text: string | undefined): Said {
  if (view !== undefined && view.toolCalls.length > 0) return { kind: "calls", key: keyOf(view) };
  if (view?.stop === "refusal") return { kind: "refusal" };
  if (text !== undefined) return { kind: "text", text };
  return view?.text.trim() === "" ? { kind: "empty" } : unreadable.said;
}

function keyOf({ toolCalls }: AnswerView): string {
  const keys = toolCalls.map(({ name, inputText }) =>
    answerKeyOf(JSON.stringify([name, inputOf(inputText)])),
  );
  return keys.sort().join(" ");
}

/** A call without arguments may say nothing at all. */
function inputOf(text: string): unknown {
  try {
    return text.trim() === "" ? {} : (JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
