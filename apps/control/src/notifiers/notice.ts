/** A paragraph of a notice. All of it is plain text: each notifier escapes it for its own markup. */
export type NoticePart = Readonly<{
  /** A sentence or a few. */
  text: string;
  /** Small print: times, counts. */
  details: readonly string[];
  /** Where to look, in the console; null where its address is not known. */
  link: string | null;
  /** Whether it is bad news, good news, or neither. */
  mark: "bad" | "good" | "plain";
}>;

/** What somebody is told, whoever sends it and however it gets there. */
export type Notice = Readonly<{
  /** The same when a delivery is repeated. */
  id: string;
  /** One line: the subject of an e-mail. */
  subject: string;
  parts: readonly NoticePart[];
  /** What a webhook is sent, as JSON. */
  payload: unknown;
  /** The body of an e-mail for who reads HTML, where the parts are not enough; its author has escaped it. */
  html?: string;
}>;

/** How an attempt to deliver ended. */
export type DeliveryOutcome =
  /** `missed`: who of several did not get it. They get it from nobody: sending it again would reach the others twice. */
  | Readonly<{ kind: "delivered"; missed?: string }>
  /** `reason` holds neither address nor secret; `retryAfterMs` is how long the receiver asks to wait. */
  | Readonly<{ kind: "failed"; reason: string; retryAfterMs: number | undefined }>;

export const failed = (reason: string, retryAfterMs?: number): DeliveryOutcome => ({
  kind: "failed",
  reason,
  retryAfterMs,
});
