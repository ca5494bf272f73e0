import type { AnswerEvent, AnswerPartStart } from "./answer.ts";

/** Which part of a streamed answer is open; formats that do not say where one ends need it. */
export class OpenPart {
  #kind: AnswerPartStart["kind"] | undefined;

  get kind(): AnswerPartStart["kind"] | undefined {
    return this.#kind;
  }

  *begin(part: AnswerPartStart): Generator<AnswerEvent> {
    yield* this.end();
    this.#kind = part.kind;
    yield { kind: "part-start", part };
  }

  /** A piece of text or thinking, which opens its part where it is not open. */
  *grow(
    part: Extract<AnswerPartStart, { kind: "text" | "thinking" }>,
    text: string,
  ): Generator<AnswerEvent> {
    if (this.#kind !== part.kind) yield* this.begin(part);
    yield { kind: "delta", text };
  }

  *end(): Generator<AnswerEvent> {
    if (this.#kind === undefined) return;
    this.#kind = undefined;
    yield { kind: "part-end" };
  }
}
