/** Response headers beside those that every answer carries. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** A complete body. */
export type JsonAnswer = Readonly<{
  kind: "json";
  status: number;
  body: string;
  headers?: AnswerHeaders;
  /** What the answer bills; absent for answers that bill nothing. */
  billed?: BilledTokens;
}>;

/** A stream of events. */
export type StreamAnswer = Readonly<{
  kind: "stream";
  /**
   * `frames`: AWS's binary event stream, each byte of it as one character. `array`: one JSON array, an
   * element a delta. Server-sent events otherwise.
   */
  framing?: "frames" | "array";
  /** Events before the first delta. */
  head: string;
  /** One entry a delta, with the events that open or close a block around it. */
  deltas: readonly string[];
  /** Events after the last delta. */
  tail: string;
  billed: BilledTokens;
}>;
export type Answer = JsonAnswer | StreamAnswer;

/** Tokens that an answer reports, cached and reasoning ones included. */
type BilledTokens = Readonly<{ promptTokens: number; outputTokens: number }>;

/** A request that the provider refuses, with its answer. */
export class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";
  readonly answer: JsonAnswer;

  constructor(answer: JsonAnswer) {
    super(`refused with status ${answer.status}`);
    this.answer = answer;
  }
}
