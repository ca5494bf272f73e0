/** What can be made to go wrong with a request, by header or at random. */
export const faultNames = [
  /** Answers status 500 in the provider's error shape. */
  "status-500",
  /** Answers status 503. */
  "status-503",
  /** Answers status 529, Anthropic's "overloaded". */
  "status-529",
  /** Answers status 429 with `retry-after: 1`. */
  "rate-limit",
  /** Never answers. */
  "hang",
  /** Sends half the body and then nothing, leaving the connection open. */
  "hang-mid-stream",
  /** Sends half the body and destroys the connection. */
  "cut",
  /** Breaks the JSON in the middle of the body; of a stream, one event in the middle. */
  "garbled",
  /** Destroys the connection before any answer. */
  "reset",
  /** Answers without usage. */
  "no-usage",
  /** Sends the body in many pieces, cut without regard to events or characters. */
  "slow-body",
] as const;
export type FaultName = (typeof faultNames)[number];

/** Whether a text names a fault. */
export const isFaultName = (text: string): text is FaultName =>
  (faultNames as readonly string[]).includes(text);
