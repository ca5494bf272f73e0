import type { Answer, AnswerError, AnswerEvent, AnswerPart, AnswerPartStart } from "./answer.ts";

/** The answer that a stream's events amount to. */
export class FoldedAnswer {
  #answer: { -readonly [Key in keyof Answer]: Answer[Key] } = { parts: [] };
  readonly #parts: AnswerPart[] = [];
  #error: AnswerError | undefined;
  #ended = false;

  get error(): AnswerError | undefined {
    return this.#error;
  }

  get ended(): boolean {
    return this.#ended;
  }

  add(event: AnswerEvent): void {
    switch (event.kind) {
      case "start":
        if (event.id !== undefined) this.#answer.id = event.id;
        if (event.model !== undefined) this.#answer.model = event.model;
        return;
      case "part-start":
        this.#parts.push(begun(event.part));
        return;
      case "delta":
        this.#change((part) => grown(part, event.text));
        return;
      case "signature":
        this.#change((part) =>
          part.kind === "thinking" || part.kind === "tool-call"
            ? { ...part, signature: event.signature }
            : part,
        );
        return;
      case "stop":
        this.#answer.stop = event.stop;
        return;
      case "usage":
        this.#answer.usage = event.usage;
        return;
      case "served":
        this.#answer.serviceTier = event.serviceTier;
        return;
      case "error":
        this.#error = event.error;
        return;
      case "end":
        this.#ended = true;
        return;
      case "part-end":
        return;
      default:
        event satisfies never;
    }
  }

  answer(): Answer {
    return { ...this.#answer, parts: this.#parts };
  }

  #change(change: (part: AnswerPart) => AnswerPart): void {
    const last = this.#parts.at(-1);
    if (last !== undefined) this.#parts[this.#parts.length - 1] = change(last);
  }
}

/** A part with nothing in it yet. */
export function begun(start: AnswerPartStart): AnswerPart {
  switch (start.kind) {
    case "text":
    case "thinking":
      return { kind: start.kind, text: "" };
    case "redacted-thinking":
      return start;
    case "tool-call":
      return { ...start, inputText: "" };
    default:
      return start satisfies never;
  }
}

function grown(part: AnswerPart, text: string): AnswerPart {
  if (part.kind === "tool-call") return { ...part, inputText: part.inputText + text };
  return part.kind === "redacted-thinking" ? part : { ...part, text: part.text + text };
}
