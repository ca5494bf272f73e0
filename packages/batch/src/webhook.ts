/** How telling an address of an end stands. */
const webhookStates = ["waiting", "delivered", "given_up"] as const;
export type WebhookState = (typeof webhookStates)[number];

/** That a request or a client's batch has ended, on its way to the address that was named for it. */
export type Webhook = Readonly<{
  /** What has ended. */
  about: "request" | "batch";
  /** Of the request or the client's batch, and of its key. */
  id: string;
  keyId: string;
  url: string;
  status: "completed" | "failed" | "expired" | "cancelled";
  endedAtMs: number;
  state: WebhookState;
  /** How many times it was tried. */
  tries: number;
  /** Of one that waits. */
  nextAtMs?: number;
  /** Of one that was delivered. */
  deliveredAtMs?: number;
  /** Why the last try was in vain. */
  problem?: string;
}>;

/** What came of a try. */
export type WebhookTry =
  | Readonly<{ kind: "delivered"; atMs: number }>
  /** `nextAtMs` absent: it is not tried again. */
  | Readonly<{ kind: "failed"; problem: string; nextAtMs?: number }>;
