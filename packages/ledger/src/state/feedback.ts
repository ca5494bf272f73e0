/** What somebody thought of the answer to a call. */
export type FeedbackRecord = Readonly<{
  callId: string;
  /** The key that the call was made with. */
  keyId: string;
  by: "key" | "administrator";
  policy: string;
  /** Whose answer it was, as provider/model. */
  model: string;
  /** Empty for calls without one. */
  fingerprint: string;
  /** From 0 (of no use) to 1. */
  quality: number;
  atMs: number;
}>;

/** What was thought of the answer to one call. */
export type RatedCall = Pick<FeedbackRecord, "callId" | "quality">;

/** What the people behind one key said, in what is kept. */
export type FeedbackOfKey = Readonly<{
  keyId: string;
  calls: number;
  meanQuality: number;
  lastAtMs: number;
}>;

/** What people thought of answers: the first word on a call holds, and what is older than `FEEDBACK_KEPT_MS` is forgotten. */
export interface FeedbackStore {
  /**
   * Keeps it, unless there is some on the call, or its key has given so much on that day (UTC).
   * @param mostPerDay of one key
   */
  keepFeedback(
    record: FeedbackRecord,
    mostPerDay: number,
  ): Promise<"kept" | "given_before" | "too_much">;
  /** Undefined where nobody said anything of the call. */
  feedbackOn(callId: string): Promise<FeedbackRecord | undefined>;
  /** What was said in `[fromMs, toMs)`, the newest first, as many as wanted. */
  feedbackBetween(
    range: Readonly<{ fromMs: number; toMs: number; limit: number }>,
  ): Promise<readonly RatedCall[]>;
  /** By key; the one that said most first. */
  feedbackByKey(): Promise<readonly FeedbackOfKey[]>;
}

export const FEEDBACK_KEPT_MS = 90 * 86_400_000;
